import { assertEquals, assertStringIncludes } from "@std/assert";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { request } from "./http_client.ts";
import { connectWebSocket, type RawOptions, RawWebSocket } from "./web_socket_client.ts";

const WITH_PAGE = ["--web-port", "0"];
const TEXT = 1;
const BINARY = 2;

/** The status of the answer to a request for a WebSocket. */
async function statusOf(server: TestServer, options: RawOptions): Promise<number> {
  using socket = await RawWebSocket.open(server.page, options);
  return socket.answer.status;
}

Deno.test("The subprotocol is the first of the client's that the server knows", async (t) => {
  await using server = await startServer({ args: WITH_PAGE });
  for (
    const [offered, agreed, sends, opcode] of [
      ["text.ircv3.net", "text.ircv3.net", TEXT, TEXT],
      ["text.ircv3.net", "text.ircv3.net", BINARY, TEXT],
      ["binary.ircv3.net", "binary.ircv3.net", BINARY, BINARY],
      ["binary.ircv3.net, text.ircv3.net", "binary.ircv3.net", BINARY, BINARY],
      ["text.ircv3.net, binary.ircv3.net", "text.ircv3.net", TEXT, TEXT],
      ["mqtt, text.ircv3.net", "text.ircv3.net", TEXT, TEXT],
      ["mqtt", null, TEXT, TEXT],
      [undefined, null, TEXT, TEXT],
      [undefined, null, BINARY, TEXT],
    ] as const
  ) {
    await t.step(`${offered ?? "none"}, messages of type ${sends}`, async () => {
      using socket = await RawWebSocket.open(server.page, {
        headers: { "sec-websocket-protocol": offered },
      });
      assertEquals(socket.answer.status, 101);
      assertEquals(socket.answer.headers.get("sec-websocket-protocol"), agreed);
      // The value for the key that RFC 6455 section 1.3 has as its example.
      assertEquals(
        socket.answer.headers.get("sec-websocket-accept"),
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
      );
      await socket.send("PING x", { opcode: sends });
      const frame = await socket.next();
      assertEquals(frame?.opcode, opcode);
    });
  }
});

Deno.test("A request that is none for a WebSocket is told so", async (t) => {
  await using server = await startServer({ args: WITH_PAGE });
  for (
    const [what, headers, status] of [
      ["no upgrade", { upgrade: undefined }, 426],
      ["an upgrade to something else", { upgrade: "h2c" }, 426],
      ["no connection header", { connection: undefined }, 426],
      ["an old version", { "sec-websocket-version": "8" }, 426],
      ["no version", { "sec-websocket-version": undefined }, 426],
      ["no key", { "sec-websocket-key": undefined }, 400],
      ["a short key", { "sec-websocket-key": "c2hvcnQ=" }, 400],
    ] as const
  ) {
    await t.step(what, async () => assertEquals(await statusOf(server, { headers }), status));
  }
  await t.step("another path", async () => {
    assertEquals(await statusOf(server, { path: "/irc/" }), 404);
    assertEquals(await statusOf(server, { path: "/healthz" }), 200);
  });
  await t.step("words of any case and more of them", async () => {
    const headers = { upgrade: "WebSocket", connection: "keep-alive, UPGRADE" };
    assertEquals(await statusOf(server, { headers, path: "/irc?x" }), 101);
  });
});

Deno.test("Only the server's own page and the listed ones may connect", async (t) => {
  await using server = await startServer({
    settings: `[web]\nport = 0\norigins = ["https://gamja.example"]\n`,
  });
  const { host, port } = server.page;
  const own = `${host}:${port}`;
  for (
    const [origin, name, status] of [
      [undefined, own, 101],
      [`http://${own}`, own, 101],
      [`http://localhost:${port}`, `localhost:${port}`, 101],
      ["https://gamja.example", own, 101],
      ["https://evil.example", own, 403],
      ["http://gamja.example", own, 403],
      ["https://gamja.example.evil.example", own, 403],
      ["null", own, 403],
      ["", own, 403],
      [`http://${host}:1`, own, 403],
      [`http://${own}, http://evil.example`, own, 403],
      // A page from elsewhere whose name was given this machine's address.
      ["http://evil.example:8067", "evil.example:8067", 403],
    ] as const
  ) {
    await t.step(`Origin ${origin ?? "missing"} to ${name}: ${status}`, async () => {
      assertEquals(await statusOf(server, { headers: { origin, host: name } }), status);
    });
  }
  await t.step("Another one may once the settings were read again", async () => {
    const settings = `[web]\nport = 0\norigins = ["https://kiwi.example"]\n`;
    await Deno.writeTextFile(`${server.folder}/chat.toml`, settings);
    await server.process.type("rehash");
    await server.process.stderr.waitFor((line) => line.includes("Settings were read again"));
    for (
      const [origin, status] of [["https://kiwi.example", 101], ["https://gamja.example", 403]]
    ) {
      assertEquals(await statusOf(server, { headers: { origin: `${origin}` } }), status);
    }
  });
});

