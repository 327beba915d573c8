import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { casefold, sameName } from "../../protocol/names.ts";
import type { NetworkEvent } from "./events.ts";
import type { Network } from "./network.ts";
import { accountAdded, connect, Events, invite, join, snapshot } from "./testing.ts";

const NAMES = ["alice", "ALICE", "bob", "carol", "dave", "erin"] as const;
const CHANNELS = ["#1", "#2", "#Three", "#THREE"] as const;

const anyName = fc.constantFrom(...NAMES);
const anyChannel = fc.constantFrom(...CHANNELS);
const anyKey = anyChannel.map((channel) => casefold(channel));
const anyAccountName = fc.constantFrom("alice", "Alice", "аlice", "bob");
const anyAccount = fc.option(anyAccountName, { nil: undefined });
const anyPending = fc.option(
  fc.record({
    codeHash: fc.constantFrom("one", "two"),
    until: fc.integer({ min: 1, max: 120_000 }),
  }),
  { nil: undefined },
);
const anyId = anyName.map((name) => casefold(name));
const anyChange = fc.oneof(
  fc.record({ adding: fc.boolean(), mode: fc.constantFrom("i", "m", "s", "t") }),
  fc.record({
    adding: fc.boolean(),
    mode: fc.constantFrom("b", "e", "I"),
    argument: fc.constantFrom("*!*@a", "*!*@b"),
  }),
  fc.record({ adding: fc.boolean(), mode: fc.constant("k"), argument: fc.constant("key") }),
  fc.record({
    adding: fc.boolean(),
    mode: fc.constantFrom("q", "o", "h", "v"),
    argument: fc.constant("x"),
    user: anyId,
  }),
);

const anyEvent: fc.Arbitrary<NetworkEvent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(anyName, anyAccount).map(([nickname, account]) =>
      connect(casefold(nickname), { nickname, account })
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(anyId, anyChannel).map(([user, channel]) => join(user, channel)),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("attach"), user: anyId, account: anyAccount }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("detach"),
      user: anyId,
      reason: fc.constant(""),
      all: fc.boolean(),
    }),
  },
  fc.record({ type: fc.constant("quit"), user: anyId, reason: fc.constant("") }),
  fc.record({ type: fc.constant("nick"), user: anyId, nickname: anyName }),
  fc.record({ type: fc.constant("account"), user: anyId, account: anyAccount }),
  fc.record({
    type: fc.constant("user-mode"),
    user: anyId,
    changes: fc.array(fc.record({
      adding: fc.boolean(),
      mode: fc.constantFrom("i", "o", "w"),
    })),
  }),
  fc.record({
    type: fc.constant("part"),
    user: anyId,
    channel: anyKey,
    reason: fc.constant(undefined),
  }),
  fc.record({
    type: fc.constant("kick"),
    by: anyId,
    user: anyId,
    channel: anyKey,
    reason: fc.constant(""),
  }),
  fc.record({ type: fc.constant("topic"), user: anyId, channel: anyKey, text: fc.string() }),
  fc.record({
    type: fc.constant("channel-mode"),
    user: anyId,
    channel: anyKey,
    changes: fc.array(anyChange, { maxLength: 4 }),
  }),
  fc.tuple(anyId, anyId, anyKey).map(([by, user, channel]) => invite(by, user, channel)),
  fc.record({
    type: fc.constant("rename"),
    user: anyId,
    channel: anyKey,
    name: anyChannel,
    reason: fc.constant(""),
  }),
  fc.record({ type: fc.constant("founder"), user: anyId, channel: anyKey, founder: anyAccount }),
  {
    weight: 3,
    arbitrary: fc.tuple(anyAccountName, anyPending).map(([name, pending]) => ({
      ...accountAdded(name),
      pending,
    })),
  },
  fc.record({
    type: fc.constant("account-confirmed"),
    account: anyAccountName,
    codeHash: fc.constantFrom("one", "two"),
  }),
  fc.record({
    type: fc.constantFrom("account-gone", "forget"),
    account: fc.constantFrom("ALICE", "bob"),
  }),
  fc.record({
    type: fc.constant("marker"),
    user: anyId,
    target: anyChannel,
    time: fc.nat(),
  }),
  fc.record({
    type: fc.constant("metadata"),
    by: anyId,
    target: fc.oneof(fc.record({ user: anyId }), fc.record({ channel: anyKey })),
    changes: fc.array(
      fc.record({
        key: fc.constantFrom("a", "b"),
        value: fc.constantFrom("1", "2", undefined),
      }),
      { maxLength: 2 },
    ),
  }),
) as fc.Arbitrary<NetworkEvent>;

/** Events, each with the epoch of the node that has appended it. */
const anyLog = fc.array(fc.tuple(anyEvent, fc.record({ epoch: fc.constantFrom("one", "two") })), {
  maxLength: 120,
  size: "max",
});

