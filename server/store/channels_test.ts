import { assert, assertEquals } from "@std/assert";
import type { Entry, EventType, NetworkEvent } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { type Channel, emptyChannel, STATUS_BIT } from "../network/state.ts";
import { ChannelStore } from "./channels.ts";
import { openStore } from "./mod.ts";

function openChannels() {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const store = new ChannelStore(db);
  const record = <E extends NetworkEvent>(event: E, effect: object) => {
    const entry = { event, epoch: "", sequence: 1, time: 0, origin: undefined };
    store.record(entry as unknown as Entry<EventType>, effect as Effects[EventType]);
  };
  const commit = () => {
    store.store();
    store.committed();
  };
  return { store, record, commit };
}

function channelOf(founder: string | undefined): Channel {
  const channel = emptyChannel("#Tea", "#tea", 1000);
  channel.founder = founder;
  return channel;
}

const TOPIC = { type: "topic", user: "u1", channel: "#tea", text: "Tea" } as const;
const FOUNDER = { type: "founder", user: "u1", channel: "#tea" } as const;

Deno.test("A channel with a founder is stored whole", () => {
  const { store, record, commit } = openChannels();
  const channel = channelOf("alice");
  channel.topic = { text: "Tea", setBy: "alice!a@h", setAt: 2000 };
  channel.flags.add("m");
  channel.password = "sesame";
  channel.limit = 7;
  channel.lists.b.set("*!*@spam", { mask: "*!*@spam", setBy: "alice!a@h", setAt: 3000 });
  channel.accountStatus.set("bob", STATUS_BIT.v);
  channel.formerNames.set("#coffee", 9000);
  record(TOPIC, { channel });
  commit();
  assertEquals(store.load(), [channel]);
});

Deno.test("Nothing is left to store after a commit", () => {
  const { store, record, commit } = openChannels();
  assert(!store.changed);
  const channel = channelOf("alice");
  record(TOPIC, { channel });
  assert(store.changed);
  commit();
  assert(!store.changed);
  record({ type: "rename", user: "u1", channel: "#tea", name: "#Mate", reason: "" }, {
    channel: { ...channel, key: "#mate", name: "#Mate" },
    before: "#Tea",
  });
  assert(store.changed);
  commit();
  assert(!store.changed);
  assertEquals(store.load().map(({ name }) => name), ["#Mate"]);
});

Deno.test("A commit that failed is stored with the next one", () => {
  const { store, record, commit } = openChannels();
  record(TOPIC, { channel: channelOf("alice") });
  store.store();
  assert(store.changed);
  commit();
  assertEquals(store.load().length, 1);
});

Deno.test("A channel that loses its founder is removed, and one without a founder never stored", () => {
  const { store, record, commit } = openChannels();
  record(TOPIC, { channel: channelOf(undefined) });
  assert(!store.changed);
  record({ ...FOUNDER, founder: "alice" }, { channel: channelOf("alice") });
  commit();
  assertEquals(store.load().length, 1);
  record({ ...FOUNDER, founder: undefined }, { channel: channelOf(undefined) });
  commit();
  assertEquals(store.load(), []);
});

Deno.test("The channels of an account that is gone are stored anew", () => {
  const { store, record, commit } = openChannels();
  const kept = { ...channelOf("bob"), key: "#kept", name: "#kept" };
  record(TOPIC, { channel: channelOf("alice") });
  commit();
  const channels = [channelOf(undefined), kept];
  record({ type: "account-gone", account: "alice" }, { channels });
  commit();
  assertEquals(store.load().map(({ key }) => key), ["#kept"]);
});
