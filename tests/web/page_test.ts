import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startServer } from "../harness/server.ts";
import { ask, request } from "./http_client.ts";

/** Headers of every answer, whatever it is. */
const SAFETY = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
    "img-src 'self' data:; manifest-src 'self'; worker-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

Deno.test("The page is served with its scripts, each as its kind of file should be", async (t) => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  const { page } = server;
  const index = await request(page, { path: "/" });
  const script = /src="\.?(\/[^"]+\.js)"/.exec(index.body)?.[1];
  assert(script !== undefined, index.body);

  await t.step("The first file may not be kept without asking", async () => {
    assertEquals(index.status, 200);
    assertEquals(index.headers.get("content-type"), "text/html; charset=utf-8");
    assertEquals(index.headers.get("cache-control"), "no-cache");
    assertEquals((await request(page, { path: "/index.html" })).body, index.body);
  });

  await t.step("A file with a digest in its name may be kept for ever", async () => {
    const { status, headers } = await request(page, { path: script });
    assertEquals(status, 200);
    assertEquals(headers.get("content-type"), "text/javascript; charset=utf-8");
    assertEquals(headers.get("cache-control"), "public, max-age=31536000, immutable");
  });

  await t.step("Service worker and manifest may not be kept without asking", async () => {
    for (const path of ["/service_worker.js", "/chat.webmanifest"]) {
      const { status, headers } = await request(page, { path });
      assertEquals([status, headers.get("cache-control")], [200, "no-cache"], path);
    }
  });

  await t.step("A file is packed as the client likes it most, and names one version", async () => {
    const plain = await request(page, { path: script });
    assertEquals(plain.headers.get("content-encoding"), null);
    const sizes = new Map<string, number>();
    for (const [accepted, coding] of [["gzip, br", "br"], ["gzip, br;q=0", "gzip"]] as const) {
      const headers = { "accept-encoding": accepted };
      const packed = await request(page, { path: script, headers });
      assertEquals(packed.headers.get("content-encoding"), coding);
      assertEquals(packed.headers.get("vary"), "accept-encoding");
      assertEquals(packed.headers.get("etag"), plain.headers.get("etag"));
      sizes.set(coding, packed.body.length);
      const url = `http://${page.host}:${page.port}${script}`;
      const unpacked = await (await fetch(url, { headers })).bytes();
      assertEquals(unpacked.length, plain.body.length);
    }
    assert(sizes.get("br")! < sizes.get("gzip")!);
    assert(sizes.get("gzip")! < plain.body.length / 2);
    for (const ending of [".br", ".gz"]) {
      assertEquals((await request(page, { path: script + ending })).status, 404);
    }
  });

  await t.step("HEAD has the headers of GET and no body", async () => {
    const head = await request(page, { method: "HEAD", path: script });
    const get = await request(page, { path: script });
    assertEquals(head.body, "");
    assertEquals(head.headers.get("content-length"), String(get.body.length));
    assertEquals(head.headers.get("etag"), get.headers.get("etag"));
  });

  await t.step("A version that the browser has is not sent again", async () => {
    const etag = index.headers.get("etag") ?? "";
    const { status, headers, body } = await request(page, {
      path: "/",
      headers: { "if-none-match": `"other", ${etag}` },
    });
    assertEquals([status, headers.get("etag"), body], [304, etag, ""]);
    assertEquals(headers.get("content-length"), null);
    const other = { path: "/", headers: { "if-none-match": '"other"' } };
    assertEquals((await request(page, other)).status, 200);
  });

  await t.step("No path leads to a file of the disk", async () => {
    for (
      const path of [
        "/../../main.ts",
        "/..%2f..%2fmain.ts",
        "/%2e%2e/%2e%2e/main.ts",
        "/./index.html",
        "//index.html",
        "/..\\..\\main.ts",
        "/etc/passwd",
        "//etc/passwd",
        "/index.html/",
        "/index.html%00.js",
        "/.sources",
        "/__proto__",
        "file:///etc/passwd",
        "http://chat.test/index.html",
        "*",
        "main.ts",
      ]
    ) {
      const { status, body } = await request(page, { path });
      assertEquals([status, body], [404, "There is nothing at this address\n"], path);
    }
    assertEquals((await request(page, { path: "/?x=/../../main.ts" })).status, 200);
  });

  await t.step(
    "Other methods are refused, and the answer names those that are possible",
    async () => {
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"]) {
        const { status, headers } = await request(page, { method, path: "/" });
        assertEquals([status, headers.get("allow")], [405, "GET, HEAD"], method);
      }
    },
  );

  await t.step("The server says that it is ready", async () => {
    const { status, body, headers } = await request(page, { path: "/healthz" });
    assertEquals([status, body, headers.get("cache-control")], [200, "ready\n", "no-store"]);
  });

  await t.step("Every answer has the headers that keep the page safe", async () => {
    const answers = [
      index,
      await request(page, { path: "/", headers: { "if-none-match": "*" } }),
      await request(page, { path: "/nothing" }),
      await request(page, { path: "/healthz" }),
      await request(page, { method: "POST", path: "/" }),
      await request(page, { path: "/irc" }),
      ...await ask(page, "nonsense\r\n\r\n"),
    ];
    assertEquals(answers.map(({ status }) => status), [200, 304, 404, 200, 405, 426, 400]);
    for (const { status, headers } of answers) {
      for (const [name, value] of Object.entries(SAFETY)) {
        assertEquals(headers.get(name), value, `${name} of ${status}`);
      }
      assertMatch(headers.get("date") ?? "", /GMT$/);
      assertEquals(headers.get("access-control-allow-origin"), null);
    }
  });
});