function checkInvariants(network: Network): void {
  const { users, channels, counts } = network;
  const everyone = [...users.values()];
  const nicknames = everyone.map(({ nickname }) => casefold(nickname));
  assertEquals(new Set(nicknames).size, users.size);
  for (const [id, user] of users) {
    assertEquals(user.id, id);
    assert(network.userByNickname(user.nickname) === user);
    assert(user.sessions.length > 0);
    for (const [key, membership] of user.memberships) {
      assert(channels.get(key)?.members.get(id) === membership);
      assert(membership.user === user);
    }
    for (const channel of network.invitations(user)) {
      assert(channels.get(channel.key) === channel);
      assert(channel.invited.has(id));
    }
    const registered = user.account !== undefined &&
      sameName(user.account, user.nickname);
    if (user.account !== undefined) {
      const account = network.account(user.account, Infinity);
      assertEquals([account?.name, account?.pending], [user.account, undefined]);
    }
    assertEquals(user.modes.includes("r"), registered);
    assertStrictEquals(user.operator, undefined);
    if (user.account !== undefined) assert(network.usersOf(user.account).includes(user));
  }
  for (const account of ["alice", "bob"]) {
    const loggedIn = everyone.filter((user) => sameName(user.account, account));
    assertEquals(network.usersOf(account).length, loggedIn.length);
  }
  for (const [key, channel] of channels) {
    assertEquals([channel.key, casefold(channel.name)], [key, key]);
    assert(channel.members.size > 0 || channel.founder !== undefined);
    for (const [id, membership] of channel.members) {
      assert(users.get(id)?.memberships.get(key) === membership);
      assert(membership.channel === channel);
    }
    for (const id of channel.invited) {
      const user = users.get(id);
      assert(user !== undefined);
      assert([...network.invitations(user)].includes(channel));
    }
    for (const status of channel.accountStatus.values()) assert(status > 0);
  }
  checkAccounts(network);
  const counted = (mode: string) => everyone.filter(({ modes }) => modes.includes(mode)).length;
  assertEquals(counts.invisible, counted("i"));
  assertEquals(counts.operators, counted("o"));
  assert(counts.maxUsers >= users.size);
  const occupied = [...channels.values()].filter(({ members }) => members.size > 0);
  assertEquals(counts.occupied, occupied.length);
}

/** Checks that accounts can be told apart, and that those that are removed leave nothing. */
function checkAccounts(network: Network): void {
  const { accounts } = network.snapshot();
  for (const { name } of accounts) assertEquals(network.account(name, 0)?.name, name);
  for (const name of ["alice", "bob"]) {
    const alike = [...network.accountsThatLookLike(name, 0)];
    const known = alike.map((one) => accounts.find((other) => other.name === one.name));
    assert(!known.includes(undefined));
    assertEquals(alike.filter(({ pending }) => pending === undefined).length <= 1, true);
  }
}

Deno.test("Users, nicknames, channels and counts stay consistent after any events", () => {
  fc.assert(
    fc.property(anyLog, (log) => {
      const events = new Events();
      for (const step of log) {
        events.apply(...step);
        checkInvariants(events.network);
      }
    }),
    { numRuns: 150 },
  );
});

Deno.test("The same events make the same network", () => {
  fc.assert(
    fc.property(anyLog, (log) => {
      const [one, other] = [new Events(), new Events()];
      const kept = structuredClone(log);
      const outcomes = log.map((step) => one.apply(...step).ok);
      assertEquals(kept.map((step) => other.apply(...step).ok), outcomes);
      assertEquals(snapshot(other.network), snapshot(one.network));
      assertEquals(other.network.snapshot(), one.network.snapshot());
      assertEquals(log, kept);
    }),
    { numRuns: 100 },
  );
});

Deno.test("The state after a snapshot and the events that follow equals that after all events", () => {
  fc.assert(
    fc.property(anyLog, fc.nat(120), (log, at) => {
      const whole = new Events();
      for (const step of log) whole.apply(...step);
      const before = new Events();
      for (const step of log.slice(0, at)) before.apply(...step);
      const snapshotted = JSON.parse(JSON.stringify(before.network.snapshot()));
      const after = new Events({ sequence: Math.min(at, log.length) });
      after.network.restoreSnapshot(snapshotted);
      checkInvariants(after.network);
      for (const step of log.slice(at)) after.apply(...step);
      checkInvariants(after.network);
      assertEquals(snapshot(after.network), snapshot(whole.network));
      assertEquals(after.network.snapshot(), whole.network.snapshot());
      for (const name of NAMES) {
        assertEquals(after.network.whowas(name), whole.network.whowas(name));
        const looks = ({ network }: Events) =>
          new Set([...network.usersWhoLookLike(name)].map(({ id }) => id));
        assertEquals(looks(after), looks(whole));
        const accounts = ({ network }: Events) =>
          new Set([...network.accountsThatLookLike(name, 0)].map((account) => account.name));
        assertEquals(accounts(after), accounts(whole));
      }
    }),
    { numRuns: 150 },
  );
});
