import { assertEquals } from "@std/assert";

import { openPage, testInBrowser, type Visitor } from "./browser.ts";
import { startServer } from "../harness/server.ts";

const PAGE = ["--web-port", "0"];

/** Has the notifications of a page collected instead of shown; the person allows them. */
async function collectNotifications({ page }: Visitor): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const shown: string[] = [];
    class Collected {
      static permission = "default";
      static requestPermission() {
        Collected.permission = "granted";
        return Promise.resolve("granted");
      }
      constructor(title: string, { body }: { body: string }) {
        shown.push(`${title}: ${body}`);
      }
      close() {}
    }
    Object.assign(globalThis, { Notification: Collected, shown });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
}

testInBrowser("A message for somebody elsewhere counts in the title, and notifies", async () => {
  await using server = await startServer({ args: PAGE });
  await using alice = await openPage(server);
  await using bob = await openPage(server);
  await alice.enter("alice", { room: "a b" });
  await bob.enter("bob", { room: "b" });
  const shown = await collectNotifications(alice);
  await alice.page.keyboard.press("Control+,");
  await alice.page.getByRole("switch", { name: "Show notifications on the desktop" }).click();
  await alice.page.getByRole("switch", { name: "Show notifications", checked: true }).waitFor();
  await alice.page.keyboard.press("Escape");
  await bob.say("to everybody");
  await alice.page.waitForFunction(() => document.title === "(1) a – chat");
  assertEquals(await shown(), []);
  await bob.say("to alice");
  await alice.page.waitForFunction(() => document.title === "(2) a – chat");
  await alice.page.waitForFunction(() => "shown" in globalThis);
  assertEquals(await shown(), ["bob in b: to alice"]);
  const said = alice.page.locator("[role=log][aria-live=polite]");
  await said.getByText("bob mentions you in b").waitFor({ state: "attached" });
  await alice.goTo("b");
  await alice.page.waitForFunction(() => document.title === "b – chat");
});
