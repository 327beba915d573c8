import { assertEquals } from "@std/assert";

import { openPage, PHONE, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

/** The rooms of the list, from top to bottom. */
async function roomsOf({ page }: Visitor): Promise<string[]> {
  return await page.locator(".conversations .row.room").allInnerTexts();
}

/** A row of the list of conversations. */
function row({ page }: Visitor, title: string) {
  return page.locator(`.conversations [data-roving="${title}"]`);
}

/** Chooses something in the menu of a conversation. */
async function choose(visitor: Visitor, title: string, item: string): Promise<void> {
  await row(visitor, title).click({ button: "right" });
  await visitor.page.getByRole("menuitem", { name: item }).click();
}

testInBrowser("Rooms are ordered by mouse and keys, and the order is kept", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "a b c" });
  await row(alice, "c").focus();
  await alice.page.keyboard.press("Alt+Shift+ArrowUp");
  await alice.page.locator(".conversations .row.room").nth(1).and(row(alice, "c")).waitFor();
  assertEquals(await roomsOf(alice), ["a", "c", "b"]);
  await row(alice, "b").dragTo(row(alice, "a"));
  await alice.page.locator(".conversations .row.room").nth(0).and(row(alice, "b")).waitFor();
  assertEquals(await roomsOf(alice), ["b", "a", "c"]);
  await alice.page.reload();
  await alice.hasEntered();
  assertEquals(await roomsOf(alice), ["b", "a", "c"]);
});

testInBrowser("A muted room counts mentions alone, and a room that is left goes", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await using bob = await openPage(server);
  await alice.enter("alice", { room: "a b" });
  await bob.enter("bob", { room: "b" });
  await choose(alice, "b", "Mute");
  await row(alice, "b").getByRole("img", { name: "muted" }).waitFor();
  await bob.say("to everybody");
  await bob.say("to alice");
  await row(alice, "b").getByText("1", { exact: true }).waitFor();
  await choose(alice, "b", "Leave the room");
  await row(alice, "b").waitFor({ state: "detached" });
});

testInBrowser("The plus sign lists the rooms of the server, and makes new ones", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await using bob = await openPage(server);
  await bob.enter("bob", { room: "workshop" });
  await alice.enter("alice", { room: "a" });
  await alice.page.getByRole("button", { name: "Enter a room" }).click();
  await alice.page.getByRole("option", { name: "workshop" }).click();
  await alice.page.getByRole("heading", { name: "workshop", level: 1 }).waitFor();
  await alice.page.getByRole("button", { name: "Talk to a person" }).click();
  const field = alice.page.getByRole("combobox", { name: "Room or person" });
  await field.fill("@bob");
  await alice.page.getByRole("option", { name: "Talk to bob" }).waitFor();
  await field.press("Enter");
  await alice.page.getByRole("heading", { name: "bob", level: 1 }).waitFor();
});

testInBrowser("A member's menu makes a friend, who is seen to go", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await alice.enter("alice");
  {
    await using bob = await openPage(server);
    await bob.enter("bob");
    await alice.page.getByRole("button", { name: "Menu of bob" }).click();
    await alice.page.getByRole("menuitem", { name: "Add to friends" }).click();
    await row(alice, "bob").getByRole("img", { name: "online" }).waitFor();
  }
  await row(alice, "bob").getByRole("img", { name: "offline" }).waitFor();
});

testInBrowser("On a phone the lists are drawers that Escape, Back and a choice close", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server, { size: PHONE, isTouched: true });
  await alice.enter("alice", { room: "a b" });
  const opening = alice.page.getByRole("button", { name: "Conversations" });
  const drawer = alice.page.locator("dialog.drawer");
  const ways = [
    () => alice.page.keyboard.press("Escape"),
    () => alice.page.goBack(),
    () => alice.page.getByRole("button", { name: "Close" }).click(),
  ];
  for (const close of ways) {
    await opening.click();
    await drawer.waitFor();
    await close();
    await drawer.waitFor({ state: "detached" });
  }
  assertEquals(await opening.evaluate((button) => button === document.activeElement), true);
  await alice.goTo("b");
  await drawer.waitFor({ state: "detached" });
});

testInBrowser("A drawer that is opened as soon as another is closed stays open", async () => {
  await using alice = await openPage(await sharedServer(), { size: PHONE, isTouched: true });
  await alice.enter("alice", { room: "drawers" });
  const { page } = alice;
  await page.getByRole("button", { name: "Conversations" }).click();
  await page.getByRole("dialog", { name: "Conversations" }).waitFor();
  // The browser goes back in its history some time after it is told to.
  await page.evaluate(async () => {
    const back = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
    document.querySelector<HTMLElement>(".close-drawer")!.click();
    await Promise.resolve();
    document.querySelector<HTMLElement>("button[aria-label=Members]")!.click();
    await back;
  });
  const members = page.getByRole("dialog", { name: "Members" });
  await members.waitFor();
  await page.waitForFunction(() => history.state === "drawer");
  assertEquals(await members.count(), 1);
  await page.goBack();
  await members.waitFor({ state: "detached" });
  assertEquals(await alice.field.isVisible(), true);
});

testInBrowser(
  "A menu at the lower edge stands above its button, and does not cover it",
  async () => {
    await using alice = await openPage(await sharedServer(), { size: PHONE, isTouched: true });
    await alice.enter("alice", { room: "edge" });
    await alice.page.getByRole("button", { name: "Conversations" }).click();
    const button = alice.page.locator(".own-button");
    await button.click();
    const menu = alice.page.getByRole("menu");
    await menu.waitFor();
    const [above, below] = [(await menu.boundingBox())!, (await button.boundingBox())!];
    assertEquals(above.y >= 0 && above.y + above.height <= below.y, true);
  },
);
