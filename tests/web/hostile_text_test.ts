import { assert, assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";
import { openPage, testInBrowser } from "./browser.ts";

/** Texts that break pages, and what is shown of each. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ["<img src=x onerror=alert(1)><script>alert(2)</script>", "<img src=x onerror=alert(1)>"],
  ["&lt;b&gt; &amp; </article></main>", "&lt;b&gt; &amp; </article></main>"],
  ['javascript:alert(1) data:text/html,x https://example.org/"onclick=alert(1)', "javascript:"],
  ["start \u202e\u2066 reversed \u2069 \u200f end", "reversed"],
  ["\x1b[2J\x07\x7f bell and escape", "bell and escape"],
  ["\x02\x1d\x1f\x0304,01\x16 styles without an end", "styles without an end"],
  ["Z" + "\u0301\u0316\u0323".repeat(60) + " tall letter", "tall letter"],
  ["W".repeat(400), "W".repeat(400)],
  ["\u{1f469}\u200d".repeat(60) + " joined", "joined"],
]);
const LONG_LINES = 90;
const LONG_LINE_LETTERS = 440;

testInBrowser("Hostile text is shown as text, and leaves the layout as it is", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  using mallory = await IrcTestClient.enter(server, {
    nickname: "mallory",
    channels: ["#1"],
    capabilities: ["batch", "draft/multiline", "message-tags"],
  });
  await using alice = await openPage(server, { size: { width: 720, height: 700 } });
  await alice.enter("alice");
  const { page } = alice;
  for (const [text, shown] of TEXTS) {
    await mallory.send(`PRIVMSG #1 :${text}`);
    await alice.hears(shown);
  }
  await mallory.send(`TOPIC #1 :<b>${"topic ".repeat(50)}</b>`);
  // One line of 40 kB.
  await mallory.send(
    "BATCH +long draft/multiline #1",
    ...Array.from({ length: LONG_LINES }, (_, index) => {
      const tag = index === 0 ? "@batch=long" : "@batch=long;draft/multiline-concat";
      return `${tag} PRIVMSG #1 :${"L".repeat(LONG_LINE_LETTERS)}`;
    }),
    "BATCH -long",
  );
  await alice.hears(/L{400}/);
  await page.getByRole("button", { name: /^Show all/ }).click();
  await alice.hears(new RegExp(`L{${LONG_LINES * LONG_LINE_LETTERS}}`));

  const found = await page.evaluate(() => ({
    foreign: document.querySelectorAll(".timeline :is(img, script, b, iframe, style)").length,
    links: [...document.querySelectorAll<HTMLAnchorElement>(".timeline a")].map((a) => a.protocol),
    isWider: document.documentElement.scrollWidth > innerWidth,
    wideMessages: [...document.querySelectorAll(".message")]
      .filter((message) => message.scrollWidth > message.clientWidth + 1).length,
    hasLog: document.querySelector(".timeline")!.scrollWidth <=
      document.querySelector(".timeline")!.clientWidth + 1,
  }));
  assertEquals([found.foreign, found.isWider, found.wideMessages], [0, false, 0]);
  assert(found.hasLog, "The timeline scrolls sideways");
  assertEquals(found.links.filter((protocol) => protocol !== "https:"), []);
  await alice.say("still here");
  await alice.hears("still here");
});
