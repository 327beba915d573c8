import { assertEquals, assertStringIncludes } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("REHASH reads the settings again, and reports an error in them", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const { text } = server.settings;
  server.settings.text = `motd = "New"\n${text}`;
  assertEquals(await answers(root, "REHASH"), [
    "382 root chat.toml Reading the settings again",
    "NOTICE root The new settings are in use",
  ]);
  assertEquals((await answers(root, "MOTD"))[1], "372 root - New");
  server.settings.text = `nonsense = 1\n${text}`;
  const [, problem] = await answers(root, "REHASH");
  assertStringIncludes(problem ?? "", 'Settings unchanged: Unknown key "nonsense" in chat.toml');
  assertEquals((await answers(root, "MOTD"))[1], "372 root - New");
});
