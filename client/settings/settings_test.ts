import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";

import { Settings, type SettingsFile } from "./mod.ts";

function fileOf(text: string | undefined): SettingsFile & { text: string | undefined } {
  const file = {
    path: "/s.toml",
    text,
    read: () => file.text,
    write: (changed: string) => {
      file.text = changed;
    },
    themes: () => [],
  };
  return file;
}

Deno.test("Settings have their defaults without a file", () => {
  const settings = new Settings(fileOf(undefined));
  assertEquals(settings.get("theme"), "dark");
  assert(settings.get("mouse"));
  assertEquals(settings.get("notify.words"), []);
  assertEquals(settings.problems, []);
});

Deno.test("A changed setting keeps the comments, unknown keys and order of the file", () => {
  const text = `# mine
theme = "light"   # for the day
future = 1

[notify]
words = [
  "lunch", # every day
]
[networks.home]
host = "::1"
`;
  const file = fileOf(text);
  const settings = new Settings(file);
  assertEquals(settings.get("notify.words"), ["lunch"]);
  settings.set("theme", "blue");
  assertEquals(file.text, text.replace('"light"', '"blue"'));
  settings.set("notify.bell", false);
  settings.set("mouse", false);
  settings.reset("theme");
  assertEquals(
    file.text,
    `# mine
future = 1
mouse = false

[notify]
words = [
  "lunch", # every day
]
bell = false
[networks.home]
host = "::1"
`,
  );
  assertEquals(new Settings(file).get("notify.bell"), false);
});

Deno.test("The first change makes a file with a table for the key", () => {
  const file = fileOf(undefined);
  const settings = new Settings(file);
  settings.set("last.name", 'a"b#c');
  settings.set("theme", "mono");
  settings.set("last.rooms", ["1", "2"]);
  assertEquals(
    file.text,
    '# The settings of chat join. /set shows and changes them.\ntheme = "mono"\n\n[last]\n' +
      'name = "a\\"b#c"\nrooms = ["1","2"]\n',
  );
  const again = new Settings(file);
  assertEquals(again.get("last.name"), 'a"b#c');
  assertEquals(again.get("last.rooms"), ["1", "2"]);
});

Deno.test("A broken file is reported with its line, and nothing of it is overwritten", () => {
  for (
    const [text, line] of [
      ["theme = dark\n", 1],
      ["mouse = true\n\nfoo bar\n", 3],
      ['mouse = true\nwords = [\n  "a",\n', 2],
      ["[notify\nbell = true\n", 1],
    ] as const
  ) {
    const file = fileOf(text);
    const settings = new Settings(file);
    assertStringIncludes(settings.problems[0] ?? "", `/s.toml, line ${line}: `);
    const error = assertThrows(() => settings.set("theme", "blue"), Error);
    assertStringIncludes(error.message, `line ${line}`);
    assertEquals(settings.get("theme"), "blue");
    assertEquals(file.text, text);
  }
});

Deno.test("A wrong value is reported with its line, and the others are used", () => {
  const file = fileOf('theme = "blue"\n[notify]\nbell = "loud"\nwords = ["a", 2]\n');
  const settings = new Settings(file);
  assertEquals(settings.get("theme"), "blue");
  assert(settings.get("notify.bell"));
  assertEquals(settings.problems, [
    "/s.toml, line 4: notify.words is not used: it is a list of at most 500 texts",
    "/s.toml, line 3: notify.bell is not used: it is on or off",
  ]);
});

Deno.test("A value that a setting cannot have is refused and not saved", () => {
  const file = fileOf("");
  const settings = new Settings(file);
  assertThrows(() => settings.set("language", "de" as "en"), Error, "it is one of auto, en, zh");
  assertThrows(() => settings.set("history", -1), Error, "it is a number from 0 to 99999");
  assertEquals(file.text, "");
});

Deno.test("What another client has saved meanwhile is kept", () => {
  const file = fileOf("");
  const [one, other] = [new Settings(file), new Settings(file)];
  one.set("theme", "blue");
  other.set("mouse", false);
  const now = new Settings(file);
  assertEquals(now.get("theme"), "blue");
  assertEquals(now.get("mouse"), false);
});

Deno.test("Networks are read with their defaults, and one without a host is reported", () => {
  const settings = new Settings(fileOf(`
[networks.libera]
host = "irc.libera.chat"
tls = true
rooms = ["#deno"]
autoconnect = true
[networks.bad]
port = 7000
`));
  assertEquals([...settings.networks.values()], [{
    name: "libera",
    host: "irc.libera.chat",
    port: undefined,
    tls: true,
    tlsFingerprint: undefined,
    saslMechanism: undefined,
    tlsCa: undefined,
    nickname: undefined,
    account: undefined,
    passwordFile: undefined,
    serverPasswordFile: undefined,
    allowPlaintextPassword: false,
    rooms: ["#deno"],
    autoconnect: true,
  }]);
  assertEquals(settings.problems, [
    "/s.toml, line 7: networks.bad.host is not used: a network needs a host",
  ]);
});

Deno.test("Listeners hear of a change until they end that", () => {
  const settings = new Settings();
  const heard: string[] = [];
  const end = settings.onChange((key) => heard.push(key));
  settings.set("theme", "blue");
  settings.reset("theme");
  end();
  settings.set("theme", "mono");
  assertEquals(heard, ["theme", "theme"]);
});

Deno.test("a front end has the settings that it uses, and keeps those of the others", () => {
  const keys = (settings: Settings) => settings.rows.map(({ key }) => key);
  const [terminal, page] = [new Settings(), new Settings(undefined, "page")];
  assertEquals(keys(terminal).includes("text-size"), false);
  assertEquals(keys(page).includes("text-size"), true);
  assertEquals(keys(page).includes("mouse"), false);
  assertEquals([terminal.row("mouse")?.key, page.row("mouse")], ["mouse", undefined]);
  assertEquals([terminal.row("theme")?.key, page.row("theme")?.key], ["theme", "theme"]);
});
