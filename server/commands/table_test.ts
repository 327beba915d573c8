import { assertEquals, assertMatch } from "@std/assert";
import { COMMANDS } from "./table.ts";

Deno.test("Every command has a grammar that begins with its name, and a description", () => {
  for (const [name, { usage, description }] of COMMANDS) {
    assertEquals(usage.split(" ", 1), [name]);
    assertMatch(description, /^[A-Z].+\.$/, name);
  }
});
