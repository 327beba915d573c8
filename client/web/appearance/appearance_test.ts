/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import { Settings } from "../../settings/mod.ts";
import { themeOf } from "./appearance.ts";

function themeWhere(settings: Settings, ...queries: string[]): string {
  return themeOf(settings, { matches: (query) => queries.includes(query) });
}

Deno.test("the theme follows the system until one is chosen", () => {
  const settings = new Settings(undefined, "page");
  const [light, contrast] = ["(prefers-color-scheme: light)", "(prefers-contrast: more)"];
  assertEquals(themeWhere(settings), "dark");
  assertEquals(themeWhere(settings, light), "light");
  assertEquals(themeWhere(settings, light, contrast), "high-contrast");
  settings.set("theme", "blue");
  assertEquals(themeWhere(settings, light), "blue");
  settings.set("theme", "of-another-machine");
  assertEquals(themeWhere(settings, light), "light");
});
