import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import {
  createSaslServer,
  deriveScramCredentials,
  encodeAuthenticate,
} from "../../../protocol/sasl/mod.ts";
import { join } from "../../mod.ts";
import { FakeIo } from "../../testing/fake_io.ts";
import { FakeServer, welcome } from "../../testing/fake_server.ts";
import type { FakePeer } from "../../testing/fake_server.ts";

const ACCOUNT = ["--account", "bob"];

/** Lets the client on a new connection know these mechanisms; returns what it begins with. */
async function offerSasl(server: FakeServer, mechanisms: string) {
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(`:s CAP * LS :sasl=${mechanisms}`);
  assertEquals(await peer.until(/^CAP REQ/), "CAP REQ :sasl");
  peer.send(":s CAP * ACK :sasl");
  return { peer, begun: await peer.until(/^AUTH/) };
}

/** Says that the login is right, and lets the client in. */
async function letIn(peer: FakePeer): Promise<void> {
  peer.send(":s 903 bob :SASL authentication successful");
  await peer.until(/^CAP END/);
  peer.answer((line) => line.startsWith("PING") && peer.send(`:s PONG s ${line.slice(5)}`));
  peer.answer((line) => line.startsWith("QUIT") && peer.hangUp());
  peer.send(":s 001 bob :Welcome", ":s 422 bob :No motd");
}

Deno.test("PLAIN logs in to an account if the server offers nothing better", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pw" } });
  io.endInput();
  const ended = join(ACCOUNT, io);
  const { peer, begun } = await offerSasl(server, "PLAIN,OTHER");
  assertEquals(begun, "AUTHENTICATE PLAIN");
  peer.send("AUTHENTICATE +");
  const response = await peer.until(/^AUTH/);
  assertEquals(atob(response.slice(13)), "bob\0bob\0pw");
  await letIn(peer);
  assertEquals(await ended, 0);
});

Deno.test("SCRAM logs in to an account without sending the password", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pencil" } });
  io.endInput();
  const ended = join(ACCOUNT, io);
  const { peer, begun } = await offerSasl(server, "PLAIN,SCRAM-SHA-256");
  assertEquals(begun, "AUTHENTICATE SCRAM-SHA-256");
  const credentials = await deriveScramCredentials("pencil");
  const scram = createSaslServer("SCRAM-SHA-256", {
    verifyPassword: () => Promise.resolve(undefined),
    verifyCertificate: () => Promise.resolve(undefined),
    verifyToken: () => Promise.resolve(undefined),
    findScramCredentials: (account) => Promise.resolve({ account, credentials }),
  });
  peer.send("AUTHENTICATE +");
  for (let status = ""; status !== "success";) {
    const response = (await peer.until(/^AUTH/)).slice("AUTHENTICATE ".length);
    const text = response === "+" ? "" : atob(response);
    const step = await scram.step(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
    status = step.status;
    assert(step.status !== "failure");
    if (step.status === "challenge") {
      for (const piece of encodeAuthenticate(step.data)) peer.send(`AUTHENTICATE ${piece}`);
    }
  }
  await letIn(peer);
  assertEquals(await ended, 0);
  assert(!peer.received.some((line) => line.includes("pencil") || line.includes(btoa("pencil"))));
});

Deno.test("A SCRAM login without the server's proof exits with 4", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pencil" } });
  const ended = join(ACCOUNT, io);
  const { peer } = await offerSasl(server, "SCRAM-SHA-256");
  peer.send(":s 903 bob :SASL authentication successful");
  assertEquals(await ended, 4);
});

Deno.test("--sasl-mechanism logs in by that mechanism alone, also if a better one is offered", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pw" } });
  io.endInput();
  const ended = join([...ACCOUNT, "--sasl-mechanism", "plain"], io);
  const { peer, begun } = await offerSasl(server, "PLAIN,SCRAM-SHA-256");
  assertEquals(begun, "AUTHENTICATE PLAIN");
  peer.send("AUTHENTICATE +");
  await peer.until(/^AUTH/);
  await letIn(peer);
  assertEquals(await ended, 0);
});

Deno.test("A server without the mechanism is told that we leave, and gets no password", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pw" } });
  const ended = join([...ACCOUNT, "--sasl-mechanism", "SCRAM-SHA-256"], io);
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(":s CAP * LS :sasl=PLAIN");
  await peer.until(/^CAP REQ/);
  peer.send(":s CAP * ACK :sasl");
  assertEquals(await ended, 4);
  assertEquals(peer.received.at(-1), "QUIT");
  assertStringIncludes(io.stderr.text, "the server knows only these ways to log in: PLAIN");
});

Deno.test("PLAIN by --sasl-mechanism shows no password to others either", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pw" } });
  const args = [...ACCOUNT, "--host", "irc.example.org", "--sasl-mechanism", "PLAIN"];
  const ended = join(args, io);
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(":s CAP * LS :sasl=PLAIN,SCRAM-SHA-256");
  await peer.until(/^CAP REQ/);
  peer.send(":s CAP * ACK :sasl");
  assertEquals(await ended, 4);
  assertEquals(peer.received.filter((line) => line.startsWith("AUTH")), []);
});

Deno.test("A refused login exits with 4", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pw" } });
  const ended = join(ACCOUNT, io);
  const { peer } = await offerSasl(server, "PLAIN");
  peer.send("AUTHENTICATE +", ":s 904 bob :SASL authentication failed");
  assertEquals(await ended, 4);
  const reason = "the password is wrong, or there is no such account";
  assertStringIncludes(io.stderr.text, `Cannot log in to 127.0.0.1:6667 as "bob": ${reason}`);
});

Deno.test("An account on a server without accounts exits with 4", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pw" } });
  const ended = join(ACCOUNT, io);
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(":s CAP * LS :multi-prefix");
  await peer.until(/^CAP REQ/);
  peer.send(":s CAP * ACK :multi-prefix");
  assertEquals(await ended, 4);
});

Deno.test("An account that was registered with a command is logged in again after a lost connection", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  await welcome(peer);
  io.type("/register pencil\n");
  await peer.until(/^REGISTER \* \* pencil/);
  peer.send(":s 900 bob bob!u@h bob :You are logged in as bob");
  await io.stderr.seen("Connected");
  await peer.until(/^PING/);
  peer.hangUp();
  await io.stderr.seen("Connection lost");
  io.clock.pass(500);
  const { peer: second } = await offerSasl(server, "PLAIN");
  second.send("AUTHENTICATE +");
  assertEquals(atob((await second.until(/^AUTH/)).slice(13)), "bob\0bob\0pencil");
  second.send(":s 904 bob :SASL authentication failed");
  await io.stderr.seen(/lost.*\n.*lost/s);
  io.clock.pass(2_000);
  const third = await server.accept();
  await welcome(third);
  await io.stderr.seen("Connected again");
  assert(!third.received.some((line) => line.startsWith("AUTH")));
  io.endInput();
  assertEquals(await ended, 0);
});
