import { assertEquals, assertThrows } from "@std/assert";

import { NO_FILE, Settings } from "../../settings/mod.ts";
import { depthOf, Looks } from "./looks.ts";

Deno.test("The colours follow NO_COLOR, COLORTERM and TERM", () => {
  const depth = (env: Record<string, string>) => depthOf((name) => env[name]);
  assertEquals(depth({ NO_COLOR: "1", COLORTERM: "truecolor" }), "none");
  assertEquals(depth({ NO_COLOR: "", COLORTERM: "truecolor" }), "true");
  assertEquals(depth({ TERM: "xterm-256color" }), "256");
  assertEquals(depth({ TERM: "xterm" }), "16");
});

Deno.test("The settings decide about theme and colours, and a theme that cannot be read changes nothing", () => {
  const settings = new Settings();
  const readTheme = () => {
    throw new Error("there is no such file");
  };
  const looks = new Looks({ settings, env: () => undefined, readTheme });
  settings.set("theme", "blue");
  settings.set("colours", "true");
  assertEquals(looks.update(), undefined);
  assertEquals(looks.painter.theme.name, "blue");
  assertEquals(looks.painter.depth, "true");
  assertThrows(
    () => settings.set("theme", "mine"),
    Error,
    "Cannot set theme: there is no such file",
  );
  assertEquals(settings.get("theme"), "blue");
});

Deno.test("A theme of the settings file that cannot be read is reported, and the first one is used", () => {
  const settings = new Settings({ ...NO_FILE, path: "/s.toml", read: () => 'theme = "mine"' });
  const looks = new Looks({ settings, env: () => undefined, readTheme: () => "nicknames = 3" });
  assertEquals(
    looks.update(),
    'Cannot use the theme “mine”: mine.toml, line 1: nicknames is not ["#rrggbb", …]',
  );
  assertEquals(looks.painter.theme.name, "dark");
});
