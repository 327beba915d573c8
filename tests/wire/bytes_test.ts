import { assert, assertEquals, assertMatch } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { answersTo, received } from "../harness/wire.ts";

const SERVER = "irc.test";

/** All that a client sends, with characters of two to four bytes. */
const SESSION = new TextEncoder().encode([
  "CAP LS 302\r\nCAP REQ :echo-message message-tags\r\nNICK zoë\r\nUSER zoe 0 * :Zoë 世界\r\n",
  "CAP END\r\nPRIVMSG zoë :😀\n\r\n\r\n  \r\n@+a=\\:é TAGMSG zoë\r\nNONSENSE a  b :c d\r\r\n",
  "PING :last words\r\nQUIT :再见\r\n",
].join(""));

/** Connects a client that sends each write as a packet of its own. */
async function connect({ host, port }: InProcessServer): Promise<IrcTestClient> {
  const connection = await Deno.connect({ hostname: host, port });
  connection.setNoDelay(true);
  return new IrcTestClient(connection, "cut");
}

/** The lines that a client received, without what differs between runs. */
function comparable(client: IrcTestClient): string[] {
  return client.feed.items.map((line) =>
    line.replace(/(msgid|time)=[^; ]*/g, "$1=…").replace(/ 26[56] .*| 25\d .*/, "")
  );
}

/** Sends parts one by one; in between `witness` waits until the server has read the last one. */
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

Deno.test("A session cut in two at any byte is answered like a whole one", async () => {
  await using server = await InProcessServer.start();
  const witness = await server.enter("witness");
  const whole = await say(server, { parts: [SESSION], witness });
  assertMatch(whole.at(-1)!, /^ERROR :.*再见/);
  assert(whole.some((line) => line.includes("😀")));
  for (let at = 1; at < SESSION.length; at++) {
    const parts = [SESSION.subarray(0, at), SESSION.subarray(at)];
    assertEquals(await say(server, { parts, witness }), whole, `cut at byte ${at}`);
  }
});

Deno.test("A session sent byte by byte is answered like one sent at once", async () => {
  await using server = await InProcessServer.start();
  const witness = await server.enter("witness");
  const whole = await say(server, { parts: [SESSION], witness });
  const parts = Array.from(SESSION, (byte) => Uint8Array.of(byte));
  assertEquals(await say(server, { parts, witness }), whole);
});

Deno.test("A line of 512 bytes is accepted, one of 513 is refused with 417, and later lines are read", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  const line = (bytes: number) => `PRIVMSG bob :${"x".repeat(bytes - "PRIVMSG bob :\r\n".length)}`;
  assertEquals(await answersTo(alice, line(512), line(513), "PRIVMSG bob :next"), [
    `${SERVER} 417 alice The line was too long`,
  ]);
  const messages = await received(bob);
  assertEquals(messages.length, 2);
  assertEquals(messages[1], "alice PRIVMSG bob next");
});

Deno.test("Tags of 4096 bytes are accepted, one byte more is refused with 417", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: ["message-tags"] });
  const bob = await server.enter("bob", { capabilities: ["message-tags"] });
  const line = (bytes: number) => `@+a=${"x".repeat(bytes - "@+a= ".length)} TAGMSG bob`;
  assertEquals(await answersTo(alice, line(4096)), []);
  assertEquals((await bob.sync())[0]?.tags.get("+a")?.length, 4091);
  assertEquals(await answersTo(alice, line(4097)), [`${SERVER} 417 alice The line was too long`]);
  assertEquals(await received(bob), []);
});

Deno.test("A line of 100,000 bytes is refused once, and the next line is read", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  await alice.sendBytes(new Uint8Array(100_000).fill(0x78));
  const bob = await server.enter("bob");
  assertEquals(await bob.sync(), []);
  await alice.sendBytes(new TextEncoder().encode("\r\n"));
  assertEquals(await received(alice), [`${SERVER} 417 alice The line was too long`]);
  const stranger = await server.connect();
  await stranger.sendBytes(new Uint8Array(100_000).fill(0x20));
  await stranger.send("", "NICK carol", "USER carol 0 * :carol");
  await stranger.waitFor("001");
});

Deno.test("Bytes that are not UTF-8 are refused with FAIL and reach nobody", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: ["standard-replies"] });
  const bob = await server.enter("bob");
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98]]) {
    const line = [...new TextEncoder().encode("PRIVMSG bob :a"), ...bytes, 0x0d, 0x0a];
    await alice.sendBytes(Uint8Array.from(line));
    const [answer, ...rest] = await received(alice);
    assertMatch(answer!, /^irc\.test FAIL PRIVMSG INVALID_UTF8 /);
    assertEquals(rest, []);
  }
  assertEquals(await received(bob), []);
});

Deno.test("Lines with NUL or CR in them reach nobody and never become two lines", async () => {
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
  assertEquals(await received(bob), ["alice PRIVMSG #1 end"]);
});

Deno.test("An escaped line end in a tag never becomes a line", async () => {
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

Deno.test("Lines of only spaces are ignored, of others without a command each is answered", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await answersTo(alice, "", " ", "   "), []);
  for (const line of [":", ": ", ":a", ":a ", "@", "@ ", "@a", "@a ", "@a :b", "@a :b "]) {
    const [answer, ...more] = await answersTo(alice, line);
    assertEquals([answer?.startsWith(`${SERVER} FAIL * NO_COMMAND`), more.length], [true, 0], line);
  }
});

Deno.test("Control characters, colours and every plane of Unicode arrive unchanged", async () => {
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
});
