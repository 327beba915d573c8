import { assert, assertEquals } from "@std/assert";
import type { ModeChange } from "../network/events.ts";
import { STATUS_BIT } from "../network/state.ts";
import { accountAdded, connect, Events, invite, join } from "../network/testing.ts";
import { hasStatus, joinRefusal, maySee, maySpeak } from "./channels.ts";

/** A room of alice's with bob in it; eve is outside. */
function room(...changes: ModeChange[]) {
  const events = new Events();
  events.all(accountAdded("Eve"), connect("alice"), connect("bob"));
  events.all(connect("eve", { account: "Eve" }));
  events.all(join("alice"), join("bob"));
  const channel = events.channel("#1");
  const change = (...changes: ModeChange[]) =>
    events.all({ type: "channel-mode", user: "alice", channel: "#1", changes });
  if (changes.length > 0) change(...changes);
  const [alice, bob, eve] = ["alice", "bob", "eve"].map((name) => events.user(name));
  if (alice === undefined || bob === undefined || eve === undefined) throw new Error("Nobody");
  return {
    events,
    change,
    alice,
    bob,
    eve,
    refusal: (key?: string) => joinRefusal(channel, eve, key),
    speaks: () => [alice, bob, eve].map((user) => maySpeak(channel, user)),
    channel,
  };
}

const set = (mode: string, argument?: string): ModeChange =>
  argument === undefined ? { adding: true, mode } : { adding: true, mode, argument };

Deno.test("Everybody may join a room without restrictions", () => {
  assertEquals(room().refusal(), undefined);
});

Deno.test("A key is compared exactly", () => {
  const { refusal } = room(set("k", "Secret"));
  assertEquals([undefined, "", "secret", "Secret"].map(refusal), [
    "ERR_BADCHANNELKEY",
    "ERR_BADCHANNELKEY",
    "ERR_BADCHANNELKEY",
    undefined,
  ]);
});

Deno.test("Nobody may join a full room until somebody leaves", () => {
  const { refusal, events } = room(set("l", "2"));
  assertEquals(refusal(), "ERR_CHANNELISFULL");
  events.all({ type: "part", user: "bob", channel: "#1", reason: undefined });
  assertEquals(refusal(), undefined);
});

Deno.test("A user on the exception list may join an invite-only room", () => {
  const { refusal, change } = room(set("i"));
  assertEquals(refusal(), "ERR_INVITEONLYCHAN");
  change(set("I", "eve!*@*"));
  assertEquals(refusal(), undefined);
});

for (const mask of ["eve!*@*", "EVE!*@*", "*!~u@h", "~a:eve", "~a:E?e", "*!*@*"]) {
  Deno.test(`A ban on ${mask} keeps a user out, and an exception lets them in`, () => {
    const { refusal, change } = room(set("b", mask));
    assertEquals(refusal(), "ERR_BANNEDFROMCHAN");
    change(set("e", "*!*@h"));
    assertEquals(refusal(), undefined);
  });
}

for (const mask of ["ev!*@*", "eve!*@other", "~a:bob", "~m:eve!*@*", "~x:eve"]) {
  Deno.test(`A ban on ${mask} keeps out no other user`, () => {
    assertEquals(room(set("b", mask)).refusal(), undefined);
  });
}

Deno.test("An operator's invitation overrides every restriction, a member's none", () => {
  const { refusal, events } = room(set("i"), set("k", "x"), set("l", "1"), set("b", "eve!*@*"));
  events.all(invite("bob", "eve"));
  assertEquals(refusal(), "ERR_BADCHANNELKEY");
  events.all(invite("alice", "eve"));
  assertEquals(refusal(), undefined);
});

Deno.test("The founder's account may join whatever the modes say", () => {
  const { refusal, channel } = room(set("i"), set("k", "x"), set("b", "*!*@*"));
  channel.founder = "EVE";
  assertEquals(refusal(), undefined);
});

Deno.test("Outsiders may speak only in a room without mode n", () => {
  const { speaks, change } = room();
  assertEquals(speaks(), [true, true, false]);
  change({ adding: false, mode: "n" });
  assertEquals(speaks(), [true, true, true]);
});

Deno.test("Users with a voice may speak in a moderated room", () => {
  const { speaks, change, bob } = room(set("m"));
  assertEquals(speaks(), [true, false, false]);
  change({ ...set("v", "bob"), user: bob.id });
  assertEquals(speaks(), [true, true, false]);
});

Deno.test("A banned or muted user may not speak without a voice or an exception", () => {
  for (const mask of ["bob!*@*", "~m:bob!*@*", "~m:~m:bob!*@*"]) {
    const { speaks, change, bob } = room(set("b", mask));
    assertEquals(speaks(), [true, false, false], mask);
    change({ ...set("v", "bob"), user: bob.id });
    assertEquals(speaks(), [true, true, false], mask);
  }
  const { speaks, change } = room(set("b", "~m:*!*@*"), set("e", "~m:bob!*@*"));
  assertEquals(speaks(), [true, true, false]);
  change({ adding: false, mode: "e", argument: "~m:bob!*@*" });
  assertEquals(speaks(), [true, false, false]);
});

Deno.test("A mask is matched with a user's current nickname", () => {
  const { speaks, events } = room(set("b", "bob!*@*"));
  events.all({ type: "nick", user: "bob", nickname: "robert" });
  assertEquals(speaks(), [true, true, false]);
});

Deno.test("A secret room is visible to members and server operators", () => {
  const { channel, alice, eve, events } = room(set("s"));
  assertEquals([maySee(channel, alice), maySee(channel, eve)], [true, false]);
  events.all({
    type: "user-mode",
    user: "eve",
    changes: [{ adding: true, mode: "o" }],
    operator: "root",
  });
  assert(maySee(channel, eve));
});

Deno.test("A member has a status if any of theirs is as high", () => {
  const { channel, bob, eve } = room();
  const membership = channel.members.get(bob.id);
  if (membership === undefined) throw new Error("bob is not there");
  membership.status = STATUS_BIT.o;
  const modes = ["v", "h", "o", "a", "q"] as const;
  assertEquals(modes.map((mode) => hasStatus(channel, bob, mode)), [
    true,
    true,
    true,
    false,
    false,
  ]);
  assert(!modes.some((mode) => hasStatus(channel, eve, mode)));
});
