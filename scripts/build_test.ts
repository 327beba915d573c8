import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";

import { bundle } from "./bundle.ts";

Deno.test("The program begins with a small file, and loads a command only when it runs", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const main = join(import.meta.dirname ?? "", "..", "main.ts");
    await bundle(main, { platform: "deno", minify: false, folder });
    const text = await Deno.readTextFile(join(folder, "main.js"));
    assert(text.length < 20_000, `main.js has ${text.length} characters`);
    const parts = [...text.matchAll(/await import\("\.\/(\w+)-\w+\.js"\)/g)].map(([, name]) =>
      name
    );
    assertEquals(parts, ["cli", "mod", "export", "backup", "hash_password"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
