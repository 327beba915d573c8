import { assertEquals } from "@std/assert";

import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

/** Has the notifications of a page collected instead of shown; the person allows them. */
async function collectNotifications({ page }: Visitor): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const shown: string[] = [];
    class Collected {
      static permission = "default";
      static requestPermission() {
        Collected.permission = "granted";
        return Promise.resolve("granted");
      }
      constructor(title: string, { body }: { body: string }) {
        shown.push(`${title}: ${body}`);
      }
      close() {}
    }
    Object.assign(globalThis, { Notification: Collected, shown });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
}

testInBrowser("A message for somebody elsewhere counts in the title, and notifies", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await using bob = await openPage(server);
  await alice.enter("alice", { room: "a b" });
  await bob.enter("bob", { room: "b" });
  const shown = await collectNotifications(alice);
  await alice.page.keyboard.press("Control+,");
  await alice.page.getByRole("switch", { name: "Show notifications on the desktop" }).click();
  await alice.page.getByRole("switch", { name: "Show notifications", checked: true }).waitFor();
  await alice.page.keyboard.press("Escape");
  await bob.say("to everybody");
  await alice.page.waitForFunction(() => document.title === "(1) a – chat");
  assertEquals(await shown(), []);
  await bob.say("to alice");
  await alice.page.waitForFunction(() => document.title === "(2) a – chat");
  await alice.page.waitForFunction(() =>
    (globalThis as unknown as { shown: string[] }).shown.length > 0
  );
  assertEquals(await shown(), ["bob in b: to alice"]);
  const said = alice.page.locator("[role=log][aria-live=polite]");
  await said.getByText("bob mentions you in b").waitFor({ state: "attached" });
  await alice.goTo("b");
  await alice.page.waitForFunction(() => document.title === "b – chat");
});

/** As on phones: only the service worker shows notifications, which are collected here. */
function notifyByWorkerOnly(): void {
  class Refusing {
    static permission = "granted";
    constructor() {
      throw new TypeError("Illegal constructor");
    }
  }
  Object.assign(globalThis, { Notification: Refusing, shown: [] });
  ServiceWorkerRegistration.prototype.showNotification = (title, options) => {
    (globalThis as unknown as { shown: unknown[] }).shown.push({ title, ...options });
    return Promise.resolve();
  };
}

testInBrowser(
  "Where only service workers notify, pressing it goes to the conversation",
  async () => {
    const server = await sharedServer();
    await using alice = await openPage(server, { before: notifyByWorkerOnly });
    await using bob = await openPage(server);
    const { page } = alice;
    await alice.enter("alice", { room: "a b" });
    await bob.enter("bob", { room: "b" });
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.keyboard.press("Control+,");
    await page.getByRole("switch", { name: "Show notifications on the desktop" }).click();
    await page.getByRole("switch", { name: "Show notifications", checked: true }).waitFor();
    await page.keyboard.press("Escape");
    await bob.say("to alice");
    const shown = await page.waitForFunction(() =>
      (globalThis as unknown as { shown: NotificationOptions[] }).shown[0]
    );
    const { title, body, data } = await shown.jsonValue() as NotificationOptions & {
      title: string;
    };
    assertEquals([title, body], ["bob in b", "to alice"]);
    const [worker] = page.context().serviceWorkers();
    const isClosed = await worker!.evaluate(async (data) => {
      let isClosed = false;
      const notification = { data, close: () => isClosed = true };
      const done: Promise<unknown>[] = [];
      const waitUntil = (promise: Promise<unknown>) => done.push(promise);
      const event = Object.assign(new Event("notificationclick"), { notification, waitUntil });
      dispatchEvent(event);
      // Nobody has pressed anything, so that the page may not have the focus.
      await Promise.allSettled(done);
      return isClosed;
    }, data);
    assertEquals(isClosed, true);
    await page.getByRole("heading", { name: "b", level: 1 }).waitFor();
  },
);
