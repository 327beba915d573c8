import { assertEquals } from "@std/assert";

import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

/** More letters than fit into a storage whose last entry has a key of that length. */
const MORE = "and more of it, which the storage has no room for";
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

/** Talks in a room, and says what the page warned of. */
async function warningsOf(alice: Visitor, room: string): Promise<number> {
  await alice.enter("alice", { room, remember: true });
  for (const line of ["one", "two", "three"]) await alice.say(line);
  await alice.page.locator(".message:not(.waiting)", { hasText: "three" }).waitFor();
  await alice.field.fill("half a draft");
  await alice.page.getByText(WARNING).first().waitFor();
  // The draft is kept before the page turns to another room.
  await alice.say("/join 2");
  await alice.page.getByRole("heading", { name: "2", level: 1 }).waitFor();
  await alice.goTo(room);
  return await alice.page.getByText(WARNING).count();
}

testInBrowser("Where storage is switched off, the page says it once and works", async () => {
  await using alice = await openPage(await sharedServer(), { before: switchStorageOff });
  assertEquals(await warningsOf(alice, "off"), 1);
  await alice.page.reload();
  await alice.page.locator(".enter-form").waitFor();
});

/** Fills the storage of the browser up to the last letter. */
async function fillStorage({ page }: Visitor): Promise<void> {
  await page.evaluate(() => {
    for (let size = 2 ** 22; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (;;) localStorage.setItem(`filled ${Math.random()}`, "x".repeat(size));
      } catch {
        // Smaller ones may still fit.
      }
    }
  });
}

testInBrowser("Where the storage is full, the page says it once and works", async () => {
  await using alice = await openPage(await sharedServer());
  await fillStorage(alice);
  assertEquals(await warningsOf(alice, "full"), 1);
});

testInBrowser(
  "A long draft survives a reload whole; one that does not fit is said and guarded",
  async () => {
    await using alice = await openPage(await sharedServer());
    const { page, field } = alice;
    await alice.enter("alice", { remember: true });
    const text = "a long draft ".repeat(10_000);
    await field.fill(text);
    await page.waitForFunction(
      (length) => Object.values(localStorage).some((kept) => kept.length === length),
      text.length,
    );
    await page.reload();
    await alice.hasEntered();
    assertEquals(await field.inputValue(), text);
    assertEquals(await page.getByText(WARNING).count(), 0);
    await fillStorage(alice);
    await field.press("End");
    await field.pressSequentially(MORE);
    await page.getByText(WARNING).waitFor();
    const asked = new Promise<string>((resolve) =>
      page.once("dialog", (dialog) => {
        resolve(dialog.type());
        void dialog.dismiss();
      })
    );
    await page.close({ runBeforeUnload: true });
    assertEquals(await asked, "beforeunload");
    assertEquals(await field.inputValue(), text + MORE);
  },
);
