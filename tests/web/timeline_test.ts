import { assert, assertEquals } from "@std/assert";
import type { Page, WebSocketRoute } from "playwright-core";

import { IrcTestClient } from "../harness/irc_client.ts";
import type { TestServer } from "../harness/server.ts";
import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

/** Pixels that a message may move while others are put in above. */
const MAX_MOVE = 2;

/** Somebody who has said numbered messages of different heights in a room. */
async function talker(
  server: TestServer,
  { room, count }: { readonly room: string; readonly count: number },
): Promise<IrcTestClient> {
  const bob = await IrcTestClient.enter(server, { nickname: "bob", channels: [`#${room}`] });
  await say(bob, { room, count });
  return bob;
}

async function say(
  bob: IrcTestClient,
  { room, count }: { readonly room: string; readonly count: number },
): Promise<void> {
  for (let at = 0; at < count; at += 100) {
    const numbers = Array.from({ length: Math.min(100, count - at) }, (_, index) => at + index);
    await bob.send(
      ...numbers.map((number) =>
        `PRIVMSG #${room} :line ${number} ${"words ".repeat(number * 7 % 40)}`
      ),
    );
    await bob.sync();
  }
}

/** The tops of the messages in sight, by their keys. */
function tops(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const frame = document.querySelector(".timeline")!.getBoundingClientRect();
    const messages = [...document.querySelectorAll<HTMLElement>(".message")];
    const shown = messages.map((message) =>
      [message.dataset.key!, message.getBoundingClientRect()] as const
    ).filter(([, { top, bottom }]) => bottom > frame.top && top < frame.bottom);
    return Object.fromEntries(shown.map(([key, { top }]) => [key, top]));
  });
}

/** Pixels below what is in sight. */
function belowSight(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollHeight, scrollTop, clientHeight } = document.querySelector(".timeline")!;
    return scrollHeight - scrollTop - clientHeight;
  });
}

/** Waits until what was changed is drawn. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(() =>
    new Promise<void>((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
    )
  );
}

/** Turns the wheel upwards over the timeline, and waits until nothing moves any more. */
async function turnWheel(page: Page, pixels: number): Promise<void> {
  const scrolling = await page.evaluateHandle(() => {
    const timeline = document.querySelector(".timeline")!;
    const ended = new Promise<void>((resolve) => {
      if (timeline.scrollTop === 0) resolve();
      else timeline.addEventListener("scrollend", () => resolve(), { once: true });
    });
    return { ended };
  });
  await page.mouse.wheel(0, -pixels);
  await scrolling.evaluate(({ ended }) => ended);
  await drawn(page);
}

/** Holds back what the server sends, until it is let through. */
async function holdAnswers(visitor: Visitor) {
  const held: (() => void)[] = [];
  let isHeld = false;
  await visitor.page.routeWebSocket(/\/irc$/, (socket: WebSocketRoute) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (isHeld) held.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  await visitor.page.reload();
  return {
    hold: () => isHeld = true,
    letThrough: () => {
      isHeld = false;
      for (const send of held.splice(0)) send();
    },
  };
}

testInBrowser("What is in sight stays where it is while older messages come in", async () => {
  const server = await sharedServer();
  using _bob = await talker(server, { room: "older", count: 400 });
  await using alice = await openPage(server);
  const answers = await holdAnswers(alice);
  await alice.enter("alice", { room: "older" });
  await alice.hears("line 399");
  const { page } = alice;
  const note = page.locator(".timeline-note");
  const beginning = page.locator(".beginning");
  await page.locator(".timeline").hover();
  let pages = 0;
  while (await beginning.count() === 0) {
    answers.hold();
    while (await note.count() + await beginning.count() === 0) {
      await turnWheel(page, 400);
    }
    const before = await tops(page);
    answers.letThrough();
    await note.waitFor({ state: "detached" });
    await drawn(page);
    const after = await tops(page);
    for (const [key, top] of Object.entries(before)) {
      const moved = Math.abs((after[key] ?? Infinity) - top);
      assert(moved <= MAX_MOVE, `page ${pages}: ${key} has moved by ${moved} pixels`);
    }
    pages++;
  }
  assert(pages >= 3, `only ${pages} pages`);
});

testInBrowser("The newest message stays in sight until one scrolls up", async () => {
  const server = await sharedServer();
  using bob = await talker(server, { room: "newest", count: 60 });
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "newest" });
  await alice.hears("line 59");
  const { page } = alice;
  await say(bob, { room: "newest", count: 120 });
  await alice.hears("line 119");
  await drawn(page);
  assertEquals(await belowSight(page), 0);
  await page.setViewportSize({ width: 900, height: 420 });
  await alice.field.fill("one\ntwo\nthree\nfour\nfive");
  await drawn(page);
  assertEquals(await belowSight(page), 0);
  await page.locator(".timeline").hover();
  await turnWheel(page, 900);
  await page.locator(".to-end").waitFor();
  const before = await tops(page);
  await bob.send("PRIVMSG #newest :a last one");
  await page.getByText("1 new message").click();
  await alice.hears("a last one");
  assert(Object.keys(before).length > 0);
  assertEquals(await belowSight(page), 0);
});

