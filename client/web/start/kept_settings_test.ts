/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import { type SettingKey, Settings } from "../../settings/mod.ts";
import { KeptSettings } from "./kept_settings.ts";

const KEYS: readonly SettingKey[] = ["theme", "text-size", "density", "language"];

Deno.test("Kept settings are those of the file that Settings writes", () => {
  let text: string | undefined;
  const file = {
    path: "this browser",
    read: () => text,
    write: (written: string) => void (text = written),
    themes: () => [],
  };
  const settings = new Settings(file, "page");
  const check = () => {
    const kept = new KeptSettings(text);
    for (const key of KEYS) {
      assertEquals([key, kept.get(key)], [key, settings.get(key)]);
      assertEquals([key, kept.isSet(key)], [key, settings.isSet(key)]);
    }
  };
  check();
  settings.set("notify.sound", true);
  settings.set("theme", "blue");
  settings.set("text-size", 5);
  check();
  settings.set("density", "compact");
  settings.set("language", "zh");
  settings.reset("theme");
  check();
});

Deno.test("A value that cannot be read is the default", () => {
  const kept = new KeptSettings('theme = blue\ntext-size = \n# density = "compact"\n');
  assertEquals(KEYS.map((key) => kept.get(key)), ["dark", 3, "comfortable", "auto"]);
});
