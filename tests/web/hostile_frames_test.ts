import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { request } from "./http_client.ts";
import { headOf, RawWebSocket } from "./web_socket_client.ts";

const WITH_PAGE = ["--web-port", "0"];
const CONTINUATION = 0;
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** More lines than the network's buffers hold. */
const MAX_FLOOD_LINES = 200_000;

const decoder = new TextDecoder();

/** Opens a WebSocket and registers. */
async function enter(server: TestServer, nickname: string): Promise<RawWebSocket> {
  const socket = await RawWebSocket.open(server.page);
  assertEquals(socket.answer.status, 101);
  await socket.send(`NICK ${nickname}`);
  await socket.send(`USER ${nickname} 0 * :${nickname}`);
  await socket.waitForLine(" 001 ");
  return socket;
}

/** Checks that a socket is answered. */
async function works(socket: RawWebSocket): Promise<void> {
  const token = crypto.randomUUID();
  await socket.send(`PING ${token}`);
  await socket.waitForLine(token);
}

Deno.test("A server treats hostile frames as what they are", async (t) => {
  await using server = await startServer({ args: WITH_PAGE });
  using witness = await IrcTestClient.enter(server, { nickname: "witness", channels: ["#1"] });

  await t.step(
    "Each line that it sends is one whole message of text without a line end",
    async () => {
      using socket = await enter(server, "reader");
      await socket.send("MOTD");
      await socket.send("PING end");
      await socket.waitFor("the PONG", ({ opcode, final, payload }) => {
        const line = decoder.decode(payload);
        assertEquals([opcode, final], [TEXT, true]);
        assertMatch(line, /^:\S+ [A-Z0-9]+ [^\r\n]+$/);
        return line.includes(" PONG ");
      });
    },
  );

  await t.step("Fragments of one byte are one line", async () => {
    using socket = await enter(server, "fragments");
    const line = "PING tiny-pieces";
    for (const [index, letter] of [...line].entries()) {
      await socket.send(letter, {
        opcode: index === 0 ? TEXT : CONTINUATION,
        final: index === line.length - 1,
      });
    }
    await socket.waitForLine("tiny-pieces");
  });

  await t.step("A ping between fragments is answered with its payload", async () => {
    using socket = await enter(server, "pinger");
    await socket.send("PI", { final: false });
    await socket.send("are you there", { opcode: PING });
    const { payload } = await socket.waitFor("a pong", ({ opcode }) => opcode === PONG);
    assertEquals(decoder.decode(payload), "are you there");
    await socket.send("NG x", { opcode: CONTINUATION });
    await socket.waitForLine("PONG");
  });

  await t.step("Line ends in a message part lines, as they do over TCP", async () => {
    using socket = await enter(server, "lines");
    await socket.send("PING one\r\nPING two\nPING three\r\n");
    for (const token of ["one", "two", "three"]) await socket.waitForLine(token);
  });

  await t.step(
    "A line that is too long or not UTF-8 is answered, and the session goes on",
    async () => {
      using socket = await enter(server, "longline");
      await socket.send(`PRIVMSG #1 :${"x".repeat(40_000)}`);
      await socket.waitForLine(" 417 ");
      await socket.send(new Uint8Array([...new TextEncoder().encode("PING "), 0xff, 0xfe]));
      await socket.waitForLine("INVALID_UTF8");
      await works(socket);
    },
  );

  await t.step("Empty messages are ignored", async () => {
    using socket = await enter(server, "empty");
    for (let i = 0; i < 50; i++) await socket.send("");
    await works(socket);
  });

  for (
    const [what, code, send] of [
      ["A frame without a mask", 1002, (socket) => socket.send("PING 1", { mask: false })],
      ["A frame with reserved bits", 1002, (socket) => socket.send("PING 1", { reserved: 4 })],
      ["A frame with an unknown opcode", 1002, (socket) => socket.send("PING 1", { opcode: 3 })],
      ["A fragmented ping", 1002, (socket) => socket.send("", { opcode: PING, final: false })],
      ["A ping of 126 bytes", 1002, (socket) => socket.send("x".repeat(126), { opcode: PING })],
      ["A continuation of nothing", 1002, (socket) => socket.send("x", { opcode: CONTINUATION })],
      ["A message in another", 1002, async (socket) => {
        await socket.send("a", { final: false });
        await socket.send("b");
      }],
      ["A message of 70 kB", 1009, (socket) => socket.send("x".repeat(70_000))],
      [
        "A frame that says it has 2⁶³ bytes",
        1009,
        (socket) => socket.sendBytes(headOf({ opcode: TEXT, length: 2 ** 63 })),
      ],
      [
        "A wrong status code",
        1002,
        (socket) => socket.send(new Uint8Array([3, 0xed]), { opcode: CLOSE }),
      ],
      ["A flood of pings", 1008, async (socket) => {
        for (let i = 0; i < 200; i++) await socket.send("x", { opcode: PING });
      }],
    ] as readonly (readonly [string, number, (socket: RawWebSocket) => Promise<void>])[]
  ) {
    await t.step(`${what} ends the connection with ${code}`, async () => {
      using socket = await enter(server, "hostile");
      await socket.send("JOIN #1");
      await witness.waitFor("JOIN");
      await send(socket).catch(() => {});
      assertEquals(await socket.closeCode(), code);
      assertEquals(await socket.next(), undefined);
      await witness.waitFor("QUIT");
    });
  }

  await t.step("A close frame is answered with its code", async () => {
    using socket = await enter(server, "closer");
    await socket.send(new Uint8Array([3, 0xe9]), { opcode: CLOSE });
    assertEquals(await socket.closeCode(), 1001);
    assertEquals(await socket.next(), undefined);
  });

  await t.step("QUIT ends with ERROR and a close frame", async () => {
    using socket = await enter(server, "quitter");
    await socket.send("QUIT :bye");
    await socket.waitForLine("ERROR");
    assertEquals(await socket.closeCode(), 1000);
    await socket.send(new Uint8Array([3, 0xe8]), { opcode: CLOSE });
    assertEquals(await socket.next(), undefined);
  });

  await t.step("Everybody else has noticed nothing", async () => {
    await witness.sync();
  });
});

