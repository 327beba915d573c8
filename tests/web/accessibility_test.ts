import axe from "axe-core";
import { assertEquals } from "@std/assert";

import { enterChat } from "../harness/join.ts";
import { startServer } from "../harness/server.ts";
import { openPage, PHONE, testInBrowser, type Visitor } from "./browser.ts";

const PAGE = ["--web-port", "0"];
const THEMES = ["Light", "Dark", "Blue", "High contrast"];
const SIZES = ["Smallest", "Small", "Normal", "Large", "Largest"];

/** Fails with what axe-core finds wrong with the page as it is. */
async function checkWith({ page }: Visitor, where: string): Promise<void> {
  await page.evaluate(`window.axe === undefined && (() => { ${axe.source} })()`);
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  });
  assertEquals(found, [], where);
}

/** Chooses something in the settings, and closes them. */
async function choose({ page }: Visitor, { group, value, before }: {
  readonly group: string;
  readonly value: string;
  /** Called while the settings are open and changed. */
  readonly before?: () => Promise<void>;
}): Promise<void> {
  await page.keyboard.press("Control+,");
  const settings = page.getByRole("dialog", { name: "Settings" });
  await settings.getByRole("group", { name: group }).getByText(value, { exact: true }).click();
  await before?.();
  await settings.getByRole("button", { name: "Close" }).click();
  await settings.waitFor({ state: "detached" });
}

testInBrowser("axe-core finds nothing on the form and in the chat, in any theme", async () => {
  await using server = await startServer({ args: PAGE });
  await using carol = await enterChat(server, "carol");
  await using alice = await openPage(server);
  await checkWith(alice, "the form");
  await alice.enter("alice");
  await carol.type("alice: **look** at https://example.org", "/me waves", "/topic tea and coffee");
  await alice.hears("waves");
  await alice.field.fill("/");
  await alice.page.getByRole("listbox").waitFor();
  await checkWith(alice, "suggestions");
  await alice.field.fill("/topic ");
  await alice.page.locator(".completions .usage").waitFor();
  await checkWith(alice, "the usage of a command");
  await alice.field.fill("");
  for (const theme of THEMES) {
    const before = () => checkWith(alice, `the settings in ${theme}`);
    await choose(alice, { group: "Theme", value: theme, before });
    await checkWith(alice, `the chat in ${theme}`);
  }
  await alice.page.keyboard.press("Control+k");
  await alice.page.getByRole("dialog", { name: "Go to" }).waitFor();
  await checkWith(alice, "the switcher");
  await alice.page.keyboard.press("Escape");
  await alice.page.keyboard.press("Control+/");
  await alice.page.getByRole("dialog", { name: "Keys" }).waitFor();
  await checkWith(alice, "the keys");
});

testInBrowser("Every size of text fits into the window, on a desk and on a phone", async () => {
  await using server = await startServer({ args: PAGE });
  await using alice = await openPage(server);
  await alice.enter("alice");
  for (const size of SIZES) {
    await choose(alice, { group: "Size of the text", value: size });
    for (const viewport of [{ width: 1280, height: 800 }, PHONE]) {
      await alice.page.setViewportSize(viewport);
      const { width, bottom } = await alice.page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        bottom: document.querySelector(".composer")!.getBoundingClientRect().bottom,
      }));
      assertEquals(width <= viewport.width, true, `${size}: ${width} pixels wide`);
      assertEquals(bottom <= viewport.height, true, `${size}: the field is out of sight`);
    }
    await alice.page.setViewportSize({ width: 1280, height: 800 });
  }
});
