import type { Page } from "playwright-core";

import type { TestServer } from "../../tests/harness/server.ts";
import { addressOf, closeBrowser, startVisitor } from "../../tests/web/browser.ts";

/** What a visit came to. Times are in milliseconds since the visit began. */
export interface Visit {
  readonly drawn: number;
  readonly usable: number;
  /** The longest task until the form was usable, in milliseconds. */
  readonly longest: number;
  /** What was asked for until the form was usable, and until the chat was there. */
  readonly requests: number;
  readonly kilobytes: number;
  readonly chatRequests: number;
  readonly chatKilobytes: number;
  /** From the next visit, of a person who is let in without being asked. */
  readonly returnDrawn: number;
  readonly returnUsable: number;
}

/** What the page itself knows of how it was loaded. */
interface Loaded {
  readonly drawn: number;
  readonly usable: number;
  readonly longest: number;
  readonly requests: number;
  readonly bytes: number;
}

/** A first visit in a new browser, on a processor that is some times slower, and the next visit. */
export async function measureVisit(server: TestServer, slowdown: number): Promise<Visit> {
  await closeBrowser();
  await using visitor = await startVisitor();
  const { page } = visitor;
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(addressOf(server));
  const form = await loadedUntil(page, "usable");
  await visitor.enter("reader", { remember: true });
  const chat = await loadedUntil(page, "chat usable");
  await page.evaluate("navigator.serviceWorker.ready.then(() => {})");
  await page.reload();
  await visitor.hasEntered();
  const next = await loadedUntil(page, "chat usable");
  return {
    ...{ drawn: form.drawn, usable: form.usable, longest: form.longest },
    ...{ requests: form.requests, kilobytes: form.bytes / 1000 },
    ...{ chatRequests: chat.requests, chatKilobytes: chat.bytes / 1000 },
    ...{ returnDrawn: next.drawn, returnUsable: next.usable },
  };
}

/** Waits until the page has set a mark, and reads what was loaded until then. */
function loadedUntil(page: Page, mark: string): Promise<Loaded> {
  return page.evaluate<Loaded>(`new Promise((resolve) => {
    const look = () => {
      const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
      const [drawn, usable] = [at("first-contentful-paint"), at(${JSON.stringify(mark)})];
      if (drawn === undefined || usable === undefined) return setTimeout(look, 20);
      const isBefore = ({ startTime }) => startTime < usable;
      const loaded = ["navigation", "resource"]
        .flatMap((type) => performance.getEntriesByType(type)).filter(isBefore);
      const bytes = loaded.reduce((sum, { transferSize }) => sum + transferSize, 0);
      const observer = new PerformanceObserver((list) => {
        observer.disconnect();
        resolve(answer(list.getEntries()));
      });
      const answer = (tasks) => ({
        ...{ drawn, usable, bytes, requests: loaded.length },
        longest: Math.max(0, ...tasks.filter(isBefore).map(({ duration }) => duration)),
      });
      observer.observe({ type: "longtask", buffered: true });
      // There may be no long task.
      setTimeout(() => resolve(answer([])), 200);
    };
    look();
  })`);
}
