import { assert, assertEquals } from "@std/assert";

import { enterChat } from "../harness/join.ts";
import { openPage, PHONE, sharedServer, testInBrowser } from "./browser.ts";

/** A phone held across. */
const LANDSCAPE = { width: 500, height: 360 };

testInBrowser("A topic can be opened only where it is cut", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await alice.enter("alice");
  const more = alice.page.getByRole("button", { name: "More", exact: true });
  await alice.say("/topic Tea at four in the garden behind the house");
  await alice.page.locator(".topic-text", { hasText: "Tea" }).waitFor();
  assertEquals(await more.count(), 0);
  await alice.page.setViewportSize(PHONE);
  await more.click();
  await alice.page.getByRole("button", { name: "Less" }).click();
  await more.waitFor();
});

testInBrowser("The columns of an answer stand below each other", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await alice.enter("alice");
  await alice.say("/whois alice");
  const body = alice.page.locator(".event.table .body", { hasText: "local.chat" });
  const family = await body.evaluate((element) => getComputedStyle(element).fontFamily);
  assert(family.includes("monospace"), family);
});

testInBrowser("Whoever is removed from a room stays there and reads by whom", async () => {
  const server = await sharedServer();
  await using carol = await enterChat(server, "carol", { rooms: ["tea"] });
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "tea" });
  await alice.page.getByText("alice came").waitFor();
  await carol.type("/kick alice too loud");
  await alice.page.getByText("alice was removed by carol (too loud)").waitFor();
  await alice.page.getByRole("heading", { name: "tea", level: 1 }).waitFor();
  await alice.say("am I heard?");
  await alice.page.getByRole("button", { name: "Send again" }).waitFor();
});

testInBrowser("The choice of rooms fits a small window", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server, { size: LANDSCAPE });
  await alice.enter("alice", { room: "a b c d e f g h i j" });
  await alice.page.keyboard.press("Control+k");
  const dialog = alice.page.getByRole("dialog", { name: "Go to" });
  await dialog.getByText("room", { exact: true }).nth(9).waitFor();
  const { y, height } = await dialog.boundingBox() ?? { y: 0, height: 0 };
  assert(y + height < LANDSCAPE.height, `The window ends at ${y + height}`);
});

testInBrowser("After a reload one is in the room where one was", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "a b c", remember: true });
  await alice.goTo("b");
  await alice.page.reload();
  await alice.hasEntered();
  await alice.page.getByRole("heading", { name: "b", level: 1 }).waitFor();
});
