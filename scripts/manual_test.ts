import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";

import { loadServerOptions } from "../server/options/mod.ts";
import { fillManual, manualParts } from "./manual.ts";

Deno.test("README.md shows the flags and settings that there are", async () => {
  const text = await Deno.readTextFile(new URL("../README.md", import.meta.url));
  assertEquals(text, fillManual(text), "deno run -A scripts/manual.ts brings it up to date");
});

Deno.test("The settings file of the manual is one that a server takes", () => {
  const toml = /```toml\n([\s\S]*?)```/.exec(manualParts().get("settings")!)![1]!;
  const options = loadServerOptions([], {
    env: {},
    readFile: (path) => path === "chat.toml" ? toml : "-----BEGIN a secret",
    isWorldReadable: () => false,
    dataFolder: ":memory:",
    warn: () => {},
  });
  assertEquals(options.listen.length, 2);
  assertEquals(options.motd, ["Be kind."]);
  assertEquals(
    options.limits,
    loadServerOptions([], {
      env: {},
      readFile: () => "",
      isWorldReadable: () => false,
      dataFolder: ":memory:",
      warn: () => {},
    }).limits,
  );
});

Deno.test("A text without a part's place is refused", () => {
  assertStringIncludes(assertThrows(() => fillManual("")).message, "<!-- join -->");
});
