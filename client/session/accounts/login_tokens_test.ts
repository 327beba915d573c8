import { assert, assertEquals, assertRejects } from "@std/assert";

import { DEFAULT_BACKOFF } from "../../connection/backoff.ts";
import type { ClientEvent } from "../../events.ts";
import { FakeClock } from "../../testing/fake_clock.ts";
import { type FakePeer, FakeServer, welcome } from "../../testing/fake_server.ts";
import type { AccountLogin, PasswordFailure } from "../options.ts";
import { Session } from "../session.ts";

const TOKEN = "chat_login_secret";
const LOGINS = "LOGINTOKENS=20";

/** A session of bob with a server that the test controls. */
function start(
  account: AccountLogin | undefined,
  answers: readonly (string | undefined)[] | undefined = undefined,
) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const events: ClientEvent[] = [];
  const asked: PasswordFailure[] = [];
  const online = Promise.withResolvers<void>();
  const waiting = Promise.withResolvers<void>();
  const rest = [...answers ?? []];
  const session = new Session({
    ...{ connect: server.connect, address: "s", clock, random: () => 0.5 },
    ...{ backoff: DEFAULT_BACKOFF, nick: "bob", realname: undefined, account },
    ...{ serverPassword: undefined, rooms: [], historyLines: 0, showUnread: false, version: "v" },
    emit(event) {
      events.push(event);
      if (event.type === "connection" && event.status === "online") online.resolve();
      if (event.type === "connection" && event.status === "waiting") waiting.resolve();
    },
    ...(answers && {
      askPassword(failure: PasswordFailure) {
        asked.push(failure);
        return Promise.resolve(rest.shift());
      },
    }),
  });
  return {
    server,
    clock,
    session,
    events,
    asked,
    online: online.promise,
    waiting: waiting.promise,
    ended: session.run(),
  };
}

/** Answers the registration up to the response of SASL, which is returned as text. */
async function authenticate(
  peer: FakePeer,
  mechanisms = "SCRAM-SHA-256,PLAIN,IRCV3BEARER",
): Promise<{ mechanism: string; response: string }> {
  await peer.until(/^USER/);
  peer.send(`:s CAP * LS :sasl=${mechanisms}`);
  await peer.until(/^CAP REQ/);
  peer.send(":s CAP * ACK :sasl");
  const mechanism = (await peer.until(/^AUTHENTICATE/)).slice("AUTHENTICATE ".length);
  peer.send("AUTHENTICATE +");
  const response = (await peer.until(/^AUTHENTICATE/)).slice("AUTHENTICATE ".length);
  return { mechanism, response: atob(response) };
}

async function letIn(peer: FakePeer): Promise<void> {
  peer.send(":s 903 bob :SASL authentication successful");
  await peer.until(/^CAP END/);
  peer.answer((line) => {
    if (line.startsWith("PING")) peer.send(`:s PONG s ${line.slice(5)}`);
    if (line.startsWith("QUIT")) peer.hangUp();
  });
  peer.send(":s 001 bob :Welcome", `:s 005 bob ${LOGINS} :are supported`, ":s 422 bob :No motd");
}

Deno.test("A login token logs in by IRCV3BEARER", async () => {
  const { server, session, online, ended } = start({ name: "bob", token: TOKEN });
  const peer = await server.accept();
  assertEquals(await authenticate(peer), {
    mechanism: "IRCV3BEARER",
    response: `bob\0login-token\0${TOKEN}`,
  });
  await letIn(peer);
  await online;
  session.leave();
  assertEquals((await ended).type, "left");
});

Deno.test("A refused login token is reported, and the password that is given instead is used", async () => {
  const { server, session, asked, online, ended } = start({ name: "bob", token: TOKEN }, ["pw"]);
  const first = await server.accept();
  await authenticate(first);
  first.send(":s 904 bob :SASL authentication failed");
  const second = await server.accept();
  const { mechanism, response } = await authenticate(second, "PLAIN,IRCV3BEARER");
  assertEquals([mechanism, response], ["PLAIN", "bob\0bob\0pw"]);
  const reason = "SASL authentication failed";
  assertEquals(asked, [{ account: "bob", wasGiven: false, tokenRefused: true, reason }]);
  await letIn(second);
  await online;
  session.leave();
  await ended;
});

Deno.test("A server that takes no login tokens is asked for with the password", async () => {
  const { server, asked, ended } = start({ name: "bob", token: TOKEN }, [undefined]);
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(":s CAP * LS :sasl=PLAIN");
  await peer.until(/^CAP REQ/);
  peer.send(":s CAP * ACK :sasl");
  assertEquals((await ended).type, "wrong-password");
  assertEquals(asked.map(({ tokenRefused }) => tokenRefused), [true]);
  assert(!peer.received.some((line) => line.includes("AUTHENTICATE")));
});

Deno.test("A login token that is revoked while connected ends the session if nobody can be asked", async () => {
  const { server, clock, online, waiting, ended } = start({ name: "bob", token: TOKEN });
  const first = await server.accept();
  await authenticate(first);
  await letIn(first);
  await online;
  first.send("ERROR :The login of this connection was revoked");
  await waiting;
  clock.pass(60_000);
  const second = await server.accept();
  await authenticate(second);
  second.send(":s 904 bob :SASL authentication failed");
  assertEquals((await ended).type, "wrong-password");
});

