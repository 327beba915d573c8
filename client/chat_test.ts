import { assert, assertEquals } from "@std/assert";

import { Chat } from "./chat.ts";
import { DEFAULT_BACKOFF } from "./connection/backoff.ts";
import type { ClientEvent } from "./events.ts";
import type { SessionOptions } from "./session/options.ts";
import { FakeClock } from "./testing/fake_clock.ts";
import { FakeServer, welcome } from "./testing/fake_server.ts";
import { Feed } from "./testing/feed.ts";
import { Settings } from "./settings/mod.ts";

/** Starts the chat of a person, who joins room 1 as bob. */
function start(options: Partial<SessionOptions> = {}) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const events = new Feed<ClientEvent>();
  const chat = new Chat({
    session: {
      connect: server.connect,
      address: "irc.test:6667",
      clock,
      random: () => 1,
      backoff: DEFAULT_BACKOFF,
      nick: "bob",
      realname: undefined,
      account: undefined,
      serverPassword: undefined,
      rooms: ["#1"],
      historyLines: 0,
      showUnread: false,
      version: "chat",
      ...options,
    },
    to: undefined,
    settings: new Settings(),
    saveFile: (name) => name,
    interactive: true,
    listen: (event) => events.push(event),
  });
  const ended = chat.run();
  const seen = async <T extends ClientEvent["type"]>(type: T) => {
    for (;;) {
      const { value } = await events.next();
      if (value.type === type) return value as Extract<ClientEvent, { type: T }>;
    }
  };
  const end = async () => {
    chat.finish();
    assertEquals((await ended).type, "left");
  };
  return { server, clock, chat, seen, end };
}

Deno.test("A person who cannot join a room returns to the room before it", async () => {
  const { server, chat, seen, end } = start();
  const peer = await server.accept();
  await welcome(peer);
  await seen("join");
  // Without the JOIN that the fake server answers with.
  peer.mute = true;
  chat.input("/join 2");
  assertEquals(chat.current, "#2");
  await peer.until(/^JOIN #2/);
  const [, ping] = /^PING (chat-\d+)/.exec(await peer.until(/^PING chat-\d/)) ?? [];
  peer.mute = false;
  peer.send(":s 473 bob #2 :Cannot join", `:s PONG s ${ping}`);
  assertEquals((await seen("refused")).about, "#2");
  assertEquals(chat.current, "#1");
  await end();
});

Deno.test("The welcome names the network if the server does", async () => {
  for (const [isupport, network] of [["NETWORK=Test", "Test"], ["", undefined]] as const) {
    const { server, seen, end } = start();
    await welcome(await server.accept(), { isupport });
    assertEquals((await seen("welcome")).network, network);
    await end();
  }
});

Deno.test("With another nickname for one in use, the client connects again at once", async () => {
  const asked: string[] = [];
  const askName = (taken: string) => Promise.resolve(asked.push(taken) === 1 ? "rob" : undefined);
  const { server, seen, chat, end } = start({ askName });
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(":s 433 * bob :Nickname is already in use");
  // The clock stands still: no delay passes.
  await welcome(await server.accept());
  await seen("join");
  assertEquals(asked, ["bob"]);
  assertEquals(chat.nick, "rob");
  await end();
});

Deno.test("Without another nickname for one in use, the chat ends", async () => {
  const { server, seen, chat } = start({ askName: () => Promise.resolve(undefined) });
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(":s 433 * bob :Nickname is already in use");
  while ((await seen("connection")).status !== "closed");
  assert(!chat.isOnline);
});
