import { assertEquals } from "@std/assert";

import { enterChat } from "../harness/join.ts";
import { startServer } from "../harness/server.ts";
import { openPage, PHONE, testInBrowser } from "./browser.ts";

/** Pixels of something that a finger is to hit: WCAG 2.2, 2.5.5. */
const MIN_TARGET = 44;

testInBrowser(
  "On a phone the lists are drawers, and everything is large enough for a finger",
  async () => {
    await using server = await startServer({ args: ["--web-port", "0"] });
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

    const small = await page.evaluate(
      (min) =>
        [...document.querySelectorAll("main :is(button, input, textarea)")]
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < min || box.height < min))
          .map(({ element, box: { width, height } }) =>
            `${element.getAttribute("aria-label") ?? element.textContent}: ${width} × ${height}`
          ),
      MIN_TARGET,
    );
    assertEquals(small, []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assertEquals(width, PHONE.width);
  },
);
