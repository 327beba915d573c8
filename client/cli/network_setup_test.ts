import { assertEquals, assertThrows } from "@std/assert";

import { Settings } from "../settings/mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer } from "../testing/fake_server.ts";
import type { ChatSetup } from "../networks.ts";
import { networkSetup, startingNetworks } from "./network_setup.ts";

const SETTINGS = `
[networks.home]
host = "irc.example.org"
tls = true
nickname = "robert"
rooms = ["tea", "#2"]
autoconnect = true

[networks.work]
host = "10.0.0.1"
account = "bob"
autoconnect = true
`;

function options() {
  const settings = new Settings({
    path: "/s.toml",
    read: () => SETTINGS,
    write: () => {},
    themes: () => [],
  });
  const chat = {
    settings,
    session: { nick: "bob", rooms: ["#1"], serverPassword: "secret", address: "first:6667" },
  } as unknown as ChatSetup;
  return { chat, io: new FakeIo({ connect: new FakeServer().connect }) };
}

Deno.test("A wrong fingerprint or mechanism of a network is reported", () => {
  for (const [key, value] of [["tls-fingerprint", "00:11"], ["sasl-mechanism", "EXTERNAL"]]) {
    const settings = new Settings({
      path: "/s.toml",
      read: () => `[networks.home]\nhost = "h"\n${key} = "${value}"\n`,
      write: () => {},
      themes: () => [],
    });
    const { chat, io } = options();
    const reason = `networks.home.${key} "${value}" is not`;
    assertThrows(() => networkSetup(["home"], { chat: { ...chat, settings }, io }), Error, reason);
  }
});

Deno.test("A network has its own mechanism, and not that of the first one", () => {
  const settings = new Settings({
    path: "/s.toml",
    read: () => '[networks.home]\nhost = "h"\nsasl-mechanism = "plain"\n',
    write: () => {},
    themes: () => [],
  });
  const { chat, io } = options();
  const first = {
    ...chat,
    settings,
    session: { ...chat.session, saslMechanism: "PLAIN" },
  } as const;
  const setUp = (words: string[]) => networkSetup(words, { chat: first, io }).chat.session;
  assertEquals(setUp(["home"]).saslMechanism, "PLAIN");
  assertEquals(setUp(["other.example.org"]).saslMechanism, undefined);
});

Deno.test("A network of the settings with a wrong address says which", () => {
  const settings = new Settings({
    path: "/s.toml",
    read: () => '[networks.home]\nhost = "a,b:x"\n',
    write: () => {},
    themes: () => [],
  });
  const { chat, io } = options();
  const reason = "networks.home.host: “b:x” is not a server";
  assertThrows(() => networkSetup(["home"], { chat: { ...chat, settings }, io }), Error, reason);
});

Deno.test("/connect finds a network of the settings by its name, and takes nothing secret along", () => {
  const named = networkSetup(["HOME"], options());
  assertEquals(named.id, "home");
  assertEquals(named.chat.session.address, "irc.example.org:6697");
  assertEquals(named.chat.session.nick, "robert");
  assertEquals(named.chat.session.rooms, ["#tea", "#2"]);
  const other = networkSetup(["other.example.org"], options());
  assertEquals(other.id, "other.example.org:6667");
  assertEquals(networkSetup(["a,b:6668", "tls"], options()).id, "a:6697,b:6668");
  assertEquals(other.chat.session.nick, "bob");
  assertEquals(other.chat.session.serverPassword, undefined);
  assertEquals(other.chat.session.rooms, []);
});

Deno.test("Networks of the settings start by themselves, and one that cannot is reported", () => {
  const { setups, problems } = startingNetworks(options());
  assertEquals(setups.map(({ id }) => id), ["home"]);
  assertEquals(problems, ["Network work has the account bob, and needs a password-file"]);
});
