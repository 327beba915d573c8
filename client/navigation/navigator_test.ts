import { assert, assertEquals } from "@std/assert";

import type { ClientEvent } from "../events.ts";
import { type Network, Networks, type NetworkSetup } from "../networks.ts";
import { Settings } from "../settings/mod.ts";
import { FakeClock } from "../testing/fake_clock.ts";
import { type FakePeer, FakeServer, welcome } from "../testing/fake_server.ts";
import { Navigator } from "./navigator.ts";
import { Places } from "./places.ts";
import { networkActions } from "./network_actions.ts";

/** Two servers, a person who is on both, and what happens there. */
class Desk {
  readonly servers = [new FakeServer(), new FakeServer()] as const;
  readonly settings = new Settings();
  readonly networks: Networks;
  readonly navigator: Navigator;
  readonly ended: string[] = [];
  #waiting: { test: () => boolean; resolve: () => void }[] = [];

  constructor() {
    this.networks = new Networks({
      listen: (network, event) => this.#listen(network, event),
      ended: ({ id }, { type }) => {
        this.ended.push(`${id} ${type}`);
        this.#wake();
      },
      askName: () => Promise.resolve(undefined),
      askPassword: () => Promise.resolve(undefined),
      actions: (network) =>
        networkActions({
          networks: this.networks,
          network,
          setUp: ([id = ""]) => this.setup(id),
          navigator: () => this.navigator,
          quit: (reason) => this.networks.quit(reason),
        }),
    });
    const first = this.networks.add(this.setup("one"));
    this.navigator = new Navigator(this.networks, first);
    this.networks.start(first);
  }

  setup(id: string): NetworkSetup {
    const server = this.servers[id === "one" ? 0 : 1];
    const session = {
      ...{ connect: server.connect, address: id, clock: new FakeClock(), random: () => 0.5 },
      ...{ backoff: { first: 1, max: 1, factor: 1 } as never, nick: "bob", realname: undefined },
      ...{ account: undefined, serverPassword: undefined, rooms: ["#1"], historyLines: 0 },
      ...{ showUnread: false, version: "test" },
    };
    return {
      id,
      chat: { session, to: undefined, settings: this.settings, saveFile: (name) => name },
    };
  }

  /** Connects to the second network as well, with /connect. */
  async connectSecond(): Promise<
    { one: FakePeer; two: FakePeer; first: Network; second: Network }
  > {
    const one = await this.servers[0].accept();
    await welcome(one);
    this.navigator.chat.input("/connect two");
    const two = await this.servers[1].accept();
    await welcome(two);
    const [first, second] = this.networks.all;
    assert(first !== undefined && second !== undefined);
    const inRoom = ({ chat }: Network) => chat.state.conversations.get("#1")?.joined === true;
    await this.until(() => inRoom(first) && inRoom(second));
    return { one, two, first, second };
  }

  /** Waits until something is true, which is asked after each event. */
  async until(test: () => boolean): Promise<void> {
    if (!test()) await new Promise<void>((resolve) => this.#waiting.push({ test, resolve }));
  }

  async close(): Promise<void> {
    this.networks.leave();
    await this.until(() => this.networks.areOver);
  }

  #listen(network: Network, event: ClientEvent): void {
    this.navigator.handle(network, event);
    this.#wake();
  }

  #wake(): void {
    for (const { test, resolve } of this.#waiting.filter(({ test }) => test())) {
      this.#waiting = this.#waiting.filter((one) => one.test !== test);
      resolve();
    }
  }
}

/** The messages of ours that were refused. */
function failures({ chat }: Network, key: string): string[] {
  const entries = chat.state.conversations.get(key)?.entries ?? [];
  return entries.flatMap((one) =>
    one.type === "message" && one.delivery === "failed" ? [one.text] : []
  );
}

function unread({ chat }: Network, key: string): number | undefined {
  return chat.state.conversations.get(key)?.unread;
}

Deno.test("Messages of networks that are not looked at are unread, and Alt+A goes there", async () => {
  const desk = new Desk();
  const { one, two, first, second } = await desk.connectSecond();
  assertEquals(desk.navigator.current, { network: "two", key: "#1" });
  one.send(":al!u@h PRIVMSG #1 :over here");
  await desk.until(() => unread(first, "#1") === 1);
  desk.navigator.goToUnread();
  assertEquals(desk.navigator.current, { network: "one", key: "#1" });
  assertEquals(unread(first, "#1"), 0);
  two.send(":al!u@h PRIVMSG bob :psst");
  await desk.until(() => unread(second, "al") === 1);
  assertEquals(desk.navigator.current, { network: "one", key: "#1" });
  await desk.close();
});

