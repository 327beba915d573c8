import { assertEquals } from "@std/assert";

import { startServer, type TestServer } from "../harness/server.ts";
import { addressOf, openPage, type PageSetup, startVisitor, testInBrowser } from "./browser.ts";

/** Opens the page with its main script held back, until it is released; `hash` ends its address. */
async function openHeld(server: TestServer, { hash = "", ...setup }: PageSetup & Hash = {}) {
  const visitor = await startVisitor(setup);
  const held = Promise.withResolvers<void>();
  await visitor.page.route(/\/main-\w+\.js$/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await visitor.page.goto(addressOf(server) + hash, { waitUntil: "commit" });
  return { visitor, release: () => held.resolve() };
}

interface Hash {
  readonly hash?: string;
}

testInBrowser(
  "What is typed, chosen and sent before the script is loaded counts when it is",
  async () => {
    await using server = await startServer({ args: ["--web-port", "0"] });
    const { visitor, release } = await openHeld(server);
    await using alice = visitor;
    const { page } = alice;
    const name = page.locator("input[name=name]");
    await name.pressSequentially("alice");
    await name.evaluate((input) => input.dataset["drawnFirst"] = "yes");
    await page.locator("input[name=rooms]").fill("tea");
    await page.getByRole("radio", { name: "Log in" }).check();
    await page.getByRole("checkbox").check();
    await page.locator("button[type=submit]").click();
    await name.focus();
    await page.keyboard.press("Home");
    assertEquals(await page.locator("input[name=password]").count(), 0);
    release();
    await page.getByText("Type your password first").waitFor();
    assertEquals(await name.getAttribute("data-drawn-first"), "yes");
    assertEquals(await name.inputValue(), "alice");
    assertEquals(await page.locator("input[name=rooms]").inputValue(), "tea");
    assertEquals(await page.getByRole("checkbox").isChecked(), true);
    await page.getByRole("radio", { name: "Guest" }).check();
    await page.locator("button[type=submit]").click();
    await alice.hasEntered();
    await page.getByRole("heading", { name: "tea", level: 1 }).waitFor();
  },
);

testInBrowser("The focus and the place in a field stay when the script takes over", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  const { visitor, release } = await openHeld(server, { hash: "#page" });
  await using alice = visitor;
  const { page } = alice;
  const name = page.locator("input[name=name]");
  await name.waitFor();
  await page.waitForFunction(() => document.activeElement?.matches("[name=name]"));
  await page.keyboard.type("aice");
  for (const key of ["Home", "ArrowRight"]) await page.keyboard.press(key);
  release();
  await page.waitForFunction(() => performance.getEntriesByName("usable").length > 0);
  await page.keyboard.type("l");
  assertEquals(await name.inputValue(), "alice");
  await page.keyboard.press("Enter");
  await alice.hasEntered();
});

testInBrowser(
  "What was typed stays where an extension has put something into the form",
  async () => {
    await using server = await startServer({ args: ["--web-port", "0"] });
    const { visitor, release } = await openHeld(server);
    await using alice = visitor;
    const { page } = alice;
    await page.locator("input[name=name]").fill("alice");
    await page.locator("input[name=rooms]").fill("tea");
    await page.locator(".field").first().evaluate((field) => {
      field.prepend(document.createElement("span"));
      field.closest("form")!.prepend(document.createElement("div"));
    });
    release();
    await page.waitForFunction(() => performance.getEntriesByName("usable").length > 0);
    assertEquals(await page.locator("input[name=name]").inputValue(), "alice");
    await page.locator("button[type=submit]").click();
    await alice.hasEntered();
    await page.getByRole("heading", { name: "tea", level: 1 }).waitFor();
  },
);

testInBrowser("The first drawing has the language and the colours of the browser", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  const { visitor, release } = await openHeld(server, { language: "zh-CN", colours: "light" });
  await using alice = visitor;
  const { page } = alice;
  const look = async () => ({
    lang: await page.locator("html").getAttribute("lang"),
    theme: await page.locator("html").getAttribute("data-theme"),
    form: await page.locator("form").innerText(),
    host: await page.locator(".host").innerText(),
    places: await page.locator("form, form *").evaluateAll((parts) =>
      parts.map((part) => JSON.stringify(part.getBoundingClientRect()))
    ),
  });
  await page.getByText("名字", { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector("img")?.complete === true);
  const first = await look();
  assertEquals([first.lang, first.theme, first.host], ["zh", "light", new URL(page.url()).host]);
  release();
  await page.waitForFunction(() => performance.getEntriesByName("usable").length > 0);
  assertEquals(await look(), first);
});

testInBrowser("The first drawing knows who is remembered, and the chosen theme", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  await using alice = await openPage(server);
  const { page } = alice;
  await alice.enter("alice", { room: "tea", remember: true });
  await alice.say("/set theme blue");
  await page.locator("html[data-theme=blue]").waitFor();
  const held = Promise.withResolvers<void>();
  await page.evaluate(async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  });
  await page.route(/\/main-\w+\.js$/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  await page.locator(".frame .own-name", { hasText: "alice" }).waitFor();
  assertEquals(await page.locator("html").getAttribute("data-theme"), "blue");
  assertEquals(await page.locator("form").count(), 0);
  held.resolve();
  await alice.hasEntered();

  await alice.say("/quit");
  await page.locator(".enter-form").waitFor();
  await page.reload();
  assertEquals(await page.locator("input[name=name]").inputValue(), "alice");
  assertEquals(await page.locator("input[name=rooms]").inputValue(), "tea");
  assertEquals(await page.getByRole("checkbox").isChecked(), true);
});
