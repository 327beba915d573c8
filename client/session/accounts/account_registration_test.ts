import { assertEquals } from "@std/assert";

import type { ClientEvent } from "../../events.ts";
import { FakeClock } from "../../testing/fake_clock.ts";
import { FakeServer } from "../../testing/fake_server.ts";
import type { FakePeer } from "../../testing/fake_server.ts";
import type { NewAccount } from "../options.ts";
import { Session } from "../session.ts";

/** Longer than the delay before the next attempt to connect, in milliseconds. */
const RETRY_MS = 1_000;

/** A session of bob that registers its name, with the server's end of its connection. */
async function begin(newAccount: NewAccount, offer: string) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const lost = Promise.withResolvers<void>();
  const emit = (event: ClientEvent) => {
    if (event.type === "connection" && event.status === "waiting") lost.resolve();
  };
  const session = new Session({
    ...{ connect: server.connect, address: "s", clock, random: () => 0.5 },
    ...{ backoff: { firstMs: 1, maxMs: 1, factor: 1 }, nick: "bob", realname: undefined },
    ...{ account: undefined, newAccount, serverPassword: undefined, rooms: [] },
    ...{ historyLines: 0, showUnread: false, version: "test", emit },
  });
  const ended = session.run();
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(`:s CAP * LS :sasl=PLAIN ${offer}`);
  return { server, session, ended, peer, clock, lost: lost.promise };
}

async function letIn(peer: FakePeer): Promise<void> {
  await peer.until(/^CAP END/);
  peer.answer((line) => line.startsWith("PING") && peer.send(`:s PONG s ${line.slice(5)}`));
  peer.send(":s 001 bob :Welcome", ":s 422 bob :No motd");
}

Deno.test("A name is registered before entering, and the next connection logs in to it", async () => {
  const offer = "draft/account-registration=before-connect,email-required";
  const { server, session, ended, peer, clock, lost } = await begin(
    { password: "long enough", email: "b@e.example" },
    offer,
  );
  assertEquals(await peer.until(/^REGISTER/), "REGISTER * b@e.example :long enough");
  peer.send("REGISTER SUCCESS bob :Account created", ":s 900 bob bob!u@h bob :Logged in");
  await letIn(peer);
  await peer.until(/^PING/);
  peer.hangUp();
  await lost;
  clock.pass(RETRY_MS);
  const second = await server.accept();
  await second.until(/^USER/);
  second.send(":s CAP * LS :sasl=PLAIN");
  assertEquals(await second.until(/^CAP REQ/), "CAP REQ :sasl");
  second.hangUp();
  session.leave();
  await ended;
});

Deno.test("A name that is an account already is not registered, and the server says why", async () => {
  const { ended, peer } = await begin(
    { password: "long enough" },
    "draft/account-registration=before-connect",
  );
  assertEquals(await peer.until(/^REGISTER/), "REGISTER * * :long enough");
  peer.send("FAIL REGISTER ACCOUNT_EXISTS bob :There is an account bob");
  const [reason, code] = ["There is an account bob", "ACCOUNT_EXISTS"];
  assertEquals(await ended, { type: "account-refused", nick: "bob", reason, code });
});

Deno.test("An account that waits for a code is verified by it on another connection", async () => {
  const first = await begin({ password: "pw" }, "draft/account-registration=before-connect");
  await first.peer.until(/^REGISTER/);
  first.peer.send("REGISTER VERIFICATION_REQUIRED bob :A code is sent");
  const [reason, code] = ["A code is sent", "VERIFICATION_REQUIRED"];
  assertEquals(await first.ended, { type: "account-refused", nick: "bob", reason, code });
  const { session, ended, peer } = await begin(
    { password: "pw", code: "1234" },
    "draft/account-registration=before-connect",
  );
  assertEquals(await peer.until(/^VERIFY/), "VERIFY bob 1234");
  peer.send("VERIFY SUCCESS bob :Account verified");
  await letIn(peer);
  session.leave();
  peer.hangUp();
  assertEquals((await ended).type, "left");
});

Deno.test("A server that registers names only after entering is not asked before", async () => {
  const { ended, peer } = await begin({ password: "pw" }, "draft/account-registration");
  const end = await ended;
  assertEquals("code" in end && end.code, "COMPLETE_CONNECTION_REQUIRED");
  assertEquals(peer.received.filter((line) => line.startsWith("REGISTER")), []);
});
