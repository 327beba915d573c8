import { assertEquals } from "@std/assert";
import type { Locator } from "playwright-core";

import { enterChat } from "../harness/join.ts";
import { openPage, PHONE, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

/** Pixels of something that a finger is to hit: WCAG 2.2, 2.5.5. */
const MIN_TARGET = 44;

/** What is too small for a finger, of what can be pressed beside the drawers. */
function smallTargets({ page }: Visitor): Promise<string[]> {
  return page.evaluate(
    (min) =>
      [...document.querySelectorAll("main :is(button, input, textarea)")]
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < min || box.height < min))
        .map(({ element, box: { width, height } }) =>
          `${element.getAttribute("aria-label") ?? element.textContent}: ${width} × ${height}`
        ),
    MIN_TARGET,
  );
}

testInBrowser(
  "On a phone the lists are drawers, and everything is large enough for a finger",
  async () => {
    const server = await sharedServer();
    await using carol = await enterChat(server, "carol", { rooms: ["1", "tea"] });
    await using alice = await openPage(server, { size: PHONE, isTouched: true });
    await alice.enter("alice", { room: "1 tea" });
    const { page, field } = alice;
    assertEquals(await page.getByRole("navigation", { name: "Conversations" }).isVisible(), false);
    await alice.goTo("tea");
    await field.fill("tea on a phone");
    await page.getByRole("button", { name: "Send" }).tap();
    await carol.stdout.waitFor((line) => line.endsWith("tea on a phone"));
    await page.getByRole("button", { name: "Members" }).tap();
    await page.getByRole("complementary", { name: "Members" }).getByText("carol").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary", { name: "Members" }).waitFor({ state: "detached" });

    assertEquals(await smallTargets(alice), []);
    await alice.messages("tea on a phone").tap();
    await page.getByRole("button", { name: "Reply" }).waitFor();
    assertEquals(await smallTargets(alice), []);
    await carol.type("/to tea", "/kick alice");
    await page.getByRole("button", { name: "Enter again" }).waitFor();
    assertEquals(await smallTargets(alice), []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assertEquals(width, PHONE.width);
  },
);

/** A finger on the screen. */
interface Finger {
  /** Goes along these points, in pixels, and stays on the last one. */
  readonly go: (...points: readonly Point[]) => Promise<void>;
  readonly letGo: () => Promise<void>;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

async function fingerOn({ page }: Visitor): Promise<Finger> {
  const protocol = await page.context().newCDPSession(page);
  let isDown = false;
  return {
    async go(...points) {
      for (const point of points) {
        const type = isDown ? "touchMove" : "touchStart";
        await protocol.send("Input.dispatchTouchEvent", { type, touchPoints: [point] });
        isDown = true;
      }
    },
    async letGo() {
      isDown = false;
      await protocol.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    },
  };
}

/** The middle of an element, once it moves no more. */
async function middleOf(locator: Locator): Promise<Point> {
  await locator.tap({ trial: true });
  const { x, y, width, height } = (await locator.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

testInBrowser(
  "A swipe from the edge opens a list, one back closes it, and others do nothing",
  async () => {
    await using alice = await openPage(await sharedServer(), { size: PHONE, isTouched: true });
    await alice.enter("alice", { room: "swipes" });
    const { page } = alice;
    const finger = await fingerOn(alice);
    const swipe = async (...xs: readonly number[]) => {
      await finger.go(...xs.map((x) => ({ x, y: 300 })));
      await finger.letGo();
    };
    const conversations = page.getByRole("dialog", { name: "Conversations" });
    const members = page.getByRole("dialog", { name: "Members" });
    await swipe(100, 150, 200, 250);
    await finger.go({ x: 10, y: 200 }, { x: 30, y: 300 }, { x: 70, y: 400 });
    await finger.letGo();
    assertEquals([await conversations.count(), await members.count()], [0, 0]);
    await swipe(10, 40, 80, 120);
    await conversations.waitFor();
    await swipe(200, 150, 100);
    await conversations.waitFor({ state: "detached" });
    await swipe(350, 300, 250);
    await members.waitFor();
    await swipe(150, 200, 250);
    await members.waitFor({ state: "detached" });
  },
);

testInBrowser(
  "A finger that stays on a room lifts it: it is moved, or shows its menu",
  async () => {
    await using alice = await openPage(await sharedServer(), { size: PHONE, isTouched: true });
    await alice.enter("alice", { room: "a b c" });
    const { page } = alice;
    await page.getByRole("button", { name: "Conversations" }).tap();
    const rows = page.locator(".drawer .row.room");
    const finger = await fingerOn(alice);
    const [first, last] = [await middleOf(rows.nth(0)), await middleOf(rows.nth(2))];
    await finger.go(last);
    await page.locator(".row-place.lifted").waitFor();
    await finger.go({ x: last.x, y: last.y - 20 }, first);
    await page.locator(".row-place.target").waitFor();
    await finger.letGo();
    await rows.nth(0).and(page.locator("[data-roving=c]")).waitFor();
    assertEquals(await rows.allInnerTexts(), ["c", "a", "b"]);
    await finger.go(first);
    await page.locator(".row-place.lifted").waitFor();
    await finger.letGo();
    const menu = page.getByRole("menu", { name: "c" });
    await menu.getByRole("menuitem", { name: "Move down" }).tap();
    await rows.nth(0).and(page.locator("[data-roving=a]")).waitFor();
    assertEquals(await rows.allInnerTexts(), ["a", "c", "b"]);
    // A touch that does not stay goes to the room.
    await rows.nth(2).tap();
    await page.getByRole("heading", { name: "b", level: 1 }).waitFor();
  },
);
