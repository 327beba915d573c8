import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { openPage, sharedServer, testInBrowser, type Visitor } from "./browser.ts";

/** What the list says is unread, by the names of rooms. */
async function unreadIn({ page }: Visitor): Promise<string[]> {
  const rows = page.locator(".conversations .row.room", { has: page.locator(".count") });
  return (await rows.all()).length === 0
    ? []
    : await rows.evaluateAll((all) =>
      all.map((row) =>
        `${row.querySelector(".title")!.textContent}: ${
          row.querySelector(".count")!.getAttribute("aria-label")
        }`
      )
    );
}

testInBrowser(
  "A guest finds what is unread after a reload, and nothing that was read",
  async () => {
    const server = await sharedServer();
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#one", "#two"] });
    await bob.send("PRIVMSG #two :said before alice came");
    await bob.sync();
    await using alice = await openPage(server);
    const { page } = alice;
    const count = page.locator(".conversations .count");
    await alice.enter("alice", { room: "one two" });
    assertEquals(await unreadIn(alice), []);
    await bob.send("PRIVMSG #two :one more", "PRIVMSG #two :alice: look");
    await count.filter({ hasText: "2" }).waitFor();
    await page.goto("about:blank");
    await bob.send("PRIVMSG #two :said during the reload", "PRIVMSG #one :read at once");
    await bob.sync();
    await page.goBack();
    await alice.hasEntered();
    await count.filter({ hasText: "3" }).waitFor();
    assertEquals(await unreadIn(alice), ["two: 3 unread, 1 for you"]);
    await alice.hears("read at once");
    await alice.goTo("two");
    await alice.hears("said during the reload");
    const mark = page.locator(".ruler.new");
    await mark.waitFor();
    const shown = await page.locator(".timeline").innerText();
    const order = ["said before alice came", "New since you looked", "one more"];
    const places = order.map((text) => shown.indexOf(text));
    assertEquals(places, [...places].filter((at) => at >= 0).sort((a, b) => a - b));
    await alice.goTo("one");
    await page.reload();
    await alice.hasEntered();
    await alice.hears("read at once");
    await page.getByText("Nobody yet").waitFor();
    assertEquals(await unreadIn(alice), []);
  },
);
