/** Lines that cannot be read: each is answered, wherever it comes from. */

import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";
import { RawWebSocket } from "../web/web_socket_client.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A line without its end, and the command, target and code of the answer. */
interface Unreadable {
  readonly what: string;
  readonly bytes: Uint8Array;
  readonly answer: readonly string[];
}

function text(line: string): Uint8Array {
  return encoder.encode(line);
}

const NOT_UTF8 = new Uint8Array([...text("PRIVMSG #1 :caf"), 0xe9]);

const LINES: readonly Unreadable[] = [
  { what: "too long", bytes: text(`PRIVMSG #1 :${"x".repeat(600)}`), answer: ["417"] },
  { what: "far too long", bytes: text(`PRIVMSG #1 :${"x".repeat(30_000)}`), answer: ["417"] },
  { what: "tags too long", bytes: text(`@+a=${"x".repeat(4200)} PING 1`), answer: ["417"] },
  { what: "not UTF-8", bytes: NOT_UTF8, answer: ["FAIL", "PRIVMSG", "INVALID_UTF8"] },
  {
    what: "not UTF-8, and no command",
    bytes: new Uint8Array([0xff, 0xfe]),
    answer: ["FAIL", "*", "INVALID_UTF8"],
  },
  { what: "NUL", bytes: text("PING a\0b"), answer: ["FAIL", "*", "INVALID_CHARACTER"] },
  { what: "CR within", bytes: text("PING a\rb"), answer: ["FAIL", "*", "INVALID_CHARACTER"] },
  { what: "tags alone", bytes: text("@label=1"), answer: ["FAIL", "*", "NO_COMMAND"] },
  { what: "a source alone", bytes: text(":bob"), answer: ["FAIL", "*", "NO_COMMAND"] },
];

/** The command of a message, for a FAIL with the command it names and its code. */
function summary(command: string, params: readonly string[]): string[] {
  return command === "FAIL" ? [command, params[0]!, params[1]!] : [command];
}

async function answersOf(client: IrcTestClient, bytes: Uint8Array): Promise<string[][]> {
  await client.sendBytes(new Uint8Array([...bytes, 0x0d, 0x0a]));
  return (await client.sync()).map(({ command, params }) => summary(command, params));
}

Deno.test("Each line that cannot be read is answered, before registration and after it", async () => {
  await using server = await startServer();
  using stranger = await IrcTestClient.connect(server);
  using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  for (const { what, bytes, answer } of LINES) {
    for (const client of [stranger, alice]) {
      assertEquals(await answersOf(client, bytes), [[...answer]], what);
    }
  }
});

Deno.test("A line of spaces is no line", async () => {
  await using server = await startServer();
  using stranger = await IrcTestClient.connect(server);
  assertEquals(await answersOf(stranger, text("   ")), []);
});

for (const [name, opcode] of [["text.ircv3.net", 1], ["binary.ircv3.net", 2]] as const) {
  Deno.test(`Each line that cannot be read is answered over ${name}`, async () => {
    await using server = await startServer({ args: ["--web-port", "0"] });
    using socket = await RawWebSocket.open(server.page, {
      headers: { "sec-websocket-protocol": name },
    });
    for (const { what, bytes, answer } of LINES) {
      await socket.send(bytes, { opcode });
      const { payload } = (await socket.next())!;
      const [, command = "", ...params] = decoder.decode(payload).split(" ");
      assertEquals(summary(command, params), [...answer], what);
    }
    await socket.send("PING still-here", { opcode });
    await socket.waitForLine("still-here");
  });
}