Deno.test("Requests that programs could read differently are refused", async (t) => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  const { page } = server;
  const get = "GET / HTTP/1.1\r\nhost: x\r\n";
  for (
    const [what, text, status] of [
      ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
      ["two hosts", `${get}host: y\r\n\r\n`, 400],
      ["a space before the colon", `${get}a : b\r\n\r\n`, 400],
      ["a folded header", `${get}a: b\r\n c\r\n\r\n`, 400],
      ["a header without a colon", `${get}a\r\n\r\n`, 400],
      ["a header without a name", `${get}: b\r\n\r\n`, 400],
      ["a zero byte in a header", `${get}a: \0\r\n\r\n`, 400],
      ["a bare CR in a header", `${get}a: b\rc: d\r\n\r\n`, 400],
      ["a bare LF after a header", `${get}a: b\nc: d\r\n\r\n`, 400],
      ["a tab in the request line", "GET\t/ HTTP/1.1\r\nhost: x\r\n\r\n", 400],
      ["no version", "GET /\r\nhost: x\r\n\r\n", 400],
      ["a method that is no word", "G(T / HTTP/1.1\r\nhost: x\r\n\r\n", 400],
      ["version 2", "GET / HTTP/2.0\r\nhost: x\r\n\r\n", 505],
      ["the hello of TLS", "\x16\x03\x01\x02\r\n\r\n", 400],
      ["a head of 20 kB", `${get}a: ${"x".repeat(20_000)}\r\n\r\n`, 431],
      ["a head of 2 MB that never ends", `${get}a: ${"x".repeat(2_000_000)}`, 431],
      ["many small headers", `${get}${"a: b\r\n".repeat(4000)}\r\n`, 431],
    ] as const
  ) {
    await t.step(what, async () => {
      const answers = await ask(page, text);
      assertEquals(answers.map((answer) => answer.status), [status]);
      assertEquals(answers[0]?.headers.get("connection"), "close");
    });
  }

  await t.step("A request after one with a body is not answered: it may be the body", async () => {
    const inner = `${get}\r\n`;
    for (const header of [`content-length: ${inner.length}`, "transfer-encoding: chunked"]) {
      const answers = await ask(page, `${get}${header}\r\n\r\n${inner}`);
      assertEquals(answers.map(({ status }) => status), [200]);
    }
  });

  await t.step("Several requests on one connection are answered in order", async () => {
    const paths = ["/healthz", "/nothing", "/healthz"];
    const texts = paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    const last = "GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    const answers = await ask(page, `\r\n${texts.join("")}${last}`);
    assertEquals(answers.map(({ status }) => status), [200, 404, 200, 404]);
    assertStringIncludes(answers[2]!.body, "ready");
  });

  await t.step("HTTP/1.0 is answered, and the connection ends", async () => {
    const answers = await ask(page, "GET /healthz HTTP/1.0\r\n\r\n");
    assertEquals(answers.map(({ status }) => status), [200]);
  });
});
