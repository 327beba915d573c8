import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";
import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

const SETTINGS = `
[web]
port = 0

[[operator]]
name = "root"
password = "let-me-in"
`;

testInBrowser(
  "Who is removed from a room reads by whom and why, keeps the draft, and enters again",
  async () => {
    await using server = await startServer({ settings: SETTINGS });
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
    await using alice = await openPage(server);
    const { page, field } = alice;
    await alice.enter("alice");
    await field.fill("half a thought");
    await bob.send("KICK #1 alice :too loud");
    const bar = page.locator(".connection-bar");
    await bar.getByText("bob removed you from this room: too loud").waitFor();
    assertEquals(await field.inputValue(), "half a thought");
    await field.pressSequentially(" of hers");
    await field.press("Enter");
    // Neither the typing notice nor the message is refused elsewhere.
    const again = page.locator(".message.failed").getByRole("button", { name: "Send again" });
    await again.waitFor();
    assertEquals(await page.locator(".event.problem").count(), 0);
    await field.fill("another one");
    await bar.getByRole("button", { name: "Enter again" }).click();
    await bar.waitFor({ state: "detached" });
    assertEquals(await field.inputValue(), "another one");
    await again.click();
    await bob.waitFor("her thought", ({ params }) => params[1] === "half a thought of hers");
  },
);

testInBrowser(
  "Who is removed from the server reads by whom and why, and stays out until they want in",
  async () => {
    await using server = await startServer({ settings: SETTINGS });
    using root = await IrcTestClient.enter(server, { nickname: "root", channels: ["#1"] });
    await root.send("OPER root let-me-in");
    await root.waitFor("operator", ({ command }) => command === "381");
    await using alice = await openPage(server);
    const { page, field } = alice;
    await alice.enter("alice");
    await field.fill("half a thought");
    await root.send("KILL alice :be kind");
    const bar = page.locator(".connection-bar");
    await bar.getByText("root removed you from the server: be kind").waitFor();
    await bar.getByRole("button", { name: "Enter again" }).click();
    await alice.hasEntered();
    assertEquals(await field.inputValue(), "half a thought");
    await field.press("Enter");
    await root.waitFor("her thought", ({ params }) => params[1] === "half a thought");
  },
);

testInBrowser(
  "An operator keeps a member out by their menu; others are not offered that",
  async () => {
    await using alice = await openPage(await sharedServer());
    await using bob = await openPage(await sharedServer());
    await alice.enter("alice", { room: "club" });
    await bob.enter("bob", { room: "club" });
    const choose = async ({ page }: Visitor, nick: string, item: string) => {
      await page.getByRole("button", { name: `Menu of ${nick}` }).click();
      await page.getByRole("menuitem", { name: item }).click();
    };
    await bob.page.getByRole("button", { name: "Menu of alice" }).click();
    await bob.page.getByRole("menuitem", { name: "Who is this?" }).waitFor();
    assertEquals(await bob.page.getByRole("menuitem", { name: /operator|Remove/ }).count(), 0);
    await bob.page.keyboard.press("Escape");
    await choose(alice, "bob", "Make an operator");
    await alice.page.locator(".event", { hasText: "+o bob" }).waitFor();
    await choose(alice, "bob", "Operator no longer");
    await choose(alice, "bob", "Remove and keep out");
    const bar = bob.page.locator(".connection-bar");
    await bar.getByText("alice removed you from this room").waitFor();
    await bar.getByRole("button", { name: "Enter again" }).click();
    await bob.page.locator(".event.problem", { hasText: "banned" }).waitFor();
    await bar.waitFor();
  },
);
