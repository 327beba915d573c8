/**
 * What a page should have on any machine, however fast: what is sent, installable, titled, and
 * nothing that moves while it loads. `deno task bench:page` measures times.
 */

import { assert, assertEquals, assertMatch } from "@std/assert";

import { startServer, type TestServer } from "../harness/server.ts";
import { addressOf, openPage, startVisitor, testInBrowser, type Visitor } from "./browser.ts";
import { request } from "./http_client.ts";

/** Bytes that may be sent until the form is drawn, and until the chat is. */
const MAX_FORM_BYTES = 120_000;
const MAX_CHAT_BYTES = 205_000;
/** A sum of layout shifts that people do not notice, by web.dev. */
const MAX_LAYOUT_SHIFT = 0.1;

interface Loaded {
  readonly path: string;
  readonly bytes: number;
}

/** What the browser has loaded until a time of the page, in milliseconds. */
function loadedUntil({ page }: Visitor, latest: number): Promise<Loaded[]> {
  return page.evaluate((latest) => {
    const entries = [
      ...performance.getEntriesByType("navigation"),
      ...performance.getEntriesByType("resource"),
    ] as PerformanceResourceTiming[];
    return entries.filter(({ startTime }) => startTime < latest)
      .map(({ name, encodedBodySize }) => ({
        path: new URL(name).pathname,
        bytes: encodedBodySize,
      }));
  }, latest);
}

/** When the script has taken the form over, by the clock of the page. */
async function usableAt({ page }: Visitor): Promise<number> {
  const mark = await page.waitForFunction(() =>
    performance.getEntriesByName("usable")[0]?.startTime
  );
  return await mark.jsonValue() ?? NaN;
}

/** The bytes of the bodies of answers that are packed by gzip. */
async function sentBytes({ page }: TestServer, loaded: readonly Loaded[]): Promise<number> {
  let sum = 0;
  for (const { path } of loaded) {
    const headers = { "accept-encoding": "gzip" };
    sum += Number(
      (await request(page, { path, headers, method: "HEAD" })).headers.get("content-length"),
    );
  }
  return sum;
}

testInBrowser("Little is sent until the form is drawn, and until the chat is", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  await using alice = await openPage(server);
  const form = await loadedUntil(alice, await usableAt(alice));
  await alice.enter("alice");
  const chat = await loadedUntil(alice, Infinity);
  assert(form.length > 5 && chat.length > form.length, JSON.stringify([form, chat]));
  // As the browser has it, in brotli, and as one that has only gzip does.
  assert(form.reduce((sum, { bytes }) => sum + bytes, 0) < MAX_FORM_BYTES);
  const sizes = [await sentBytes(server, form), await sentBytes(server, chat)];
  assert(sizes[0]! < MAX_FORM_BYTES, `${sizes[0]} bytes until the form is drawn`);
  assert(sizes[1]! < MAX_CHAT_BYTES, `${sizes[1]} bytes until the chat is drawn`);

  await using wang = await openPage(server, { language: "zh-CN" });
  const chinese = await sentBytes(server, await loadedUntil(wang, await usableAt(wang)));
  assert(sizes[0]! < chinese && chinese < MAX_FORM_BYTES, `${chinese} bytes in Chinese`);
});

testInBrowser(
  "All files are the server's own, and those with a digest are kept for ever",
  async () => {
    await using server = await startServer({ args: ["--web-port", "0"] });
    await using alice = await startVisitor();
    const address = addressOf(server);
    const answers = new Map<string, string>();
    alice.page.on("response", (response) => {
      answers.set(response.url(), response.headers()["cache-control"] ?? "");
    });
    await alice.page.goto(address);
    await alice.enter("alice");
    await alice.page.getByRole("button", { name: "Search" }).click();
    await alice.page.getByRole("dialog").waitFor();
    const foreign = [...answers.keys()].filter((url) => !url.startsWith(address));
    assertEquals(foreign.filter((url) => !url.startsWith("data:")), []);
    const scripts = [...answers].filter(([url]) => /\/[^/]+-\w{8}\.(?:js|css)$/.test(url));
    assert(scripts.length > 10);
    for (const [url, kept] of scripts) {
      assertEquals([url, kept], [url, "public, max-age=31536000, immutable"]);
    }
    assertEquals(answers.get(address), "no-cache");
  },
);

testInBrowser("The page can be installed, and says what it is", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  await using alice = await openPage(server);
  const { page } = alice;
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const session = await page.context().newCDPSession(page);
  const { errors, url } = await session.send("Page.getAppManifest");
  assertEquals([errors, url], [[], `${addressOf(server)}chat.webmanifest`]);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A test's browser keeps nothing, as a private window does.
  const problems = installabilityErrors.map(({ errorId }) => errorId);
  assertEquals(problems.filter((problem) => problem !== "in-incognito"), []);
  const icons = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>("link[rel=manifest]")!;
    const { icons, display } = await (await fetch(link.href)).json();
    const sizes: string[] = [display];
    for (const { src, sizes: size } of icons) {
      const image = new Image();
      image.src = new URL(src, link.href).href;
      await image.decode();
      if (size !== "any") sizes.push(`${size} ${image.naturalWidth}x${image.naturalHeight}`);
    }
    return sizes;
  });
  assertEquals(icons, [
    "standalone",
    "192x192 192x192",
    "512x512 512x512",
    "512x512 512x512",
  ]);
  assertEquals(await page.title(), "chat");
  assertEquals(await page.locator("html").getAttribute("lang"), "en");
  const meta = (name: string) => page.locator(`meta[name=${name}]`).getAttribute("content");
  assertMatch(await meta("viewport") ?? "", /width=device-width, initial-scale=1/);
  // People may enlarge it.
  assert(!/user-scalable|maximum-scale/.test(await meta("viewport") ?? ""));
  assertEquals(await meta("description"), "Rooms and direct messages");
  assertMatch(await meta("theme-color") ?? "", /^#/);
  assertEquals(await page.evaluate(() => document.compatMode), "CSS1Compat");
});

testInBrowser("Nothing moves by itself while the page and the chat load", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  await using bob = await openPage(server);
  await bob.enter("bob");
  for (let number = 0; number < 30; number++) await bob.say(`message ${number}`);
  await using alice = await openPage(server, { before: countShifts });
  await alice.enter("alice", { remember: true });
  await alice.hears("message 29");
  await bob.say("hello alice");
  await alice.hears("hello alice");
  const shift = () => alice.page.evaluate("globalThis.layoutShift").then(Number);
  assert(await shift() < MAX_LAYOUT_SHIFT, `${await shift()} on the first visit`);
  await alice.page.reload();
  await alice.hears("hello alice");
  await alice.hasEntered();
  assert(await shift() < MAX_LAYOUT_SHIFT, `${await shift()} on the next`);
});

/** Sums up how far parts of the page move that nobody has touched. */
function countShifts(): void {
  const page = globalThis as unknown as { layoutShift: number };
  page.layoutShift = 0;
  // A list of messages that stands at its end grows upwards, and no message in it moves.
  const grows = ({ node }: { readonly node: Element | null }) =>
    node !== null && node.matches(".timeline > :last-child");
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & Shift)[]) {
      if (entry.hadRecentInput || entry.sources.every(grows)) continue;
      page.layoutShift += entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });
}

interface Shift {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Element | null }[];
}
