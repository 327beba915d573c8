import { assertEquals } from "@std/assert";

import { startServer } from "../harness/server.ts";
import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

const PAGE = ["--web-port", "0"];

/** Registers a person whom the browser keeps logged in. */
async function registerAndStay(visitor: Visitor, name: string): Promise<void> {
  const { page } = visitor;
  await page.locator("input[name=name]").fill(name);
  await page.getByRole("radio", { name: "Register" }).check();
  await page.locator("input[name=password]").fill("a long password");
  await page.getByRole("checkbox").check();
  await page.locator("button[type=submit]").click();
  await page.waitForFunction(() => /chat_login_/.test(localStorage.getItem("chat.person") ?? ""));
  await visitor.hasEntered();
}

async function logOut({ page }: Visitor): Promise<void> {
  await page.locator(".own-button").click();
  await page.getByRole("menuitem", { name: "Where you are logged in" }).click();
  await page.getByRole("button", { name: "Log out of this browser" }).click();
  await page.locator(".enter-form").waitFor();
}

testInBrowser("Who logs out in one tab is out in the others, which say so", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await registerAndStay(alice, "alice");
  const other = await alice.page.context().newPage();
  await other.goto(alice.page.url());
  await other.locator(".message-field textarea").fill("half a draft");
  await logOut(alice);
  await other.locator(".enter-form").waitFor();
  const said = other.getByText("You logged out of this browser in another tab");
  await said.waitFor();
  assertEquals(await other.locator("input[name=name]").inputValue(), "");
  const kept = await other.evaluate("Object.keys(localStorage)");
  assertEquals(kept, []);
});

testInBrowser(
  "Who logs out without a connection is told that the server does not know",
  async () => {
    const server = await startServer({ args: PAGE });
    await using alice = await openPage(server, { losesConnections: true });
    await registerAndStay(alice, "alice");
    await server[Symbol.asyncDispose]();
    await alice.page.locator(".connection-bar").waitFor();
    await alice.say("never sent");
    await alice.page.locator(".message.waiting").waitFor();
    await logOut(alice);
    await alice.page.getByText("You are logged out here, but the server could not be told")
      .waitFor();
    assertEquals(await alice.page.evaluate("Object.keys(localStorage)"), []);
  },
);

testInBrowser(
  "A guest who is in by another tab is told so, and not that the name is taken",
  async () => {
    const server = await sharedServer();
    await using bob = await openPage(server);
    await bob.enter("bob", { remember: true });
    const other = await bob.page.context().newPage();
    await other.goto(bob.page.url());
    await other.locator("button[type=submit]").click();
    await other.getByText("You are “bob” in another tab of this browser").waitFor();
    assertEquals(await other.evaluate("document.activeElement.name"), "name");
    await bob.page.close();
    await other.locator("button[type=submit]").click();
    await other.locator(".message-field textarea").waitFor();
  },
);
