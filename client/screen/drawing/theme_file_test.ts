import { assertEquals, assertThrows } from "@std/assert";

import { THEME_NAMES } from "../../settings/mod.ts";
import { findTheme, parseTheme } from "./theme_file.ts";
import { THEMES } from "./themes.ts";

Deno.test("The settings name the themes that are built in, in their order", () => {
  assertEquals<readonly string[]>(THEMES.map(({ name }) => name), THEME_NAMES);
});

Deno.test("A theme of one's own changes what it names and has the rest of its base", () => {
  const theme = findTheme("mine", () => `
base = "blue"
background = "#000011"
nicknames = ["#ffffff"]
[roles.mention]
fg = "#ff0000"
underline = true
`);
  const blue = findTheme("blue", () => "");
  assertEquals(theme, {
    ...blue,
    name: "mine",
    background: "#000011",
    nicknames: ["#ffffff"],
    roles: { ...blue.roles, mention: { fg: "#ff0000", underline: true } },
  });
});

Deno.test("A theme with a mistake is refused with the key", () => {
  for (
    const [text, key] of [
      ['background = "red"', "background"],
      ["nicknames = 3", "nicknames"],
      ['base = "pink"', "base"],
      ["[roles.shout]", "roles.shout"],
      ["[roles.mention]\nblink = true", "roles.mention.blink"],
      ["[roles.mention]\nbold = 1", "roles.mention.bold"],
    ] as const
  ) assertThrows(() => parseTheme("mine", text), Error, `${key} is not `);
});
