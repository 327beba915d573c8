import { assertEquals } from "@std/assert";

import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

/** Waits until a conversation is shown. */
async function shows({ page }: Visitor, title: string): Promise<void> {
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
}

testInBrowser("Keys go from one conversation to another, and to the unread one", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await using bob = await openPage(server);
  await alice.enter("alice", { room: "a b c" });
  await bob.enter("bob", { room: "b" });
  const { keyboard } = alice.page;
  await keyboard.press("Alt+Shift+Digit3");
  await shows(alice, "c");
  await keyboard.press("Alt+ArrowUp");
  await shows(alice, "b");
  await keyboard.press("Alt+Shift+Digit1");
  await shows(alice, "a");
  await bob.say("hello");
  await alice.page.locator(".row", { hasText: "b" }).locator(".count").waitFor();
  await keyboard.press("Alt+a");
  await shows(alice, "b");
  await keyboard.press("Control+k");
  await alice.page.getByRole("combobox").fill("c");
  await keyboard.press("Enter");
  await shows(alice, "c");
});

testInBrowser("A window gives the focus back, and ? shows the keys outside of a text", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "a b" });
  const { keyboard } = alice.page;
  const current = alice.page.locator(".row[aria-current]");
  await current.focus();
  await keyboard.press("?");
  const keys = alice.page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("Alt+Shift+1 … Alt+Shift+9").waitFor();
  await keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  assertEquals(await current.evaluate((row) => row === document.activeElement), true);
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await shows(alice, "b");
  await alice.field.focus();
  await keyboard.press("?");
  assertEquals(await alice.field.inputValue(), "?");
  await keyboard.press("Control+/");
  await keys.waitFor();
  await alice.page.mouse.click(5, 5);
  await keys.waitFor({ state: "detached" });
});

testInBrowser("F6 goes round the parts of the page", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await alice.enter("alice");
  await alice.say("hello");
  await alice.hears("hello");
  const seen: string[] = [];
  for (let step = 0; step < 5; step++) {
    await alice.page.keyboard.press("F6");
    seen.push(
      await alice.page.evaluate(() =>
        document.activeElement?.closest(
          ".conversations, .header, .timeline-region, .composer, .members",
        )?.className ?? ""
      ),
    );
  }
  assertEquals(seen, ["members", "conversations", "header", "timeline-region", "composer"]);
});
