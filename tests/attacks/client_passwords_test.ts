import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { join } from "../../client/mod.ts";
import { FakeIo } from "../../client/testing/fake_io.ts";
import { type FakePeer, FakeServer, welcome } from "../../client/testing/fake_server.ts";
import {
  createSaslServer,
  deriveScramCredentials,
  encodeAuthenticate,
} from "../../protocol/sasl/mod.ts";

const PASSWORD = "hunter2";
/** Beyond this machine, without TLS. */
const FAR = ["--host", "irc.example", "--user", "bob"];
const LOG_IN = [...FAR, "--account", "bob"];
const SETTINGS = "/s.toml";

function openIo(server: FakeServer, files = new Map<string, string>()): FakeIo {
  return new FakeIo({
    connect: server.connect,
    env: { CHAT_PASSWORD: PASSWORD, CHAT_SETTINGS: SETTINGS },
    files,
  });
}

/** Whether the password, or an encoding of it, is in what the client sent. */
function hasPassword(peer: FakePeer): boolean {
  return peer.received.some((line) => {
    const [, data = ""] = /^AUTHENTICATE ([\w+/=]+)$/.exec(line) ?? [];
    return line.includes(PASSWORD) || isBase64(data) && atob(data).includes(PASSWORD);
  });
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z\d+/]+={0,2}$/.test(text);
}

/** Offers mechanisms, or with undefined the capability without a list, and asks for the password. */
async function offer(peer: FakePeer, mechanisms: string | undefined): Promise<void> {
  peer.answer((line) => {
    if (line.startsWith("CAP REQ")) peer.send(":s CAP * ACK :sasl");
    if (line === "AUTHENTICATE PLAIN") peer.send("AUTHENTICATE +");
    if (line === "AUTHENTICATE SCRAM-SHA-256" && mechanisms === undefined) {
      peer.send(":s 908 bob PLAIN :are available", ":s 904 bob :SASL authentication failed");
    }
  });
  await peer.until(/^USER/);
  peer.send(`:s CAP * LS :sasl${mechanisms === undefined ? "" : `=${mechanisms}`}`);
}

Deno.test("A server that offers PLAIN alone does not get the password where others can read it", async () => {
  for (const mechanisms of ["PLAIN", "PLAIN,EXTERNAL", undefined]) {
    const server = new FakeServer();
    const io = openIo(server);
    const ended = join(LOG_IN, io);
    const peer = await server.accept();
    await offer(peer, mechanisms);
    assertEquals(await ended, 4);
    assertEquals(hasPassword(peer), false);
    if (mechanisms !== undefined) assertStringIncludes(io.stderr.text, "connect with --tls");
    assert(!io.stderr.text.includes(PASSWORD));
  }
});

Deno.test("A server gets the password by PLAIN with TLS, on this machine, or where it is allowed", async () => {
  const allowed = "--allow-plaintext-password";
  const cases = [
    [...LOG_IN, "--tls"],
    ["--account", "bob", "--host", "localhost"],
    ["--account", "bob", "--host", "::1"],
    [...LOG_IN, allowed],
  ];
  for (const args of cases) {
    const server = new FakeServer();
    const io = openIo(server);
    const ended = join(args, io);
    const peer = await server.accept();
    await offer(peer, "PLAIN");
    await peer.until(/^AUTHENTICATE (?!PLAIN)/);
    assertEquals(hasPassword(peer), true);
    assertEquals(io.stderr.text.includes("others can read"), args.includes(allowed));
    peer.send(":s 904 bob :no");
    assertEquals(await ended, 4);
  }
});

/** Takes part in a login by SCRAM, and lets the client in and out. */
async function logInByScram(peer: FakePeer): Promise<void> {
  const credentials = await deriveScramCredentials(PASSWORD);
  const scram = createSaslServer("SCRAM-SHA-256", {
    verifyPassword: () => Promise.resolve(undefined),
    verifyCertificate: () => Promise.resolve(undefined),
    verifyToken: () => Promise.resolve(undefined),
    findScramCredentials: (account) => Promise.resolve({ account, credentials }),
  });
  await offer(peer, "PLAIN,SCRAM-SHA-256");
  assertEquals(await peer.until(/^AUTHENTICATE/), "AUTHENTICATE SCRAM-SHA-256");
  peer.send("AUTHENTICATE +");
  while (true) {
    const data = (await peer.until(/^AUTHENTICATE/)).slice("AUTHENTICATE ".length);
    const text = data === "+" ? "" : atob(data);
    const step = await scram.step(Uint8Array.from(text, (one) => one.charCodeAt(0)));
    if (step.status !== "challenge") break;
    for (const part of encodeAuthenticate(step.data)) peer.send(`AUTHENTICATE ${part}`);
  }
  peer.send(":s 903 bob :logged in");
  peer.answer((line) => line.startsWith("PING") && peer.send(`:s PONG s ${line.slice(5)}`));
  peer.answer((line) => line.startsWith("QUIT") && peer.hangUp());
  await peer.until(/^CAP END/);
  peer.send(":s 001 bob :Welcome", ":s 422 bob :No motd");
}

Deno.test("A server that took SCRAM once does not get the password later, with TLS as little", async () => {
  const files = new Map<string, string>();
  const first = new FakeServer();
  const io = openIo(first, files);
  io.endInput();
  const ended = join([...LOG_IN, "--tls"], io);
  const peer = await first.accept();
  await logInByScram(peer);
  assertEquals(await ended, 0);
  assertEquals(hasPassword(peer), false);
  assertStringIncludes(files.get(SETTINGS) ?? "", "irc.example:6697");

  for (const mechanisms of ["PLAIN", undefined]) {
    const server = new FakeServer();
    const later = openIo(server, files);
    const end = join([...LOG_IN, "--tls"], later);
    const impostor = await server.accept();
    await offer(impostor, mechanisms);
    assertEquals(await end, 4);
    assertEquals(hasPassword(impostor), false);
    if (mechanisms !== undefined) assertStringIncludes(later.stderr.text, "in its place");
  }
});

