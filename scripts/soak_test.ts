import { assertEquals, assertMatch } from "@std/assert";

const SOAK = new URL("soak.ts", import.meta.url).pathname;

Deno.test("A short soak finds nothing wrong, and says what it has seen", async () => {
  const args = ["run", "--no-check", "-A", SOAK, "--minutes", "0.1", "--clients", "12"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(code, 0, text + new TextDecoder().decode(stderr));
  assertMatch(text, /^\d+ of \d+ messages acknowledged, [1-9]\d* received/m);
  assertMatch(text, /^Nothing was lost, doubled or left behind$/m);
});
