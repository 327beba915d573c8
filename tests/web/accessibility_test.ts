import axe from "axe-core";
import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import {
  openPage,
  type PageSetup,
  PHONE,
  sharedServer,
  testInBrowser,
  type Visitor,
} from "./browser.ts";

/** The names of the themes in the settings, and in the page. */
const THEMES = {
  Light: "light",
  Dark: "dark",
  Blue: "blue",
  "High contrast": "high-contrast",
} as const;
const SIZES = ["Smallest", "Small", "Normal", "Large", "Largest"];
const PASSWORD = "a long password";

/**
 * Fails with what axe-core finds wrong with what is in front, in any theme. What does not depend on
 * colours is looked at once.
 */
async function check({ page }: Visitor, where: string): Promise<void> {
  await page.evaluate(`window.axe === undefined && (() => { ${axe.source} })()`);
  const found = await page.evaluate(async (themes) => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const root = document.documentElement;
    const { theme: before } = root.dataset;
    const front = [...document.querySelectorAll("dialog[open], .menu")].at(-1) ?? document;
    const found: string[] = [];
    for (const [index, theme] of themes.entries()) {
      root.dataset["theme"] = theme;
      const options = index === 0 ? {} : { runOnly: ["color-contrast"] };
      const { violations } = await checker.run(front, options);
      found.push(
        ...violations.map(({ id, nodes }) =>
          `${theme}, ${id}: ${nodes.map(({ html }) => html).join(" | ")}`
        ),
      );
    }
    root.dataset["theme"] = before;
    return found;
  }, Object.values(THEMES));
  assertEquals(found, [], where);
}

/** Chooses something in the settings, and closes them. */
async function choose({ page }: Visitor, { group, value }: {
  readonly group: string;
  readonly value: string;
}): Promise<void> {
  await page.keyboard.press("Control+,");
  const settings = page.getByRole("dialog", { name: "Settings" });
  await settings.getByRole("group", { name: group }).getByText(value, { exact: true }).click();
  await settings.getByRole("button", { name: "Close" }).click();
  await settings.waitFor({ state: "detached" });
}

/** Opens a page whose colours change at once. */
async function openStill(setup: PageSetup = {}): Promise<Visitor> {
  const visitor = await openPage(await sharedServer(), setup);
  await visitor.page.emulateMedia({ reducedMotion: "reduce" });
  return visitor;
}

/** Looks at the form in each of its states, and enters a room by a new account. */
async function checkForm(alice: Visitor, name: string, room: string): Promise<void> {
  const { page } = alice;
  const submit = page.locator("button[type=submit]");
  await check(alice, "the form");
  await submit.click();
  await page.getByText("Type a name first").waitFor();
  await check(alice, "the form with something wrong");
  await page.locator("input[name=name]").fill(name);
  await page.getByRole("radio", { name: "Register" }).check();
  await page.getByRole("button", { name: "I have a code" }).click();
  await check(alice, "the form for a code");
  await page.getByRole("button", { name: "I have no code yet" }).click();
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("input[name=rooms]").fill(room);
  await page.getByRole("checkbox").check();
  await check(alice, "the form to register");
  await submit.click();
  await alice.hasEntered();
}

/** Somebody who says everything that a message can hold, in a room of their own. */
async function talker(nickname: string, room: string): Promise<IrcTestClient> {
  const bob = await IrcTestClient.enter(await sharedServer(), {
    ...{ nickname, channels: [`#${room}`] },
    capabilities: ["batch", "draft/multiline"],
  });
  await bob.send(
    `TOPIC #${room} :tea and coffee, and everything else that one drinks in the afternoon here`,
    `PRIVMSG #${room} :\x02look\x02 at https://example.org, \x11code\x11 and \x0304red\x03 words`,
    `PRIVMSG #${room} :\x01ACTION waves\x01`,
    `BATCH +1 draft/multiline #${room}`,
    ...["let a = 1;", "a++;"].map((line) => `@batch=1 PRIVMSG #${room} :\x11${line}\x11`),
    "BATCH -1",
  );
  await bob.sync();
  return bob;
}

/** Looks at a window that a key opens, and closes it. */
async function checkWindow(
  visitor: Visitor,
  { open, title, before }: {
    readonly open: string | (() => Promise<void>);
    readonly title: string;
    readonly before?: () => Promise<void>;
  },
): Promise<void> {
  const { page } = visitor;
  if (typeof open === "string") await page.keyboard.press(open);
  else await open();
  const window = page.getByRole("dialog", { name: title });
  await window.waitFor();
  await before?.();
  await check(visitor, title);
  await page.keyboard.press("Escape");
  await window.waitFor({ state: "detached" });
}

