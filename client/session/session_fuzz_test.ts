import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";

const HISTORY = "batch draft/chathistory draft/multiline echo-message message-tags server-time";
const encoder = new TextEncoder();

const COMMANDS = (
  "PRIVMSG NOTICE JOIN PART QUIT KICK NICK TOPIC MODE INVITE AWAY ACCOUNT CHGHOST SETNAME BATCH " +
  "CAP FAIL CHATHISTORY MARKREAD WARN NOTE TAGMSG WALLOPS AUTHENTICATE PONG 001 005 301 303 305 306 311 312 317 318 " +
  "319 322 323 324 331 332 353 366 372 375 376 401 404 433 442 473 730 731 903 904 999"
).split(" ");

const word = fc.constantFrom(
  ...["bob", "al", "#1", "#2", "@#1", "+o-v", "*", "+ref", "-ref", "", "1", ":", "=", "@bob +al"],
  ...[
    "\x01ACTION x\x01",
    "\x01VERSION\x01",
    "LS",
    "ACK",
    "chathistory",
    "draft/multiline",
    "TARGETS",
    "PREFIX=(ov",
    "CHANTYPES=",
    "c1",
  ],
);
const source = fc.constantFrom("", ":bob!u@h ", ":al!u@h ", ":irc.example.net ", ":bob ", ":! ");
const tags = fc.constantFrom("", "@batch=ref ", "@label=c1 ", "@msgid=1;time=x ", "@=;; ");
const line = fc.tuple(tags, source, fc.constantFrom(...COMMANDS), fc.array(word, { maxLength: 6 }))
  .map(([tag, from, command, params]) => `${tag}${from}${command} ${params.join(" ")}`);
const bytes = fc.oneof(
  { weight: 20, arbitrary: line.map((text) => encoder.encode(text + "\r\n")) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
);

Deno.test("Random lines from the server cause no error, and PING is answered", async () => {
  const samples = fc.sample(bytes, { numRuns: 20_000, seed: 7 });
  for (
    const capabilities of [undefined, "batch labeled-response echo-message message-tags", HISTORY]
  ) {
    const server = new FakeServer();
    const io = new FakeIo(server);
    io.type("hello\n/whois al\n");
    const ended = join(["--user", "bob", "--room", "1", "--json"], io);
    const peer = await server.accept();
    await welcome(peer, capabilities === undefined ? {} : { capabilities });
    for (const sample of samples) peer.sendBytes(sample);
    peer.send("", "PING still-there");
    assertEquals(await peer.until(/still-there/), "PONG still-there");
    assert(!io.stdout.text.includes("was not understood"));
    for (const text of io.stdout.text.trim().split("\n")) JSON.parse(text);
    io.signal("interrupt");
    await peer.until(/^QUIT/);
    peer.hangUp();
    assert((await ended) <= 1);
  }
});