Deno.test("Fragments without end and frames without end take no memory", async () => {
  await using server = await startServer({ args: WITH_PAGE });
  const before = await memoryOf(server);
  using socket = await enter(server, "endless");
  const piece = "x".repeat(60_000);
  // The server may end the connection at any time.
  await (async () => {
    await socket.send(piece, { final: false });
    for (let i = 0; i < 2_000; i++) {
      await socket.send(piece, { opcode: CONTINUATION, final: false });
    }
  })().catch(() => {});
  using other = await enter(server, "other");
  await works(other);
  assertLess(await memoryOf(server) - before, 40 * 1024 * 1024);
});

Deno.test("A client over its rate is not read, so that its messages wait in the network", async () => {
  await using server = await startServer({
    args: [...WITH_PAGE, "--lines-per-second", "1", "--burst", "5"],
    defaultLimits: true,
  });
  using socket = await RawWebSocket.open(server.page);
  await socket.send("NICK flood");
  await socket.send("USER flood 0 * :flood");
  await socket.waitForLine(" 001 ");
  const before = await memoryOf(server);
  const line = `PRIVMSG #1 :${"x".repeat(400)}`;
  let written = 0;
  const flooding = (async () => {
    for (; written < MAX_FLOOD_LINES; written++) await socket.send(line);
  })().catch(() => {});
  // It has stalled when the server answers others several times and takes nothing from it.
  for (let answers = 0, last = -1; answers < 20; answers = written === last ? answers + 1 : 0) {
    last = written;
    assertEquals((await request(server.page, { path: "/healthz" })).status, 200);
  }
  assertLess(written, MAX_FLOOD_LINES);
  assertLess(await memoryOf(server) - before, 20 * 1024 * 1024);
  socket[Symbol.dispose]();
  await flooding;
});

Deno.test("A WebSocket that does not read is closed with SendQ exceeded", async () => {
  await using server = await startServer({ args: [...WITH_PAGE, "--send-queue", "64 KiB"] });
  using socket = await enter(server, "slow");
  await socket.send("JOIN #1");
  await socket.waitForLine(" 366 ");
  using speaker = await IrcTestClient.enter(server, { nickname: "speaker", channels: ["#1"] });
  let quit: string | undefined;
  for (let round = 0; round < 1_000 && quit === undefined; round++) {
    await speaker.send(...Array.from({ length: 100 }, () => `PRIVMSG #1 :${"x".repeat(400)}`));
    // A reader that pings does not get around the limit.
    await socket.send("x", { opcode: PING }).catch(() => {});
    quit = (await speaker.sync()).find(({ command }) => command === "QUIT")?.params[0];
  }
  assertEquals(quit, "SendQ exceeded");
});

/** Bytes of memory that a server uses. */
async function memoryOf({ process }: TestServer): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${process.pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
