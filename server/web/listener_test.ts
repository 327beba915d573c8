import { assertEquals, assertStringIncludes } from "@std/assert";
import { toFileUrl } from "@std/path";
import { AddressRanges } from "../io/address_ranges.ts";
import { listenTcp } from "../listeners/tcp.ts";
import { PendingSockets } from "../listeners/pending_sockets.ts";
import type { Transport } from "../io/transport.ts";
import { readPageFiles } from "./files.ts";
import type { HttpTimeouts } from "./http_connection.ts";
import { listenWeb } from "./listener.ts";

const HANDSHAKE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

const HOST = {
  pending: new PendingSockets({ sessionsFrom: () => 0, perAddress: () => 0 }),
  isProxy: () => false,
  mayConnect: () => true,
  handshakeTimeout: () => 1_000,
  report: () => {},
};

/** A listener on a free port, with the WebSockets that it accepted. */
class TestListener implements AsyncDisposable {
  readonly accepted: Transport[] = [];
  readonly listener: ReturnType<typeof listenWeb>;
  readonly #running: Promise<void>;

  constructor({ folder = "/nowhere/", trusted = [], timeouts }: {
    folder?: string;
    trusted?: readonly string[];
    timeouts?: HttpTimeouts;
  } = {}) {
    this.listener = listenWeb(listenTcp({ host: "127.0.0.1", port: 0 }, HOST), {
      files: readPageFiles(toFileUrl(folder)),
      ...(timeouts && { timeouts }),
      settings: () => ({ origins: [], trustedProxies: new AddressRanges(trusted) }),
    });
    this.#running = this.listener.run((transport) => void this.accepted.push(transport));
  }

  connect(): Promise<Deno.TcpConn> {
    return Deno.connect({ hostname: "127.0.0.1", port: this.listener.port });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.listener.close();
    for (const transport of this.accepted) transport.close();
    await this.#running;
  }
}

/** Sends a request over a connection and reads what comes next; an empty text at the end. */
async function ask(
  connection: Deno.Conn,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const text = `GET ${path} HTTP/1.1\r\nhost: x\r\n${lines}\r\n`;
  await connection.write(new TextEncoder().encode(text)).catch(() => {});
  const buffer = new Uint8Array(4096);
  const count = await connection.read(buffer).catch(() => null);
  return new TextDecoder().decode(buffer.subarray(0, count ?? 0));
}

Deno.test("A listener that drains is not ready, and takes no WebSockets", async () => {
  await using web = new TestListener();
  using before = await web.connect();
  assertStringIncludes(await ask(before, "/healthz"), "HTTP/1.1 200 OK");
  web.listener.drain?.();
  assertStringIncludes(await ask(before, "/healthz"), "HTTP/1.1 503 Service Unavailable");
  using after = await web.connect();
  assertStringIncludes(await ask(after, "/irc", HANDSHAKE), "HTTP/1.1 503 Service Unavailable");
  assertEquals(web.accepted.length, 0);
});

Deno.test("A WebSocket can be opened without a path, where the page is otherwise", async () => {
  await using web = new TestListener();
  for (const path of ["/irc", "/"]) {
    using connection = await web.connect();
    assertStringIncludes(await ask(connection, path, HANDSHAKE), "HTTP/1.1 101", path);
  }
  using connection = await web.connect();
  assertStringIncludes(await ask(connection, "/healthz", HANDSHAKE), "HTTP/1.1 200 OK");
  assertEquals(web.accepted.length, 2);
});

Deno.test("A page that was not built says how to build it", async () => {
  await using web = new TestListener();
  using connection = await web.connect();
  const answer = await ask(connection, "/");
  assertStringIncludes(answer, "HTTP/1.1 503 Service Unavailable");
  assertStringIncludes(answer, "deno task page");
});

Deno.test("Files that appear later or are hidden are not served", async () => {
  const folder = await Deno.makeTempDir({ prefix: "chat-page-" });
  try {
    await Deno.mkdir(`${folder}/icons`);
    await Deno.writeTextFile(`${folder}/index.html`, "<p>page</p>");
    await Deno.writeTextFile(`${folder}/icons/a.svg`, "<svg/>");
    await Deno.writeTextFile(`${folder}/.sources`, "secret");
    await using web = new TestListener({ folder: `${folder}/` });
    await Deno.writeTextFile(`${folder}/later.txt`, "later");
    using connection = await web.connect();
    assertStringIncludes(await ask(connection, "/"), "<p>page</p>");
    assertStringIncludes(await ask(connection, "/icons/a.svg"), "content-type: image/svg+xml");
    for (const path of ["/later.txt", "/.sources", "/icons", "/icons/"]) {
      assertStringIncludes(await ask(connection, path), "HTTP/1.1 404", path);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

for (
  const [who, trusted, admitted] of [["one address", [], 64], [
    "a trusted proxy",
    ["127.0.0.1"],
    70,
  ]] as const
) {
  Deno.test(`Of 70 connections of ${who} that ask for nothing, ${admitted} stay`, async () => {
    await using web = new TestListener({ trusted });
    await using stack = new AsyncDisposableStack();
    const idle: Deno.Conn[] = [];
    for (let i = 0; i < 70; i++) {
      const connection = await web.connect();
      idle.push(connection);
      stack.defer(() => connection.close());
    }
    const answers = await Promise.all(idle.map((connection) => ask(connection, "/healthz")));
    assertEquals(answers.filter((answer) => answer.includes("ready")).length, admitted);
  });
}

for (const [what, text] of [["nothing", ""], ["half a request", "GET / HT"]] as const) {
  Deno.test(`A client that sends ${what} is disconnected after its time`, async () => {
    await using web = new TestListener({ timeouts: { request: 20, answer: 20_000 } });
    using connection = await web.connect();
    await connection.write(new TextEncoder().encode(text));
    assertEquals(await connection.read(new Uint8Array(1)).catch(() => null), null);
  });
}

Deno.test("A client that does not read an answer is disconnected after its time", async () => {
  const folder = await Deno.makeTempDir({ prefix: "chat-page-" });
  try {
    await Deno.writeFile(`${folder}/large.png`, new Uint8Array(16 * 1024 * 1024));
    const timeouts = { request: 20_000, answer: 200 };
    await using web = new TestListener({ folder: `${folder}/`, timeouts });
    using connection = await web.connect();
    const request = "GET /large.png HTTP/1.1\r\nhost: x\r\n\r\n";
    await connection.write(new TextEncoder().encode(request));
    // Writing fails once the server has closed the connection in the middle of its answer.
    const bytes = new Uint8Array(64 * 1024);
    while (await connection.write(bytes).then(() => true, () => false));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("A WebSocket no longer counts among the connections that ask for pages", async () => {
  await using web = new TestListener();
  await using stack = new AsyncDisposableStack();
  for (let i = 0; i < 70; i++) {
    const connection = await web.connect();
    stack.defer(() => connection.close());
    assertStringIncludes(await ask(connection, "/irc", HANDSHAKE), "HTTP/1.1 101");
  }
  assertEquals(web.accepted.length, 70);
});
