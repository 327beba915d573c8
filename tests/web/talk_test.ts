import { assertEquals } from "@std/assert";

import { startIrssi } from "../client/irssi.ts";
import { enterChat, hear } from "../harness/join.ts";
import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

testInBrowser("People at two browsers, irssi and `chat join` talk in a room", async () => {
  const server = await sharedServer();
  await using carol = await enterChat(server, "carol");
  await using irssi = await startIrssi(server, "ivy");
  await irssi.enter("/join #1");
  await hear(carol, "* ivy joined 1");
  await using alice = await openPage(server);
  await using bob = await openPage(server, { colours: "light" });
  await alice.enter("alice");
  await bob.enter("bob");
  await alice.say("hello everybody, 你好");
  await bob.hears("hello everybody, 你好");
  await hear(carol, "alice: hello everybody, 你好");
  await irssi.until((line) => /<.alice> hello everybody, 你好$/.test(line));
  await carol.type("hello browsers");
  await irssi.enter("hello, says irssi");
  for (const visitor of [alice, bob]) {
    await visitor.hears("hello browsers");
    await visitor.hears("hello, says irssi");
  }
}, { programs: ["irssi", "tmux"] });

testInBrowser(
  "A reply quotes the message, a reaction is seen and taken back, a message is deleted",
  async () => {
    const server = await sharedServer();
    await using alice = await openPage(server);
    await using bob = await openPage(server);
    await alice.enter("alice", { room: "replies" });
    await bob.enter("bob", { room: "replies" });
    await alice.say("who brings the cake?");
    const asked = bob.messages("who brings the cake?").first();
    await asked.hover();
    await bob.page.getByRole("button", { name: "Reply" }).click();
    await bob.page.locator(".reply-bar", { hasText: "who brings the cake?" }).waitFor();
    await bob.field.press("Escape");
    await bob.page.locator(".reply-bar").waitFor({ state: "detached" });
    await asked.hover();
    await bob.page.getByRole("button", { name: "Reply" }).click();
    await bob.say("I do");
    await alice.messages("I do").filter({ hasText: "who brings the cake?" }).waitFor();
    assertEquals(await bob.page.locator(".reply-bar").count(), 0);

    await asked.hover();
    await bob.page.getByRole("button", { name: "React" }).click();
    await bob.page.getByRole("button", { name: "tada" }).click();
    const reaction = alice.messages("who brings the cake?").first()
      .getByRole("button", { name: /🎉/ });
    await reaction.waitFor();
    await asked.getByRole("button", { name: /🎉/ }).click();
    await reaction.waitFor({ state: "detached" });

    await alice.messages("who brings the cake?").first().hover();
    await alice.page.getByRole("button", { name: "Delete" }).click();
    await alice.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await bob.page.getByText("Message removed").first().waitFor();
  },
);

testInBrowser(
  "An operator of the room deletes what others wrote; others are not offered that",
  async () => {
    const server = await sharedServer();
    await using alice = await openPage(server);
    await using bob = await openPage(server);
    await alice.enter("alice", { room: "moderated" });
    await bob.enter("bob", { room: "moderated" });
    await alice.say("of the operator");
    await bob.say("of somebody");
    const remove = (visitor: Visitor) => visitor.page.getByRole("button", { name: "Delete" });
    await bob.messages("of the operator").hover();
    await bob.page.getByRole("button", { name: "Reply" }).waitFor();
    assertEquals(await remove(bob).count(), 0);
    await alice.messages("of somebody").hover();
    await remove(alice).click();
    await alice.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    for (const visitor of [alice, bob]) {
      await visitor.page.getByText("Message removed by alice").waitFor();
      assertEquals(await visitor.messages("of somebody").count(), 0);
    }
    // Who comes later does not see it either.
    await bob.page.reload();
    await bob.hasEntered();
    await bob.hears("of the operator");
    assertEquals(await bob.page.getByText("of somebody").count(), 0);
  },
);
