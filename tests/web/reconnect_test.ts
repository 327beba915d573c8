import { assert, assertEquals } from "@std/assert";

import { type Cut, CuttingProxy } from "../harness/cutting_proxy.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { Random } from "../harness/random.ts";
import { startServer } from "../harness/server.ts";
import { openPage, testInBrowser, type Visitor } from "./browser.ts";

const PAGE = ["--web-port", "0"];
const CUTS = 12;
/** Bytes of a connection before it is cut; entering takes about 5,000 to the browser. */
const MAX_BYTES = { "to-server": 2_500, "to-client": 12_000 } as const;
/** Bytes of the first connection, enough to enter. */
const FIRST_BYTES = 20_000;

/**
 * Waits of the page, such as that before the next attempt to connect, are shorter. Those from 15
 * seconds on stay: they end connections that are slow, as on a busy machine all are.
 */
function hurry(): void {
  const setTimer = globalThis.setTimeout;
  const hurried = (run: TimerHandler, milliseconds = 0, ...rest: unknown[]) =>
    setTimer(run, milliseconds < 15_000 ? milliseconds / 20 : milliseconds, ...rest);
  globalThis.setTimeout = hurried as typeof setTimeout;
}

function randomCuts(): (index: number) => Cut {
  const given = Deno.env.get("CHAT_TEST_SEED");
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
  console.log(`CHAT_TEST_SEED=${seed}`);
  const random = new Random(seed);
  return (index) => {
    const direction = random.next() < 0.4 ? "to-server" : "to-client";
    const unheard = random.next() < 0.25;
    if (index === 0) return { direction: "to-client", bytes: FIRST_BYTES, unheard };
    return { direction, bytes: 1 + Math.floor(random.next() * MAX_BYTES[direction]), unheard };
  };
}

/** The texts of all messages, from the beginning of the conversation to its end. */
async function allMessages({ page }: Visitor): Promise<string[]> {
  // A person turns the wheel; the page goes back to the end after any other scroll.
  await page.locator(".timeline").hover();
  while (await page.evaluate(() => document.querySelector(".timeline")!.scrollTop > 0)) {
    await page.mouse.wheel(0, -10_000);
  }
  return await page.evaluate(async () => {
    const timeline = document.querySelector(".timeline")!;
    const texts = new Map<string, string>();
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    for (let last = -1; last !== timeline.scrollTop;) {
      last = timeline.scrollTop;
      await frame();
      await frame();
      for (const message of timeline.querySelectorAll<HTMLElement>(".message")) {
        texts.set(message.dataset["key"]!, message.querySelector(".body")!.textContent!);
      }
      timeline.scrollTop += timeline.clientHeight / 2;
    }
    return [...texts.values()];
  });
}

testInBrowser(
  "A person whose connection is cut at random reads and says every message once, in order",
  async () => {
    await using server = await startServer({ args: PAGE });
    const cutAt = randomCuts();
    let connections = -1;
    await using proxy: CuttingProxy = new CuttingProxy({
      ...server.page,
      // One that ends by itself is not cut, and another one is in its place.
      next: () => connections < 0 || proxy.cuts >= CUTS ? undefined : cutAt(connections++),
    });
    using carol = await IrcTestClient.enter(server, {
      nickname: "carol",
      channels: ["#1"],
      capabilities: ["echo-message", "message-tags"],
    });
    const page = { host: server.page.host, port: proxy.port, kind: "http" };
    await using bob = await openPage({ page }, { losesConnections: true, before: hurry });
    // The files of the page have come: only its WebSocket is cut.
    connections = 0;
    await bob.enter("bob");
    let said = 0;
    let typed = 0;
    while (proxy.cuts < CUTS) {
      await bob.say(`from bob ${typed++}.`);
      await carol.send(`PRIVMSG #1 :from carol ${said++}. ${"x".repeat(100)}`);
      await carol.sync();
    }
    await bob.say("the end of bob");
    await carol.waitFor("the end of bob", ({ params }) => params[1] === "the end of bob");
    await carol.send("PRIVMSG #1 :the end of carol");
    await bob.hears("the end of carol");
    await bob.page.waitForFunction(() => document.querySelector(".message.waiting") === null);
    const all = await allMessages(bob);
    const of = (who: string) =>
      all.filter((text) => text.startsWith(`from ${who} `))
        .map((text) => Number(/\d+/.exec(text)?.[0]));
    const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
    assertEquals(of("bob"), upTo(typed));
    assertEquals(of("carol"), upTo(said));
    const heard = carol.feed.items.flatMap((line) => /from bob (\d+)\./.exec(line)?.[1] ?? [])
      .map(Number);
    assertEquals(heard, upTo(typed));
    assert(proxy.cuts >= CUTS);
  },
);

testInBrowser(
  "A connection that has died without a word is noticed when the network changes",
  async () => {
    await using server = await startServer({ args: PAGE });
    await using alice = await openPage(server, { losesConnections: true, before: hurry });
    const { page } = alice;
    let isDead = false;
    let connections = 0;
    await page.routeWebSocket(/\/irc$/, (socket) => {
      const isFirst = connections++ === 0;
      const origin = socket.connectToServer();
      const pass = (send: () => void) => {
        if (!isFirst || !isDead) send();
      };
      socket.onMessage((line) => pass(() => origin.send(line)));
      origin.onMessage((line) => pass(() => socket.send(line)));
    });
    await page.reload();
    await alice.enter("alice");
    isDead = true;
    await alice.say("said into the void");
    await page.locator(".message.waiting").waitFor();
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.locator(".message:not(.waiting)", { hasText: "said into the void" }).waitFor();
    assertEquals(connections, 2);
  },
);
