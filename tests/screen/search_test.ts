import { assert } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { startServer } from "../harness/server.ts";
import { openScreen } from "./open_screen.ts";

/** More messages than the screen asks for when it enters a room. */
const MESSAGES = 300;

testWith(["tmux"], {
  name: "A search goes to an old message in its context, and End returns to the newest",
  async fn() {
    await using server = await startServer();
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
    const said = Array.from({ length: MESSAGES }, (_, index) => `message ${index}.`);
    said[100] = "the Schlüssel of the cellar: 花盆";
    await bob.send(...said.map((text) => `PRIVMSG #1 :${text}`));
    await bob.sync();

    await using alice = await openScreen(server, "alice");
    const before = await alice.until((line) => line.includes("│ message 299."));
    assert(!before.some((line) => line.includes("cellar")), before.join("\n"));
    await alice.press("C-f");
    await alice.until((line) => line.startsWith("Search in 1:"));
    await alice.enter("花盆 cellar");
    const found = await alice.until((line) => line.includes("1 of 1 found"));
    assert(found.some((line) => /bob +the Schlüssel of/.test(line)), found.join("\n"));
    await alice.press("Enter");
    await alice.until((line) => line.trimEnd() === "1>");
    const there = await alice.until((line) => line.includes(`▶ ${said[100]}`));
    const row = there.findIndex((line) => line.includes(`▶ ${said[100]}`));
    assert(there[row - 1]?.includes("│ message 99."), there.join("\n"));
    assert(there[row + 1]?.includes("│ message 101."), there.join("\n"));
    assert(!there.some((line) => line.includes("message 299.")), there.join("\n"));

    await alice.press("End");
    await alice.until((line) => line.includes("│ message 299."));
    await alice.enter("found it");
    await alice.until((line) => line.includes("alice │ found it"));
  },
});
