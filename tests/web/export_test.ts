import { assert } from "@std/assert";

import { startServer } from "../harness/server.ts";
import { openPage, testInBrowser } from "./browser.ts";

testInBrowser("A conversation is exported as text, JSON and a page", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  await using alice = await openPage(server);
  await alice.enter("alice");
  await alice.say("keep <this> 好");
  await alice.hears("keep <this> 好");
  const expected = [
    ["Text", "txt", "alice: keep <this> 好"],
    ["JSON", "json", '"keep <this> 好"'],
    [
      "Web page",
      "html",
      "keep &#60;this&#62; 好",
    ],
  ] as const;
  for (const [label, ending, text] of expected) {
    await alice.page.getByRole("button", { name: "Export" }).click();
    const dialog = alice.page.getByRole("dialog");
    await dialog.getByRole("radio", { name: label }).check();
    const [download] = await Promise.all([
      alice.page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Save" }).click(),
    ]);
    assert(download.suggestedFilename().endsWith(`.${ending}`), download.suggestedFilename());
    const content = await Deno.readTextFile(await download.path());
    assert(content.includes(text), content);
  }
});