Deno.test("Each conversation keeps its draft, and its refused message for the arrows", async () => {
  const desk = new Desk();
  const { two, second } = await desk.connectSecond();
  desk.navigator.chat.input("/query eve");
  two.answer((line) => line.includes("PRIVMSG eve") && two.send(":s 401 bob eve :No such nick"));
  desk.navigator.chat.input("are you there?");
  desk.navigator.go({ network: "one", key: "#1" });
  desk.navigator.place.composer.insert("half a line");
  const eve = { network: "two", key: "eve" };
  await desk.until(() => failures(second, "eve").length === 1);
  assertEquals(desk.navigator.namedDrafts, [{ to: "1", text: "half a line" }]);
  desk.navigator.placeOf(eve).recall(-1);
  assertEquals(desk.navigator.placeOf(eve).composer.text, "are you there?");
  await desk.close();
});

Deno.test("A draft follows a person's change of nickname", async () => {
  const desk = new Desk();
  const { one } = await desk.connectSecond();
  one.send(":al!u@h PRIVMSG bob :hi");
  await desk.until(() => unread(desk.networks.all[0]!, "al") === 1);
  desk.navigator.go({ network: "one", key: "al" });
  desk.navigator.place.composer.insert("hello");
  one.send(":al!u@h NICK :alfred");
  await desk.until(() => desk.navigator.current.key === "alfred");
  assertEquals(desk.navigator.place.composer.text, "hello");
  await desk.close();
});

Deno.test("Lines that are refused leave alone what is typed, and the arrows bring them back", async () => {
  const desk = new Desk();
  await desk.connectSecond();
  const { navigator } = desk;
  navigator.open(navigator.network, undefined);
  const { place } = navigator;
  const enter = (text: string) => {
    place.composer.insert(text);
    navigator.chat.input(place.take());
  };
  enter("hello");
  assertEquals(place.composer.text, "");
  enter("/connect two");
  place.composer.insert("next");
  place.recall(-1);
  assertEquals(place.composer.text, "/connect two");
  place.recall(-1);
  assertEquals(place.composer.text, "hello");
  place.recall(1);
  place.recall(1);
  assertEquals(place.composer.text, "next");
  await desk.close();
});

Deno.test("A message that is refused after another was typed is the first one that the arrows bring back", async () => {
  const desk = new Desk();
  const { two, second } = await desk.connectSecond();
  two.answer((line) => {
    if (line === "PRIVMSG #1 one") two.send(":s 404 bob #1 :Cannot send to channel");
  });
  const { place, chat } = desk.navigator;
  for (const text of ["one", "two"]) {
    place.composer.insert(text);
    chat.input(place.take());
  }
  await desk.until(() => failures(second, "#1").length === 1);
  place.recall(-1);
  assertEquals(place.composer.text, "one");
  await desk.close();
});

Deno.test("A message with marks that is refused is recalled as it was typed", async () => {
  const desk = new Desk();
  const { two, second } = await desk.connectSecond();
  two.answer((line) => {
    if (line.includes("\x02")) two.send(":s 404 bob #1 :Cannot send to channel");
  });
  const { place, chat } = desk.navigator;
  place.composer.insert("so **bold**");
  chat.input(place.take(), { marks: true });
  await desk.until(() => failures(second, "#1").length === 1);
  place.recall(-1);
  assertEquals(place.composer.text, "so **bold**");
  place.recall(-1);
  assertEquals(place.composer.text, "so **bold**");
  await desk.close();
});

Deno.test("A password that is being typed is no draft", () => {
  const places = new Places();
  const id = { network: "one", key: "#1" };
  places.of(id).composer.insert("/login bob s3cret");
  assertEquals(places.drafts.size, 0);
  places.of(id).composer.set("hello");
  assertEquals([...places.drafts.values()], ["hello"]);
});

Deno.test("A network that was left continues with its messages and rooms", async () => {
  const desk = new Desk();
  const { two, second } = await desk.connectSecond();
  two.send(":al!u@h PRIVMSG #1 :before");
  await desk.until(() => second.chat.state.conversations.get("#1")?.lastMessage !== undefined);
  desk.navigator.chat.input("/join tea");
  await desk.until(() => second.chat.state.conversations.get("#tea")?.joined === true);
  desk.navigator.chat.input("/disconnect");
  await desk.until(() => desk.ended.includes("two left"));
  desk.navigator.chat.input("/connect two");
  const again = await desk.servers[1].accept();
  await welcome(again);
  await desk.until(() => second.chat.state.conversations.get("#tea")?.joined === true);
  const entries = second.chat.state.conversations.get("#1")?.entries ?? [];
  assert(entries.some((entry) => entry.type === "message" && entry.text === "before"));
  await desk.close();
});

/** The messages that a server has received, without labels. */
function messagesTo({ received }: FakePeer): string[] {
  return received.filter((line) => line.includes("PRIVMSG"))
    .map((line) => line.replace(/^@\S+ /, ""));
}

/** Our messages in a room, each with what has become of it. */
function ours({ chat }: Network): string[] {
  const entries = chat.state.conversations.get("#1")?.entries ?? [];
  return entries.flatMap((one) =>
    one.type === "message" && one.own ? [`${one.text} ${one.delivery ?? "said"}`] : []
  );
}

