import { assertEquals } from "@std/assert";

import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";
import { enterChat } from "../harness/join.ts";
import { startChat } from "../harness/program.ts";

const CAROL_AS_JSON = ["--user", "carol", "--room", "1", "--json"];

/** Pastes a text into the field. */
async function paste({ page, field }: Visitor, text: string): Promise<void> {
  await field.focus();
  await page.evaluate((text) => {
    const field = document.activeElement as HTMLTextAreaElement;
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
    // A page may not paste by itself: the browser's own part is done here.
    field.dispatchEvent(event);
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }, text);
}

testInBrowser(
  "Enter sends, Shift+Enter and Alt+Enter begin a line, and an input method is left alone",
  async () => {
    const server = await sharedServer();
    await using carol = await enterChat(server, "carol", { rooms: ["lines"] });
    await using alice = await openPage(server);
    await alice.enter("alice", { room: "lines" });
    const { field } = alice;
    await field.pressSequentially("one");
    await field.press("Shift+Enter");
    await field.pressSequentially("two");
    await field.press("Alt+Enter");
    await field.pressSequentially("three");
    assertEquals(await field.inputValue(), "one\ntwo\nthree");
    await field.press("Enter");
    assertEquals(await field.inputValue(), "");
    await carol.stdout.waitFor((line) => line.endsWith("three"));

    await field.fill("ni hao");
    for (const sign of [{ isComposing: true }, { keyCode: 229 }]) {
      const isLeftAlone = await field.evaluate((field, sign) => {
        const enter = { key: "Enter", bubbles: true, cancelable: true, ...sign };
        return field.dispatchEvent(new KeyboardEvent("keydown", enter));
      }, sign);
      assertEquals([isLeftAlone, await field.inputValue()], [true, "ni hao"]);
    }
  },
);

testInBrowser(
  "A paste of many lines is one draft and one message, and keeps its asterisks",
  async () => {
    const server = await sharedServer();
    await using alice = await openPage(server);
    await using bob = await openPage(server);
    await alice.enter("alice", { room: "paste" });
    await bob.enter("bob", { room: "paste" });
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index} **x**`);
    await paste(alice, lines.join("\n"));
    assertEquals(await alice.field.inputValue(), lines.join("\n"));
    await alice.page.getByText("Pasted marks are sent as they are").waitFor();
    const { height } = (await alice.field.boundingBox())!;
    assertEquals(height < 250, true, `The field is ${height} pixels high`);
    await alice.field.press("Enter");
    await bob.hears(/line 0 \*\*x\*\*\nline 1 \*\*x\*\*/);
    await bob.page.getByRole("button", { name: /^Show all/ }).click();
    await bob.hears("line 39 **x**");
    assertEquals(await bob.messages(/line \d/).count(), 1);

    await alice.field.fill("**bold** and `code`");
    await alice.field.press("Enter");
    await bob.hears("bold and code");
  },
);

testInBrowser(
  "A text that is too long for one message says how many it becomes, and nothing is cut",
  async () => {
    const server = await sharedServer();
    await using carol = startChat(["join", ...server.address, ...CAROL_AS_JSON]);
    await carol.stdout.waitFor((line) => line.includes('"join"'));
    await using alice = await openPage(server);
    await alice.enter("alice");
    const text = "word ".repeat(20_000) + "end";
    await alice.field.fill(text);
    await alice.page.getByText(/^Sent as \d+ messages$/).waitFor();
    await alice.field.press("Enter");
    await carol.stdout.waitFor((line) => line.includes("word end"));
    const received = carol.stdout.items.map((line) => JSON.parse(line))
      .filter(({ type, from }) => type === "message" && from === "alice");
    assertEquals(received.map((message) => message.text).join(""), text);
    await alice.page.getByText(/^Sent as/).waitFor({ state: "detached" });
  },
);

testInBrowser("The arrows bring back what was sent, never a password, and undo works", async () => {
  const server = await sharedServer();
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "arrows" });
  const { field } = alice;
  await alice.say("first");
  await alice.say("second");
  await field.fill("/login alice s3cret");
  await alice.page.locator("textarea.secret").waitFor();
  await field.press("Enter");
  const seen: string[] = [];
  for (const key of ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"]) {
    await field.press(key);
    seen.push(await field.inputValue());
  }
  assertEquals(seen, ["second", "first", "second", ""]);
  await field.pressSequentially("some words");
  await field.press("Shift+Control+ArrowLeft");
  await field.press("Control+b");
  assertEquals(await field.inputValue(), "some **words**");
  await field.press("Control+z");
  assertEquals(await field.inputValue(), "some words");
});

testInBrowser("Names, commands and emoji are completed by keys and by clicks", async () => {
  const server = await sharedServer();
  await using _beatrice = await enterChat(server, "beatrice", { rooms: ["names"] });
  await using _benjamin = await enterChat(server, "benjamin", { rooms: ["names"] });
  await using alice = await openPage(server);
  await alice.enter("alice", { room: "names" });
  const { field, page } = alice;
  const options = page.getByRole("option");
  await field.pressSequentially("hi @be");
  await page.getByRole("listbox", { name: "Suggestions" }).waitFor();
  await field.press("ArrowDown");
  await field.press("ArrowDown");
  assertEquals(await field.inputValue(), "hi @benjamin ");
  const active = await field.getAttribute("aria-activedescendant");
  assertEquals(await options.nth(1).getAttribute("id"), active);
  await field.press("Escape");
  assertEquals(await field.inputValue(), "hi @be");
  assertEquals(await options.count(), 0);

  await field.fill("/to");
  await options.filter({ hasText: "/topic" }).click();
  assertEquals(await field.inputValue(), "/topic ");
  await page.locator(".completions .usage").waitFor();
  await field.fill("");
  await field.pressSequentially("well done :tada:");
  await page.waitForFunction(() => document.querySelector("textarea")?.value === "well done 🎉");
  await page.getByRole("button", { name: "Emoji" }).click();
  const finder = page.getByLabel("Find an emoji");
  await finder.waitFor();
  await finder.press("Enter");
  assertEquals(await field.inputValue(), "well done 🎉👍");
  await field.fill("ben");
  await field.press("Tab");
  assertEquals(await field.inputValue(), "benjamin: ");
  await field.press("Tab");
  assertEquals(await page.evaluate(() => document.activeElement?.tagName), "BUTTON");
});

testInBrowser(
  "What is typed stays as it is while messages pour in, and in its conversation",
  async () => {
    const server = await sharedServer();
    await using carol = await enterChat(server, "carol", { rooms: ["flood"] });
    await using alice = await openPage(server);
    await alice.enter("alice", { room: "flood" });
    const { field } = alice;
    const flood = carol.type(...Array.from({ length: 500 }, (_, index) => `flood ${index}.`));
    const text = "typed while others talk";
    await field.pressSequentially(text);
    await flood;
    await alice.hears("flood 499.");
    assertEquals(await field.inputValue(), text);
    await carol.type("/msg alice psst");
    await alice.goTo("carol");
    assertEquals(await field.inputValue(), "");
    await alice.goTo("flood");
    assertEquals(await field.inputValue(), text);
  },
);
