import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";

import { loadServerOptions } from "../server/options/mod.ts";
import { parseTheme } from "../client/screen/drawing/theme_file.ts";
import { fillPage, PAGES, readPage } from "./manual.ts";

for (const page of Object.keys(PAGES)) {
  Deno.test(`The generated parts of ${page} are up to date`, async () => {
    const text = await readPage(page);
    assertEquals(text, fillPage(page, text), "deno run -A scripts/manual.ts updates it");
  });
}

Deno.test("A server accepts the settings file that docs/server.md shows", async () => {
  const [, toml = ""] = /```toml\n([\s\S]*?)```/.exec(await readPage("docs/server.md")) ?? [];
  const options = loadServerOptions([], {
    env: {},
    readFile: (path) => path === "chat.toml" ? toml : "-----BEGIN a secret",
    isWorldReadable: () => false,
    dataFolder: ":memory:",
    warn: () => {},
  });
  assertEquals(options.listen, [{ host: "0.0.0.0", port: 6667 }]);
  assertEquals(options.motd, ["Be kind."]);
  assertEquals(options.operators.map(({ name }) => name), ["root"]);
  assertEquals(options.limits.burst, 100);
});

Deno.test("The theme that docs/client.md shows can be used", async () => {
  const [, toml = ""] = /```toml\n([\s\S]*?)```/.exec(await readPage("docs/client.md")) ?? [];
  const { background, roles } = parseTheme("mine", toml);
  assertEquals(background, "#fffaf0");
  assertEquals(roles.mention, { fg: "#b3261e", bold: true });
});

Deno.test("A page without the comments of a part is refused", () => {
  assertStringIncludes(
    assertThrows(() => fillPage("docs/json.md", "")).message,
    "Cannot find <!-- json --> in docs/json.md",
  );
});