/** Answers LOGINTOKEN as chat's server does. */
function answerTokens(peer: FakePeer): void {
  peer.answer((line) => {
    const [, word, id] = line.replace(/^@\S+ /, "").split(" ");
    if (!line.includes("LOGINTOKEN")) return;
    if (word === "CREATE") peer.send(`:s LOGINTOKEN CREATED bob 5f0c ${TOKEN}`);
    if (word === "LIST") {
      peer.send(
        ":s LOGINTOKEN ENTRY 5f0c 2026-01-02T03:04:05.678Z 2026-02-03T04:00:00.000Z 1 current :My page",
        ":s LOGINTOKEN ENTRY 6a1d 2026-01-02T03:04:05.678Z 2026-02-03T04:00:00.000Z 0 * :",
        ":s LOGINTOKEN END bob 3",
      );
    }
    if (word !== "REVOKE") return;
    if (id === "5f0c") peer.send(":s LOGINTOKEN REVOKED 5f0c");
    else peer.send(`:s FAIL LOGINTOKEN NO_SUCH_TOKEN REVOKE ${id} :There is none`);
  });
}

Deno.test("A token that is made replaces the password on the next connection, and is in no event", async () => {
  const { server, clock, session, events, online, waiting, ended } = start({
    name: "bob",
    password: "pw",
  });
  const first = await server.accept();
  await authenticate(first, "PLAIN,IRCV3BEARER");
  await letIn(first);
  answerTokens(first);
  await online;
  assertEquals(await session.loginTokens.create("My\r\npage"), {
    account: "bob",
    id: "5f0c",
    token: TOKEN,
  });
  assert(first.received.some((line) => line.endsWith("LOGINTOKEN CREATE :My  page")));
  assert(!JSON.stringify(events).includes(TOKEN));
  first.hangUp();
  await waiting;
  clock.pass(60_000);
  const second = await server.accept();
  assertEquals((await authenticate(second)).mechanism, "IRCV3BEARER");
  session.leave();
  second.hangUp();
  await ended;
});

Deno.test("Tokens are listed and revoked in order, also if asked for before connecting", async () => {
  const { server, session, events, ended } = start(undefined);
  const { loginTokens } = session;
  const listed = loginTokens.list();
  const unknown = assertRejects(() => loginTokens.revoke("ffff"), Error, "There is none");
  const revoked = loginTokens.revoke("5f0c");
  const peer = await server.accept();
  peer.answer((line) => {
    // What was typed by the person is answered, too.
    if (line.endsWith("LOGINTOKEN LIST")) peer.send(":s LOGINTOKEN CREATED bob 9c9c typed");
    if (line.endsWith("REVOKE ffff")) peer.send(":s FAIL LOGINTOKEN NO_SUCH_TOKEN CREATE :Typed");
  });
  answerTokens(peer);
  await welcome(peer, { isupport: LOGINS });
  const times = {
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    usedAt: Date.UTC(2026, 1, 3, 4),
  };
  assertEquals(await listed, {
    account: "bob",
    connections: 3,
    tokens: [
      { id: "5f0c", label: "My page", ...times, connections: 1, current: true },
      { id: "6a1d", label: "", ...times, connections: 0, current: false },
    ],
  });
  await unknown;
  await revoked;
  assert(!events.some((event) => event.type === "refused" && event.reason === "There is none"));
  session.leave();
  await ended;
});

Deno.test("Without login tokens on the server, and after a lost connection, a request fails", async () => {
  const { server, session, online, ended } = start(undefined);
  const peer = await server.accept();
  await welcome(peer);
  await online;
  await assertRejects(() => session.loginTokens.list(), Error, "no login tokens");
  peer.send(`:s 005 bob ${LOGINS} :are supported`);
  while (!session.loginTokens.isOffered) await new Promise((resolve) => setTimeout(resolve, 0));
  const lost = assertRejects(() => session.loginTokens.list(), Error, "connection broke");
  session.leave();
  peer.hangUp();
  await lost;
  await ended;
  await assertRejects(() => session.loginTokens.list(), Error, "connection broke");
});

Deno.test("After a new password is typed, it replaces the login token that the server has revoked", async () => {
  const login = { name: "bob", token: TOKEN };
  const { server, clock, session, asked, online, waiting, ended } = start(login, []);
  const first = await server.accept();
  await authenticate(first);
  await letIn(first);
  await online;
  session.command("NS", ["PASSWD", "old", "new"], { text: "/password" });
  await first.until(/NS PASSWD/);
  first.hangUp();
  await waiting;
  clock.pass(60_000);
  const second = await server.accept();
  await authenticate(second);
  second.send(":s 904 bob :SASL authentication failed");
  const third = await server.accept();
  const { response } = await authenticate(third, "PLAIN,IRCV3BEARER");
  assertEquals([response, asked.length], ["bob\0bob\0new", 0]);
  session.leave();
  third.hangUp();
  await ended;
});
