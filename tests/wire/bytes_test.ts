import { assert, assertEquals, assertMatch } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { heard, told } from "../harness/wire.ts";

const SERVER = "irc.test";

/** Everything a client says from its first byte to its last, with characters of two to four bytes. */
const SESSION = new TextEncoder().encode([
  "CAP LS 302\r\nCAP REQ :echo-message message-tags\r\nNICK zoë\r\nUSER zoe 0 * :Zoë 世界\r\n",
  "CAP END\r\nPRIVMSG zoë :😀\n\r\n\r\n  \r\n@+a=\\:é TAGMSG zoë\r\nNONSENSE a  b :c d\r\r\n",
  "PING :last words\r\nQUIT :再见\r\n",
].join(""));

/** A connection whose every write is a packet of its own. */
async function connect({ host, port }: InProcessServer): Promise<IrcTestClient> {
  const connection = await Deno.connect({ hostname: host, port });
  connection.setNoDelay(true);
  return new IrcTestClient(connection, "cut");
}

/** What is answered, without what differs from one time to the next. */
function comparable(client: IrcTestClient): string[] {
  return client.feed.items.map((line) =>
    line.replace(/(msgid|time)=[^; ]*/g, "$1=…").replace(/ 26[56] .*| 25\d .*/, "")
  );
}

/** Says parts, each after the server has taken in the one before: `witness` is answered between. */
async function say(
  server: InProcessServer,
  { parts, witness }: { parts: readonly Uint8Array[]; witness: IrcTestClient },
): Promise<string[]> {
  const client = await connect(server);
  for (const part of parts) {
    await client.sendBytes(part);
    await witness.sync();
  }
  await client.closed();
  client.close();
  return comparable(client);
}

Deno.test("a session cut in two at any byte is answered as one that was not cut", async () => {
  await using server = await InProcessServer.start();
  const witness = await server.enter("witness");
  const whole = await say(server, { parts: [SESSION], witness });
  assertMatch(whole.at(-1)!, /^ERROR :.*再见/);
  assertEquals(whole.filter((line) => line.includes("😀")).length > 0, true);
  for (let at = 1; at < SESSION.length; at++) {
    const parts = [SESSION.subarray(0, at), SESSION.subarray(at)];
    assertEquals(await say(server, { parts, witness }), whole, `cut at byte ${at}`);
  }
});

Deno.test("a session that comes byte by byte is answered as one that comes at once", async () => {
  await using server = await InProcessServer.start();
  const witness = await server.enter("witness");
  const whole = await say(server, { parts: [SESSION], witness });
  const parts = Array.from(SESSION, (byte) => Uint8Array.of(byte));
  assertEquals(await say(server, { parts, witness }), whole);
});

Deno.test("a line of 512 bytes is taken, one of 513 is refused with 417, and both are followed by others", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  const line = (bytes: number) => `PRIVMSG bob :${"x".repeat(bytes - "PRIVMSG bob :\r\n".length)}`;
  assertEquals(await told(alice, line(512), line(513), "PRIVMSG bob :next"), [
    `${SERVER} 417 alice The line was too long`,
  ]);
  const messages = await heard(bob);
  assertEquals(messages.length, 2);
  assertEquals(messages[1], "alice PRIVMSG bob next");
});

Deno.test("4096 bytes of tags are taken, one more is refused with 417", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: ["message-tags"] });
  const bob = await server.enter("bob", { capabilities: ["message-tags"] });
  const line = (bytes: number) => `@+a=${"x".repeat(bytes - "@+a= ".length)} TAGMSG bob`;
  assertEquals(await told(alice, line(4096)), []);
  assertEquals((await bob.sync())[0]?.tags.get("+a")?.length, 4091);
  assertEquals(await told(alice, line(4097)), [`${SERVER} 417 alice The line was too long`]);
  assertEquals(await heard(bob), []);
});

Deno.test("100,000 bytes without a line end are refused once, and the next line is heard", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  await alice.sendBytes(new Uint8Array(100_000).fill(0x78));
  const bob = await server.enter("bob");
  assertEquals(await bob.sync(), []);
  await alice.sendBytes(new TextEncoder().encode("\r\n"));
  assertEquals(await heard(alice), [`${SERVER} 417 alice The line was too long`]);
  const stranger = await server.connect();
  await stranger.sendBytes(new Uint8Array(100_000).fill(0x20));
  await stranger.send("", "NICK carol", "USER carol 0 * :carol");
  await stranger.waitFor("001");
});

Deno.test("bytes that are not UTF-8 are refused with a FAIL, and reach nobody", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: ["standard-replies"] });
  const bob = await server.enter("bob");
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98]]) {
    const line = [...new TextEncoder().encode("PRIVMSG bob :a"), ...bytes, 0x0d, 0x0a];
    await alice.sendBytes(Uint8Array.from(line));
    const [answer, ...rest] = await heard(alice);
    assertMatch(answer!, /^irc\.test FAIL PRIVMSG INVALID_UTF8 /);
    assertEquals(rest, []);
  }
  assertEquals(await heard(bob), []);
});

Deno.test("lines with NUL or CR in them reach nobody, and never become two lines", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await bob.sync();
  const texts = ["a\0b", "a\rQUIT :forged", "a\r\rb", "\0", "\rPRIVMSG bob :x"];
  for (const text of texts) {
    await alice.sendBytes(new TextEncoder().encode(`PRIVMSG #1 :${text}\n`));
  }
  await alice.send("TOPIC #1 :x\ry", "NICK a\0b", "PRIVMSG #1 :end");
  await alice.sync();
  await bob.waitFor("end", ({ params }) => params[1] === "end");
  const raw = bob.feed.items.join("\n");
  assertEquals(/[\0\r]/.test(raw), false);
  assertEquals(raw.includes("forged") && raw.includes("QUIT"), false);
});

Deno.test("an escaped line end in a tag never becomes a line", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["message-tags", "labeled-response", "batch"];
  const alice = await server.enter("alice", { capabilities });
  const bob = await server.enter("bob", { capabilities });
  await alice.send("@label=a\\r\\nQUIT;+x=a\\r\\nQUIT\\0 TAGMSG bob");
  const [ack] = await alice.sync();
  assertEquals(ack?.tags.get("label"), "a\r\nQUIT");
  const [message] = await bob.sync();
  assertEquals(message?.tags.get("+x"), "a\r\nQUIT0");
});

Deno.test("lines of nothing but spaces, colons or tags are passed over", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const lines = ["", " ", ":", ": ", ":a", ":a ", "@", "@ ", "@a", "@a ", "@a :b", "@a :b "];
  assertEquals(await told(alice, ...lines), []);
});

Deno.test("control characters, colours and every plane of Unicode arrive as they were sent", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  const controls = Array.from({ length: 31 }, (_, index) => String.fromCodePoint(index + 1))
    .filter((character) => character !== "\n" && character !== "\r").join("");
  const texts = [
    controls,
    "\x0304,12red\x0f",
    "\u007f\u0080\u009f\u2028\ufeff\uffff",
    "\u{10ffff}é👩‍👩‍👧",
  ];
  for (const text of texts) await alice.send(`PRIVMSG bob :${text}`);
  await alice.sync();
  const messages = (await bob.sync()).filter(({ command }) => command === "PRIVMSG");
  assertEquals(messages.map(({ params }) => params[1]), texts);
  assert(messages.length === texts.length);
});
