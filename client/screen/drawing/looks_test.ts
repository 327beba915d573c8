import { assertEquals, assertStringIncludes } from "@std/assert";

import { Settings } from "../../settings/mod.ts";
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
  settings.set("theme", "mine");
  assertStringIncludes(looks.update() ?? "", "“mine”: there is no such file");
  assertEquals(looks.painter.theme.name, "blue");
});