Deno.test("Lines of a network that was left are sent once and in order on the next connection", async () => {
  const desk = new Desk();
  const { two, second } = await desk.connectSecond();
  const say = (text: string) => desk.navigator.chat.input(text);
  say("zero");
  await desk.until(() => ours(second).join() === "zero said");
  two.hangUp();
  await desk.until(() => second.chat.state.status === "waiting");
  say("one");
  say("two");
  say("/disconnect");
  await desk.until(() => desk.ended.includes("two left"));
  say("three");
  assertEquals(desk.networks.unsentOffline, 3);
  say("/connect two");
  const again = await desk.servers[1].accept();
  await welcome(again);
  await desk.until(() => ours(second).join() === "zero said,one said,two said,three said");
  assertEquals(messagesTo(again), ["PRIVMSG #1 one", "PRIVMSG #1 two", "PRIVMSG #1 three"]);
  assertEquals(second.chat.state.pending.size, 0);
  await desk.close();
});

Deno.test("A line that had arrived before its network was left is not sent again", async () => {
  const desk = new Desk();
  const options = {
    capabilities: "batch draft/chathistory echo-message labeled-response message-tags server-time",
    isupport: "CHATHISTORY=100 MSGREFTYPES=msgid,timestamp",
  };
  await welcome(await desk.servers[0].accept());
  desk.navigator.chat.input("/connect two");
  const two = await desk.servers[1].accept();
  await welcome(two, options);
  const second = desk.navigator.network;
  await desk.until(() => second.chat.state.conversations.get("#1")?.joined === true);
  two.send("@msgid=m1;time=2026-01-02T03:00:00.000Z :al!u@h PRIVMSG #1 :hi");
  await desk.until(() => second.chat.state.conversations.get("#1")?.lastMessage !== undefined);
  second.chat.input("arrived");
  second.chat.input("lost");
  await two.until(/PRIVMSG #1 lost/);
  second.chat.input("/disconnect");
  second.chat.input("/disconnect");
  await desk.until(() => desk.ended.includes("two left"));
  second.chat.input("/connect two");
  const again = await desk.servers[1].accept();
  again.answer((line) => {
    const [label = "", command, , , reference] = line.split(" ");
    if (command === "PRIVMSG") again.send(`${label} :bob!u@h PRIVMSG #1 :lost`);
    if (command !== "CHATHISTORY") return;
    const arrived = "@batch=h;msgid=m2;time=2026-01-02T03:00:01.000Z " +
      ":bob!u@h PRIVMSG #1 :arrived";
    again.send(
      `${label} :s BATCH +h chathistory #1`,
      ...(reference === "msgid=m1" ? [arrived] : []),
      ":s BATCH -h",
    );
  });
  await welcome(again, options);
  await desk.until(() => ours(desk.navigator.network).join() === "arrived said,lost said");
  assertEquals(messagesTo(again), ["PRIVMSG #1 lost"]);
  await desk.close();
});

Deno.test("/close leaves a room, forgets it and goes to the next conversation", async () => {
  const desk = new Desk();
  const { two, second } = await desk.connectSecond();
  desk.navigator.go({ network: "two", key: "#1" });
  two.answer((line) => line.startsWith("PART") && two.send(":bob!u@h PART #1"));
  desk.navigator.chat.input("/close");
  await desk.until(() => !second.chat.state.conversations.has("#1"));
  assertEquals(desk.navigator.current, { network: "two", key: "" });
  assertEquals(second.chat.rooms, []);
  await desk.close();
});

Deno.test("The list of friends is one for all networks", async () => {
  const desk = new Desk();
  const { first, second } = await desk.connectSecond();
  desk.navigator.chat.input("/friend add carol");
  assert(first.chat.state.friends.has("carol"));
  assert(second.chat.state.friends.has("carol"));
  await desk.close();
});

Deno.test("/connect does not wait until it is time to connect again", async () => {
  const desk = new Desk();
  const { one, first } = await desk.connectSecond();
  assert(!first.chat.connectNow());
  one.hangUp();
  await desk.until(() => first.chat.state.status === "waiting");
  desk.navigator.chat.input("/connect one");
  await welcome(await desk.servers[0].accept());
  await desk.until(() => first.chat.isOnline);
  await desk.close();
});

Deno.test("/networks counts rooms, and only where the server has let us in", async () => {
  const desk = new Desk();
  await welcome(await desk.servers[0].accept());
  const [first] = desk.networks.all;
  await desk.until(() => first?.chat.state.conversations.get("#1")?.joined === true);
  desk.servers[1].failure = "Nobody answers";
  first?.chat.input("/connect two");
  await desk.until(() => desk.ended.includes("two cannot-connect"));
  first?.chat.input("/networks");
  const entries = [...first?.chat.state.conversations.values() ?? []].flatMap((one) => one.entries);
  const texts = entries.flatMap((one) =>
    one.type === "note" && one.event.type === "local" ? one.event.text : []
  );
  assertEquals(texts.at(-1), "one: connected as bob, 1 room\ntwo: closed");
  await desk.close();
});
