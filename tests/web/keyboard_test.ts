import { enterChat, hear } from "../harness/join.ts";
import { startServer } from "../harness/server.ts";
import { openPage, testInBrowser, type Visitor } from "./browser.ts";

const PAGE = ["--web-port", "0"];

/** What has the focus, as a screen reader names it. */
function focused({ page }: Visitor): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const name = element?.getAttribute("aria-label") ?? element?.getAttribute("name");
    return name ?? element?.textContent ?? "";
  });
}

/** Presses Tab until something of that name has the focus. */
async function tabTo(visitor: Visitor, name: RegExp, key = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < 40; count++) {
    await visitor.page.keyboard.press(key);
    const now = await focused(visitor);
    if (name.test(now)) return;
    passed.push(now);
  }
  throw new Error(`Tab does not reach ${name}, only ${passed.join(", ")}`);
}

testInBrowser("Everything is done by keys alone, from entering to the settings", async () => {
  await using server = await startServer({ args: PAGE });
  await using carol = await enterChat(server, "carol", { rooms: ["1", "tea"] });
  await using alice = await openPage(server);
  const { page } = alice;
  const { keyboard } = page;
  await page.locator("input[name=name]:focus").waitFor();
  await keyboard.type("alice");
  await tabTo(alice, /^rooms$/);
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("1 tea");
  await keyboard.press("Enter");
  await alice.hasEntered();
  await page.locator(".message-field textarea:focus").waitFor();
  await keyboard.type("by keys alone");
  await keyboard.press("Enter");
  await hear(carol, "[1] alice: by keys alone");

  await keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Go to" }).locator("input:focus").waitFor();
  await keyboard.type("tea");
  await keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "tea" }).waitFor();
  await page.locator(".message-field textarea:focus").waitFor();
  await keyboard.press("Alt+ArrowUp");
  await page.getByRole("heading", { level: 1, name: "1" }).waitFor();

  await keyboard.press("Control+,");
  const settings = page.getByRole("dialog", { name: "Settings" });
  await settings.waitFor();
  await tabTo(alice, /Close/, "Shift+Tab");
  await keyboard.press("Escape");
  await settings.waitFor({ state: "detached" });
  await page.locator(".message-field textarea:focus").waitFor();

  await tabTo(alice, /by keys alone/, "Shift+Tab");
  await keyboard.press("Enter");
  await page.locator("[aria-label=React]:focus").waitFor();
  await keyboard.press("Escape");
  await page.locator("[data-key]:focus", { hasText: "by keys alone" }).waitFor();
  await keyboard.press("Escape");
  await page.locator(".message-field textarea:focus").waitFor();
  await keyboard.press("Control+/");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await keyboard.press("Escape");
});