Deno.test("Behind a trusted proxy the limits are by the client's own address", async () => {
  await using server = await startServer({
    args: ["--connections-per-address", "2"],
    settings: `[web]\nport = 0\ntrusted-proxies = ["127.0.0.1", "10.0.0.0/8"]\n`,
  });
  const open = (headers: Record<string, string>) => RawWebSocket.open(server.page, { headers });
  const first = (socket: RawWebSocket) => socket.send("PING x").then(() => socket.waitForLine(""));
  using one = await open({ "x-forwarded-for": "203.0.113.5" });
  assertStringIncludes(await first(one), "PONG");
  using two = await open({ "x-forwarded-for": "198.51.100.1, 203.0.113.5, 10.1.2.3" });
  assertStringIncludes(await first(two), "PONG");
  using three = await open({ forwarded: 'for="203.0.113.5:4711";proto=https' });
  assertStringIncludes(await first(three), "ERROR :Too many connections from your address");
  using other = await open({ "x-forwarded-for": "203.0.113.6" });
  assertStringIncludes(await first(other), "PONG");
  using disagreeing = await open({ "x-forwarded-for": "1.1.1.1", forwarded: "for=2.2.2.2" });
  assertEquals(disagreeing.answer.status, 400);
});

Deno.test("Users see the host and the security that a trusted proxy tells", async () => {
  await using server = await startServer({
    settings: `[web]\nport = 0\ntrusted-proxies = "127.0.0.1"\n`,
  });
  using socket = await RawWebSocket.open(server.page, {
    headers: {
      host: "chat.example.org",
      origin: "https://chat.example.org",
      "x-forwarded-for": "203.0.113.5",
      "x-forwarded-proto": "https",
    },
  });
  await socket.send("NICK alice");
  await socket.send("USER alice 0 * :Alice");
  assertStringIncludes(await socket.waitForLine(" 001 "), "@203.0.113.5");
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  await bob.send("WHOIS alice");
  await bob.waitFor("RPL_WHOISSECURE", "671");
});

Deno.test("What others say about their address is not believed", async () => {
  await using server = await startServer({
    args: ["--connections-per-address", "1", "--web-port", "0"],
  });
  using one = await RawWebSocket.open(server.page, { headers: { "x-forwarded-for": "1.1.1.1" } });
  await one.send("PING x");
  assertStringIncludes(await one.waitForLine(""), "PONG");
  using two = await RawWebSocket.open(server.page, { headers: { forwarded: "for=2.2.2.2" } });
  assertStringIncludes(await two.waitForLine(""), "Too many connections");
});

Deno.test("A closing server says goodbye to WebSockets", async () => {
  await using server = await startServer({ args: WITH_PAGE });
  const alice = await connectWebSocket(server.page);
  await alice.register("alice");
  await server.process.type("quit");
  assertStringIncludes((await alice.waitFor("ERROR")).params[0] ?? "", "Closing link");
  await alice.closed();
  assertEquals(await server.process.finished(), 0);
});

Deno.test("A server whose usual port of the page is taken starts without the page", async () => {
  await using first = await startServer({ args: ["--web-port", "0"] });
  // The page's usual port may be anybody's on a machine that runs tests, so it is held here.
  using _held = holdPort(8067);
  await using second = await startServer({ args: ["--web-origins", "https://x.example"] });
  assertEquals(second.listeners.map(({ kind }) => kind), ["irc"]);
  const warning = second.process.stderr.items.find((line) => line.includes("page for browsers"));
  assertStringIncludes(warning ?? "", "the port is in use; choose another with --web-port");
  assertEquals((await request(first.page, { path: "/healthz" })).status, 200);
});

/** Listens on a port unless another program does already. */
function holdPort(port: number): Disposable {
  try {
    const listener = Deno.listen({ hostname: "127.0.0.1", port });
    return { [Symbol.dispose]: () => listener.close() };
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    return { [Symbol.dispose]: () => {} };
  }
}
