import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { TestTerminal } from "../harness/terminal.ts";
import { screenCommand } from "../screen/open_screen.ts";
import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

const PASSWORD = "a long password";

/** Registers an account at a browser, which stays logged in if it `remember`s. */
async function register(
  { page }: Visitor,
  name: string,
  { room, remember = false }: { readonly room: string; readonly remember?: boolean },
): Promise<void> {
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=rooms]").fill(room);
  await page.getByRole("radio", { name: "Register" }).check();
  await page.locator("input[name=password]").fill(PASSWORD);
  if (remember) await page.getByRole("checkbox").check();
  await page.locator("button[type=submit]").click();
}

/** Waits until a browser has the token by which it stays logged in. */
async function staysLoggedIn(visitor: Visitor): Promise<void> {
  await visitor.hasEntered();
  await visitor.page.waitForFunction(() =>
    /chat_login_/.test(localStorage.getItem("chat.person") ?? "")
  );
}

testInBrowser("“Log out everywhere else” ends the logins of all other browsers alone", async () => {
  const server = await sharedServer();
  await using here = await openPage(server);
  await using laptop = await openPage(server);
  await using phone = await openPage(server);
  await register(here, "anna", { room: "out", remember: true });
  await staysLoggedIn(here);
  for (const other of [laptop, phone]) {
    await other.enter("anna", { room: "out", password: PASSWORD, remember: true });
    await staysLoggedIn(other);
  }
  const { page } = here;
  await page.locator(".own-button").click();
  await page.getByRole("menuitem", { name: "Where you are logged in" }).click();
  const logins = page.locator(".sessions li");
  await logins.nth(2).waitFor();
  await page.getByRole("button", { name: "Log out everywhere else" }).click();
  await logins.nth(1).waitFor({ state: "detached" });
  assertEquals(await logins.count(), 1);
  await logins.getByText("this browser", { exact: true }).waitFor();
  for (const other of [laptop, phone]) {
    await other.page.getByText("This browser is logged out").waitFor();
    const kept = await other.page.evaluate(() => localStorage.getItem("chat.person") ?? "");
    assertEquals(kept.includes("chat_login_"), false);
  }
  await page.keyboard.press("Escape");
  await here.say("still here");
  await page.locator(".message:not(.waiting)", { hasText: "still here" }).waitFor();
});

testInBrowser(
  "What is read on the page is read on the terminal, and the other way round",
  async () => {
    const server = await sharedServer();
    using bob = await IrcTestClient.enter(server, {
      nickname: "bob",
      channels: ["#here", "#there"],
    });
    await using page = await openPage(server);
    await register(page, "ada", { room: "here there" });
    await page.hasEntered();
    const command = screenCommand(server, "ada", {
      rooms: ["here", "there"],
      env: { CHAT_PASSWORD: PASSWORD },
    });
    const size = { columns: 100, rows: 30 };
    await using terminal = await TestTerminal.start([...command, "--account", "ada"], size);
    await terminal.until((line) => line.startsWith("here>"));
    await terminal.until((line) => line.includes("ada") && line.includes("connected"));
    const count = page.page.locator(".conversations .count");

    await bob.send("PRIVMSG #there :read this on the page");
    await terminal.until((line) => line.startsWith(" # there        1 │"));
    await count.filter({ hasText: "1" }).waitFor();
    await page.goTo("there");
    await page.hears("read this on the page");
    await terminal.until((line) => line.startsWith(" # there          │"));
    await page.goTo("here");

    await bob.send("PRIVMSG #there :and this on the terminal", "PRIVMSG #there :and this");
    await count.filter({ hasText: "2" }).waitFor();
    await terminal.until((line) => line.startsWith(" # there        2 │"));
    await terminal.press("M-a");
    await terminal.until((line) => line.startsWith("there>"));
    await count.waitFor({ state: "detached" });
  },
  { programs: ["tmux"] },
);