testInBrowser("Keys reach a message, and answer it, react to it and delete it", async () => {
  const server = await sharedServer();
  using _bob = await talker(server, { room: "reached", count: 3 });
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "reached" });
  await alice.hears("line 2");
  const { page } = alice;
  const focused = page.locator(".message:focus");
  await page.locator(".message[tabindex='0']").focus();
  await page.keyboard.press("ArrowUp");
  await focused.filter({ hasText: "line 1" }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.getByPlaceholder("Find an emoji").fill("rocket");
  await page.getByRole("button", { name: "rocket", exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "🚀 1: alice" }).waitFor();
  await alice.messages("line 1").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.type("an answer");
  await page.keyboard.press("Enter");
  const answer = alice.messages("an answer");
  await answer.locator(".quote", { hasText: "line 1" }).waitFor();
  // A message that is not confirmed yet cannot be deleted.
  await page.locator(".message:not(.waiting)", { hasText: "an answer" }).waitFor();
  await answer.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await alice.hears("Message removed");
});

testInBrowser("A search goes to what is not loaded, to the next, and back", async () => {
  const server = await sharedServer();
  using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#searched"] });
  await bob.send("PRIVMSG #searched :a purple elephant walks by");
  await say(bob, { room: "searched", count: 300 });
  await bob.send("PRIVMSG #searched :the purple elephant comes back");
  await say(bob, { room: "searched", count: 150 });
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "searched" });
  await alice.hears("line 149");
  const { page } = alice;
  await page.keyboard.press("Control+f");
  await page.getByPlaceholder("Words to search for").fill("purple elephant");
  await page.keyboard.press("Enter");
  await page.getByText("1 of 2 found").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Control+f");
  await page.getByText("1 of 2 found").waitFor();
  await page.keyboard.press("Enter");
  const marked = page.locator(".message.marked");
  await marked.filter({ hasText: "comes back" }).waitFor();
  await page.keyboard.press("F3");
  await marked.filter({ hasText: "walks by" }).waitFor();
  await page.keyboard.press("Shift+F3");
  await marked.filter({ hasText: "comes back" }).waitFor();
  await page.keyboard.press("Escape");
  await alice.hears("line 149");
  assertEquals(await page.locator(".search-bar").count(), 0);
});

testInBrowser("What others write is text, however hostile", async () => {
  const server = await sharedServer();
  using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#hostile"] });
  const hostile = "<img src=x onerror=alert(1)> &amp; \u202eevil \x07 javascript:alert(2)";
  await bob.send(`PRIVMSG #hostile :${hostile}`, `PRIVMSG #hostile :${"x".repeat(400)}`);
  await bob.sync();
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "hostile" });
  await alice.hears("<img src=x onerror=alert(1)> &amp; \ufffdevil ␇ javascript:alert(2)");
  const { page } = alice;
  assertEquals(await page.locator(".timeline img, .timeline a").count(), 0);
  const isWide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.querySelector(".timeline")!;
    return scrollWidth > clientWidth;
  });
  assertEquals(isWide, false);
});

testInBrowser(
  "Several lines of code are one block, and one word of code stays in its line",
  async () => {
    await using alice = await openPage(await sharedServer());
    await alice.enter("alice", { room: "code" });
    await alice.say("so:\n```\nlet a = 1;\n\n  a++;\n```\nthen `a` is 2");
    await alice.hears("is 2");
    const block = alice.page.locator(".message .code-block");
    assertEquals(await block.allInnerTexts(), ["let a = 1;\n\n  a++;"]);
    assertEquals(await alice.page.locator(".message code").allInnerTexts(), ["a"]);
  },
);
