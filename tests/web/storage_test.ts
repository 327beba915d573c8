import { assertEquals } from "@std/assert";

import { startServer } from "../harness/server.ts";
import { openPage, testInBrowser, type Visitor } from "./browser.ts";

const PAGE = ["--web-port", "0"];
const WARNING = /^This browser cannot keep what you type/;

/** As where a person has forbidden all storage: the browser throws wherever it is named. */
function switchStorageOff(): void {
  const refuse = () => {
    throw new DOMException("Access is denied for this document", "SecurityError");
  };
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(globalThis, name, { get: refuse });
  }
  const reject = () => Promise.reject(new DOMException("Access is denied", "SecurityError"));
  LockManager.prototype.request = reject;
  LockManager.prototype.query = reject;
}

/** Talks, and says what the page warned of. */
async function warningsOf(alice: Visitor): Promise<number> {
  await alice.enter("alice", { remember: true });
  for (const line of ["one", "two", "three"]) await alice.say(line);
  await alice.page.locator(".message:not(.waiting)", { hasText: "three" }).waitFor();
  await alice.field.fill("half a draft");
  await alice.page.getByText(WARNING).first().waitFor();
  // The draft is kept before the page turns to another room.
  await alice.say("/join 2");
  await alice.page.getByRole("heading", { name: "2", level: 1 }).waitFor();
  await alice.goTo("1");
  return await alice.page.getByText(WARNING).count();
}

testInBrowser("Where storage is switched off, the page says it once and works", async () => {
  await using server = await startServer({ args: PAGE });
  await using alice = await openPage(server, { before: switchStorageOff });
  assertEquals(await warningsOf(alice), 1);
  await alice.page.reload();
  await alice.page.locator(".enter-form").waitFor();
});

testInBrowser("Where the storage is full, the page says it once and works", async () => {
  await using server = await startServer({ args: PAGE });
  await using alice = await openPage(server);
  await alice.page.evaluate(() => {
    for (let size = 2 ** 22; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (;;) localStorage.setItem(`filled ${Math.random()}`, "x".repeat(size));
      } catch {
        // Smaller ones may still fit.
      }
    }
  });
  assertEquals(await warningsOf(alice), 1);
});
