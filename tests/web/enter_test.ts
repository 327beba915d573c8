import { assert, assertEquals } from "@std/assert";

import { startServer } from "../harness/server.ts";
import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

const PASSWORD = "a long password";

/** What the form says is wrong, and the field that has the focus. */
async function problemOf({ page }: Visitor): Promise<{ text: string; field: string }> {
  const alert = page.locator(".enter-form [role=alert]:not(:empty)");
  await alert.waitFor();
  const field = await page.evaluate("document.activeElement.name");
  return { text: await alert.innerText(), field: String(field) };
}

/** Chooses how to enter, and submits the form. */
async function submit({ page }: Visitor, way: string, password: string): Promise<void> {
  await page.getByRole("radio", { name: way }).check();
  await page.locator("input[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
}

/** Everything that the browser keeps of the page. */
async function keptIn({ page }: Visitor): Promise<string> {
  return String(await page.evaluate("JSON.stringify([localStorage, sessionStorage])"));
}

testInBrowser(
  "A taken name and a wrong password are said in place, and what was typed stays",
  async () => {
    const server = await sharedServer();
    await using alice = await openPage(server);
    await alice.page.locator("input[name=name]").fill("alice");
    await submit(alice, "Register", "short");
    const weak = await problemOf(alice);
    assertEquals(weak.field, "password");
    await submit(alice, "Register", PASSWORD);
    await alice.hasEntered();
    await using other = await openPage(server);
    await other.page.locator("input[name=name]").fill("alice");
    await other.page.locator("input[name=rooms]").fill("tea");
    await other.page.locator("button[type=submit]").click();
    const taken = await problemOf(other);
    assertEquals(taken, {
      text: "“alice” is taken: choose another name, or log in if it is yours",
      field: "name",
    });
    await submit(other, "Log in", "another password");
    await other.page.getByText("This is not the password of “alice”").waitFor();
    assertEquals((await problemOf(other)).field, "password");
    assertEquals(await other.page.locator("input[name=rooms]").inputValue(), "tea");
    await submit(other, "Log in", PASSWORD);
    await other.hasEntered();
  },
);

testInBrowser("A token keeps a person logged in until this browser is logged out", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  const { page } = alice;
  await page.locator("input[name=name]").fill("tessa");
  await page.getByRole("checkbox").check();
  await submit(alice, "Register", PASSWORD);
  await alice.hasEntered();
  await page.waitForFunction(() => /chat_login_/.test(localStorage.getItem("chat.person") ?? ""));
  assert(!(await keptIn(alice)).includes(PASSWORD));
  await page.reload();
  await alice.hasEntered();
  await page.locator(".own-button").click();
  await page.getByRole("menuitem", { name: "Where you are logged in" }).click();
  await page.getByText("this browser", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Log out of this browser" }).click();
  await page.locator(".enter-form").waitFor();
  assertEquals(await page.locator("input[name=name]").inputValue(), "");
  await page.reload();
  await page.locator(".enter-form").waitFor();
});

testInBrowser("A draft and lines in flight survive a reload, in order and once", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await using bob = await openPage(server);
  await bob.enter("bob", { room: "lines" });
  await alice.enter("lina", { room: "lines", remember: true });
  const lines = Array.from({ length: 12 }, (_, number) => `line ${number} of 12`);
  for (const line of lines) await alice.say(line);
  await alice.field.pressSequentially("half a");
  await alice.page.reload();
  await alice.hasEntered();
  assertEquals(await alice.field.inputValue(), "half a");
  await bob.hears("line 11 of 12");
  await alice.hears("line 11 of 12");
  // What is said after them comes after any line that is sent twice.
  await alice.say("the end");
  await bob.hears("the end");
  const heard = await bob.messages(/line \d+ of 12/).allInnerTexts();
  assertEquals(heard.join("\n").match(/line \d+ of 12/g), lines);
});

testInBrowser("A link names the room, and the page opens without a connection", async () => {
  const server = await startServer({ args: ["--web-port", "0"] });
  await using alice = await openPage(server, { losesConnections: true });
  const { page } = alice;
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await server[Symbol.asyncDispose]();
  await page.goto(new URL("?room=tea", page.url()).href);
  await page.locator("input[name=name]").fill("alice");
  assertEquals(await page.locator("input[name=rooms]").inputValue(), "tea");
  await page.locator("button[type=submit]").click();
  assertEquals(
    (await problemOf(alice)).text,
    "The server cannot be reached: look at your connection, then try again",
  );
});

testInBrowser(
  "A server with a password and codes for new accounts asks for one after the other",
  async () => {
    await using server = await startServer({
      args: ["--web-port", "0"],
      settings: 'password = "sesame door"\n[accounts]\nrequire-email = true\n',
    });
    await using alice = await openPage(server);
    const { page } = alice;
    const fill = async (name: string, text: string) => {
      await page.locator(`input[name=${name}]`).fill(text);
      await page.locator("button[type=submit]").click();
    };
    await page.locator("input[name=name]").fill("alice");
    await submit(alice, "Register", PASSWORD);
    assertEquals(await problemOf(alice), {
      text: "This server asks everybody for its password",
      field: "serverPassword",
    });
    await fill("serverPassword", "sesame door");
    await page.getByText("An e-mail address is needed").waitFor();
    await fill("email", "alice@example.org");
    await page.getByText("Type the code that is sent").waitFor();
    const line = await server.process.stderr.waitFor((line) => line.includes("code="));
    await fill("code", /code=(\S+)/.exec(line)?.[1] ?? "");
    await alice.hasEntered();
  },
);

testInBrowser(
  "A code that comes after the page was closed is entered on the form, with the name alone",
  async () => {
    await using server = await startServer({
      args: ["--web-port", "0"],
      settings: "[accounts]\nrequire-email = true\n",
    });
    await using early = await openPage(server);
    await early.page.locator("input[name=name]").fill("alice");
    await submit(early, "Register", PASSWORD);
    await early.page.getByText("An e-mail address is needed").waitFor();
    await early.page.locator("input[name=email]").fill("alice@example.org");
    await early.page.locator("button[type=submit]").click();
    await early.page.getByText("Type the code that is sent").waitFor();
    const line = await server.process.stderr.waitFor((line) => line.includes("code="));
    await early.page.close();

    await using alice = await openPage(server);
    const { page } = alice;
    await page.locator("input[name=name]").fill("alice");
    await page.getByRole("radio", { name: "Register" }).check();
    await page.getByRole("button", { name: "I have a code" }).click();
    assertEquals(await page.locator("input[type=password]").count(), 0);
    const code = page.locator("input[name=code]");
    await page.locator("button[type=submit]").click();
    assertEquals(await problemOf(alice), { text: "Type the code first", field: "code" });
    await code.fill("wrong");
    await page.locator("button[type=submit]").click();
    await page.getByText("This code is wrong or too old").waitFor();
    assertEquals((await problemOf(alice)).field, "code");
    await code.fill(/code=(\S+)/.exec(line)?.[1] ?? "");
    await page.locator("button[type=submit]").click();
    await alice.hasEntered();
    // The account is theirs, and survives a reload, though no password was typed.
    await page.waitForFunction(() =>
      /chat_login_/.test(sessionStorage.getItem("chat.person") ?? "")
    );
    await page.reload();
    await alice.hasEntered();
    await alice.say("/whois alice");
    await page.getByText(/account alice|logged in as alice/).first().waitFor();
  },
);