Deno.test("The server's own password is not sent where others can read it", async () => {
  const server = new FakeServer();
  const io = openIo(server);
  const ended = join(FAR, io);
  const peer = await server.accept();
  assertEquals(await ended, 4);
  assertEquals(peer.received, []);
  assertStringIncludes(io.stderr.text, "connect with --tls");

  const allowed = openIo(server);
  const end = join([...FAR, "--allow-plaintext-password"], allowed);
  const other = await server.accept();
  assertEquals(await other.until(/^PASS/), `PASS ${PASSWORD}`);
  await allowed.stderr.seen("Your password goes over a connection that others can read");
  other.send("ERROR :bye");
  assertEquals(await end, 1);
});

const TYPED = [
  `/login ${PASSWORD}`,
  `/register ${PASSWORD}`,
  `/password old ${PASSWORD}`,
  `/msg NickServ identify ${PASSWORD}`,
  `/msg nickserv@services.example GHOST al ${PASSWORD}`,
  `/raw OPER bob ${PASSWORD}`,
  `/raw PASS ${PASSWORD}`,
  `/raw :bob PRIVMSG NickServ :identify ${PASSWORD}`,
  `/raw NS IDENTIFY ${PASSWORD}`,
  `/raw AUTHENTICATE ${btoa(PASSWORD)}`,
];

Deno.test("A typed password is not sent where others can read it, and not shown", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect });
  for (const line of TYPED) io.type(`${line}\n`);
  io.type("/msg al hello\n");
  io.endInput();
  const ended = join([...FAR, "--json"], io);
  const peer = await server.accept();
  await welcome(peer, { isupport: "LOGINTOKENS=10" });
  assertEquals(await ended, 1);
  assertEquals(hasPassword(peer), false);
  assert(peer.received.includes("PRIVMSG al hello"));
  assertEquals(io.stderr.text.match(/connect with --tls/g)?.length, TYPED.length);
  for (const text of [io.stdout.text, io.stderr.text]) {
    assert(!text.includes(PASSWORD) && !text.includes(btoa(PASSWORD)), text);
  }
});

const CAPABILITIES = "batch echo-message labeled-response message-tags server-time";

for (const args of [["--json"], ["--plain"]]) {
  Deno.test(`No password that was typed is shown by ${args}: done, refused, echoed or not sent`, async () => {
    for (const way of ["refused", "echoed", "lost"]) {
      const server = new FakeServer();
      const io = new FakeIo({ connect: server.connect });
      const typed = [...TYPED, `/identify ${PASSWORD}`, `/oper bob ${PASSWORD}`];
      const ended = join(["--user", "bob", ...args], io);
      const peer = await server.accept();
      await welcome(peer, way === "lost" ? {} : { capabilities: CAPABILITIES });
      peer.answer((line) => {
        const [tag = "", command = "", ...rest] = line.split(" ");
        if (!tag.startsWith("@")) return;
        if (way === "echoed" && command === "PRIVMSG") {
          peer.send(`${tag} :bob!u@h PRIVMSG ${rest.join(" ")}`);
        } else peer.send(`${tag} :s 400 bob ${command} :No`);
      });
      await io.stderr.seen("Connected");
      if (way === "lost") peer.mute = true;
      for (const line of typed) io.type(`${line}\n`);
      io.type("/to NickServ\n");
      io.type(`identify ${PASSWORD}\nghost al ${PASSWORD}\n`);
      if (way === "lost") {
        await peer.until(/NickServ/);
        io.signal("terminate");
        io.clock.pass(5_000);
      } else io.endInput();
      assertEquals(await ended, 1);
      assertEquals(hasPassword(peer), true);
      for (const text of [io.stdout.text, io.stderr.text]) {
        assert(!text.includes(PASSWORD) && !text.includes(btoa(PASSWORD)), `${way}: ${text}`);
      }
      assertStringIncludes(io.stdout.text + io.stderr.text, "•••••••");
    }
  });
}

Deno.test("No password that was typed stays on the screen, in its drafts or its recalled lines", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, terminal: true });
  io.width = 100;
  const ended = join(["--user", "bob", "--to", "NickServ"], io);
  const peer = await server.accept();
  await welcome(peer);
  for (const line of [...TYPED, `identify ${PASSWORD}`]) {
    io.type(`${line}\r`);
    io.clock.pass(50);
  }
  await peer.until(/PRIVMSG NickServ :?identify/);
  for (let count = 0; count < 20; count++) io.type("\x1b[A");
  io.clock.pass(50);
  io.type("\x15");
  io.type(`identify ${PASSWORD}`);
  io.clock.pass(50);
  io.signal("terminate");
  io.clock.pass(5_000);
  await ended;
  const shown = io.stdout.text + io.stderr.text + io.written;
  assert(!shown.includes(PASSWORD) && !shown.includes(btoa(PASSWORD)));
});

Deno.test("A password file that everybody can read is warned of", async () => {
  const server = new FakeServer();
  server.failure = "no";
  const io = new FakeIo({ connect: server.connect, files: new Map([["/pw", "pw"]]) });
  io.open.add("/pw");
  assertEquals(await join(["--account", "bob", "--password-file", "/pw"], io), 1);
  assertStringIncludes(io.stderr.text, "read the password file /pw: chmod 600\n");
});