/** Looks at the windows that there are on a desk and on a phone. */
async function checkWindows(alice: Visitor): Promise<void> {
  const { page } = alice;
  const export_ = () => page.getByRole("button", { name: "Export" }).click();
  const sessions = async () => {
    const list = page.getByRole("button", { name: "Conversations" });
    if (await list.isVisible()) await list.click();
    await page.locator(".own-button").click();
    await page.getByRole("menuitem", { name: "Where you are logged in" }).click();
  };
  await checkWindow(alice, { open: "Control+,", title: "Settings" });
  await checkWindow(alice, { open: "Control+k", title: "Go to" });
  await checkWindow(alice, { open: "Control+/", title: "Keys" });
  await checkWindow(alice, { open: export_, title: "Export this conversation" });
  await checkWindow(alice, {
    ...{ open: "Control+f", title: "Search" },
    async before() {
      await check(alice, "the search before it");
      await page.keyboard.type("code");
      await page.keyboard.press("Enter");
      await page.locator(".found").first().waitFor();
    },
  });
  await checkWindow(alice, {
    ...{ open: sessions, title: "Where you are logged in" },
    before: () => page.getByText("this browser", { exact: true }).waitFor(),
  });
  // On a phone, the window stood in front of the list.
  const list = page.getByRole("dialog", { name: "Conversations" });
  if (await list.isVisible()) await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
}

/** Looks at a room that one is removed from. */
async function checkRemoved(alice: Visitor, bob: IrcTestClient, { name, room }: {
  readonly name: string;
  readonly room: string;
}): Promise<void> {
  await bob.send(`KICK #${room} ${name} :too loud`);
  await alice.page.locator(".connection-bar").waitFor();
  await alice.say("still here?");
  await alice.page.locator(".message.failed").waitFor();
  await check(alice, "a room that one is removed from");
}

testInBrowser("axe-core finds nothing on any screen at a desk, in any theme", async () => {
  const about = { name: "dora", room: "desk" };
  using bob = await talker("bob", about.room);
  await using alice = await openStill();
  const { page } = alice;
  await checkForm(alice, about.name, about.room);
  await bob.send(`PRIVMSG #desk :dora: look`);
  await alice.hears("dora: look");
  await check(alice, "the chat");
  await alice.field.fill("/");
  await page.getByRole("listbox").waitFor();
  await check(alice, "suggestions");
  await alice.field.fill("/topic ");
  await page.locator(".completions .usage").waitFor();
  await check(alice, "the usage of a command");
  await alice.field.fill("");
  await page.locator(".row.room").click({ button: "right" });
  await page.getByRole("menu").waitFor();
  await check(alice, "a menu");
  await page.keyboard.press("Escape");
  await alice.messages("dora: look").hover();
  await page.getByRole("button", { name: "React" }).waitFor();
  await check(alice, "what one can do with a message");
  await page.getByRole("button", { name: "React" }).click();
  await page.getByRole("dialog", { name: "React" }).waitFor();
  await check(alice, "the emoji");
  await page.keyboard.press("Escape");
  await checkWindows(alice);
  await checkRemoved(alice, bob, about);
});

testInBrowser("axe-core finds nothing on any screen on a phone, in any theme", async () => {
  const about = { name: "pia", room: "phone" };
  using bob = await talker("bob", about.room);
  await using alice = await openStill({ size: PHONE, isTouched: true });
  const { page } = alice;
  await checkForm(alice, about.name, about.room);
  await bob.send(`PRIVMSG #phone :pia: look`);
  await alice.hears("pia: look");
  await check(alice, "the chat");
  await page.getByRole("button", { name: "Conversations" }).tap();
  await page.getByRole("dialog", { name: "Conversations" }).waitFor();
  await check(alice, "the conversations");
  await page.getByRole("button", { name: "Menu of phone" }).tap();
  await page.getByRole("menu").waitFor();
  await check(alice, "a menu");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await checkWindow(alice, {
    open: () => page.getByRole("button", { name: "Members" }).tap(),
    title: "Members",
  });
  await alice.messages("pia: look").tap();
  await page.getByRole("button", { name: "Reply" }).waitFor();
  await check(alice, "what one can do with a message");
  await checkWindows(alice);
  await checkRemoved(alice, bob, about);
});

testInBrowser("Each theme is chosen in the settings", async () => {
  await using alice = await openPage(await sharedServer());
  await alice.enter("alice", { room: "themes" });
  for (const [value, theme] of Object.entries(THEMES)) {
    await choose(alice, { group: "Theme", value });
    assertEquals(await alice.page.locator("html").getAttribute("data-theme"), theme);
  }
});

testInBrowser("Every size of text fits into the window, on a desk and on a phone", async () => {
  await using alice = await openPage(await sharedServer());
  await alice.enter("alice", { room: "sizes" });
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
