import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";

import { loadSettings, saveSettings, settingsPath } from "./settings.ts";

function pathIn(variables: Readonly<Record<string, string>>): string | undefined {
  return settingsPath((name) => variables[name]);
}

Deno.test("The settings are in CHAT_SETTINGS, or else in the platform's folder for settings", () => {
  const inFolder = (folder: string) => join(folder, "chat", "settings.json");
  const home = { HOME: "/home/bob" };
  assertEquals(pathIn({}), undefined);
  assertEquals(pathIn(home), inFolder("/home/bob/.config"));
  assertEquals(pathIn({ ...home, XDG_CONFIG_HOME: "/xdg" }), inFolder("/xdg"));
  assertEquals(pathIn({ ...home, APPDATA: "/appdata" }), inFolder("/appdata"));
  assertEquals(pathIn({ ...home, APPDATA: "/appdata", CHAT_SETTINGS: "/set" }), "/set");
});

/** A settings file that exists only in this test. */
function fileWith(text: string | undefined) {
  const file = { text };
  const io = {
    env: (name: string) => name === "CHAT_SETTINGS" ? "/set" : undefined,
    readFile: () => {
      if (file.text === undefined) throw new Error("no such file");
      return file.text;
    },
    writeFile: (_path: string, text: string) => {
      file.text = text;
    },
  };
  return { file, io };
}

Deno.test("A settings file that is missing or malformed has no friends", () => {
  for (const text of [undefined, "", "{", "null", "7", '{"friends":7}', '{"friends":["a b",7]}']) {
    assertEquals(loadSettings(fileWith(text).io), { friends: [] });
  }
  assertEquals(loadSettings(fileWith('{"friends":["al","a b"]}').io), { friends: ["al"] });
});

Deno.test("Saving the friends keeps the other fields of the file", () => {
  const { file, io } = fileWith('{"theme":"dark","friends":["al"]}');
  saveSettings(io, { friends: ["al", "cy"] });
  assertEquals(JSON.parse(file.text ?? ""), { theme: "dark", friends: ["al", "cy"] });
});

Deno.test("Settings cannot be saved without a folder", () => {
  const { io } = fileWith(undefined);
  const save = () => saveSettings({ ...io, env: () => undefined }, { friends: [] });
  assertThrows(save, Error, "set CHAT_SETTINGS to a file");
});
