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

Deno.test("A theme with a mistake is refused with its line and key", () => {
  for (
    const [text, problem] of [
      ['background = "red"', 'line 1: background is not "#rrggbb"'],
      ["# mine\nnicknames = 3", "line 2: nicknames is not "],
      ['base = "pink"', "line 1: base is not dark, light, blue, high-contrast, mono"],
      ["\n[roles.shout]", "line 2: roles.shout is not text, "],
      ["[roles.mention]\nblink = true", "line 2: roles.mention.blink is not fg, "],
      ["[roles.mention]\n\nbold = 1", "line 3: roles.mention.bold is not fg, "],
      ["[roles.mention]\nfg = #ff0000", "line 2: this value cannot be read"],
      ["dark", "line 1: this is no key = value, no [table] and no # comment"],
    ] as const
  ) assertThrows(() => parseTheme("mine", text), Error, `mine.toml, ${problem}`);
});
