import { assertEquals } from "@std/assert";
import type { LoginTokens } from "../accounts/login_tokens.ts";
import { ClockWatch } from "../operator/clock.ts";
import { Sweeper } from "./sweeper.ts";
import { TestServer, type TestServerOptions } from "../testing.ts";

const SECOND = 1000;

/** A server whose time passes only when a test says so. */
function sweeping(limits: TestServerOptions["limits"] = {}) {
  const server = new TestServer({ limits });
  const sweeper = new Sweeper(server.server);
  sweeper.stop();
  const pass = async (seconds: number) => {
    server.now += seconds * SECOND;
    sweeper.sweep(server.now);
    await server.tick();
  };
  return { server, pass };
}

Deno.test("A session that does not register in time is ended", async () => {
  const { server, pass } = sweeping({ registrationTimeout: 60 * SECOND });
  const silent = server.connect();
  await pass(59);
  assertEquals(silent.received(), []);
  await pass(1);
  assertEquals(silent.received(), [
    "ERROR :Closing link: (unknown@192.0.2.1) [Registration timed out]",
  ]);
  await server.tick();
  await silent.running;
  assertEquals(server.sessions.size, 0);
});

Deno.test("A silent session gets one PING and is ended without an answer", async () => {
  const { server, pass } = sweeping({ pingInterval: 90 * SECOND, pingTimeout: 60 * SECOND });
  const alice = server.enter("alice");
  await pass(89);
  assertEquals(alice.received(), []);
  await pass(1);
  await pass(30);
  assertEquals(alice.received(), ["PING :s"]);
  await pass(29);
  assertEquals(alice.received(), []);
  await pass(1);
  assertEquals(alice.received(), [
    "ERROR :Closing link: (~u@192.0.2.1) [Ping timeout: 150 seconds]",
  ]);
  assertEquals(server.network.users.size, 0);
});

Deno.test("Any line is an answer to a PING", async () => {
  const { server, pass } = sweeping({ pingInterval: 90 * SECOND, pingTimeout: 60 * SECOND });
  const alice = server.enter("alice");
  await pass(90);
  server.now += 59 * SECOND;
  await alice.session.receive("PONG s");
  await pass(89);
  assertEquals(alice.received(), ["PING :s"]);
  await pass(1);
  assertEquals(alice.received(), ["PING :s"]);
  assertEquals(server.network.users.size, 1);
});

Deno.test("A limit of 0 never ends a session", async () => {
  const { server, pass } = sweeping({ pingInterval: 0, pingTimeout: 0, registrationTimeout: 0 });
  const [alice, silent] = [server.enter("alice"), server.connect()];
  await pass(1_000_000);
  await pass(1_000_000);
  assertEquals([alice.received(), silent.received()], [[], []]);
});

Deno.test("Several sessions end in one sweep, and other users see each QUIT", async () => {
  const { server, pass } = sweeping({ pingInterval: 90 * SECOND, pingTimeout: 60 * SECOND });
  const gone = ["a", "b", "c"].map((name) => server.enter(name, { channels: ["#1"] }));
  await pass(90);
  const stays = server.enter("stays", { channels: ["#1"] });
  const [received = []] = await server.linesSentBy(() => server.now += 60 * SECOND, stays);
  assertEquals(received, []);
  await pass(0);
  const quits = stays.received().filter((line) => line.includes(" QUIT "));
  assertEquals(quits.map((line) => line.split(" ", 2).join(" ")), [
    ":a!~u@h QUIT",
    ":b!~u@h QUIT",
    ":c!~u@h QUIT",
  ]);
  await server.tick();
  await Promise.all(gone.map(({ running }) => running));
  assertEquals([...server.sessions.all], [stays.session]);
});

Deno.test("Every hour the login tokens of the sessions that are connected count as used", async () => {
  const { server, pass } = sweeping({ pingInterval: 0, registrationTimeout: 0 });
  const used: string[][] = [];
  const maintain: LoginTokens["maintain"] = (tokens) =>
    void used.push([...tokens].map(({ account, id }) => `${account} ${id}`));
  Object.assign(server.server, { accounts: { tokens: { maintain } } });
  server.enter("guest");
  server.enter("bob", { account: "bob" }).session.loginToken = { id: "5f0c", made: true };
  server.enter("eve", { account: "eve" }).session.loginToken = { id: undefined, made: false };
  await pass(3599);
  assertEquals(used, []);
  await pass(1);
  await pass(3599);
  assertEquals(used, [["bob 5f0c"]]);
  await pass(1);
  assertEquals(used.length, 2);
});

Deno.test("A failure to store the use of login tokens does not end the sweeps", async () => {
  const { server, pass } = sweeping({ pingInterval: 7200 * SECOND });
  const alice = server.enter("alice");
  const maintain = () => {
    throw new Error("the disk is full");
  };
  Object.assign(server.server, { accounts: { tokens: { maintain } } });
  await pass(3600);
  await pass(3600);
  assertEquals(alice.received(), ["PING :s"]);
});

Deno.test("Nobody is ended for the time in which the server itself was stopped", async () => {
  const limits = {
    registrationTimeout: 60 * SECOND,
    pingInterval: 90 * SECOND,
    pingTimeout: 60 * SECOND,
  };
  const server = new TestServer({ limits });
  let elapsed = 0;
  const clock = new ClockWatch({
    log: server.server.log,
    now: () => server.now,
    elapsed: () => elapsed,
    interval: SECOND,
  });
  const sweeper = new Sweeper(server.server, clock);
  sweeper.stop();
  const turns = async (count: number, seconds = 1) => {
    for (let i = 0; i < count; i++) {
      server.now += seconds * SECOND;
      elapsed += seconds * SECOND;
      sweeper.turn();
    }
    await server.tick();
  };
  const [quiet, asked, registering] = [
    server.enter("quiet"),
    server.enter("asked"),
    server.connect(),
  ];
  await turns(30);
  asked.session.pingedAt = server.now;
  await turns(1, 3600);
  await turns(20);
  assertEquals([quiet, asked, registering].map((one) => one.received()), [[], [], []]);
  assertEquals(server.sessions.size, 3);
  await turns(40);
  assertEquals(quiet.received(), ["PING :s"]);
  for (const ended of [asked, registering]) {
    assertEquals(ended.received().map((line) => line.split(" ")[0]), ["ERROR"]);
  }
});
