import { assert, assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { openScreen } from "./open_screen.ts";
import { startServer } from "../harness/server.ts";

testWith(["tmux"], {
  name: "Two people talk on their screens, in a room and with each other",
  async fn() {
    await using server = await startServer();
    await using alice = await openScreen(server, "alice");
    await using bob = await openScreen(server, "bob");
    await alice.until((line) => line.includes("2 here"));
    await alice.enter("hi bob, is the build done?");
    await bob.until((line) => line.includes("alice ▌ hi bob, is the build done?"));
    await bob.enter("yes, ten minutes ago");
    await alice.until((line) => line.includes("bob │ yes, ten minutes ago"));
    await bob.enter("/to alice");
    await bob.until((line) => line.startsWith("alice>"));
    await bob.enter("lunch at one?");
    await alice.until((line) => /● bob +1!/.test(line));
    await alice.press("M-a");
    await alice.until((line) => line.startsWith("bob>"));
    await alice.until((line) => line.includes("lunch at one?"));
    await alice.enter("gladly");
    await bob.until((line) => line.includes("alice │ gladly"));
  },
});

testWith(["tmux"], {
  name: "The top shows the modes that a room had before, and those that are set later",
  async fn() {
    await using server = await startServer();
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
    await bob.send("MODE #1 +s");
    await bob.sync();
    await using alice = await openScreen(server, "alice");
    await alice.until((line) => /^ 1 {2}\+[a-z]*s[a-z]* {2}/.test(line));
    await bob.send("MODE #1 +m-s");
    await alice.until((line) => /^ 1 {2}\+[a-rt-z]*m[a-rt-z]* {2}/.test(line));
    const said = await alice.screen();
    assert(!said.some((line) => line.includes("has mode")), said.join("\n"));
  },
});

testWith(["tmux"], {
  name: "What is typed in one conversation is there again after others were looked at",
  async fn() {
    await using server = await startServer();
    await using alice = await openScreen(server, "alice", { rooms: ["1", "2"] });
    await alice.until((line) => /^ # 2/.test(line));
    await alice.type("half a sentence");
    await alice.press("C-k");
    await alice.until((line) => line.startsWith("Go to:"));
    await alice.enter("2");
    await alice.until((line) => line.startsWith("2>"));
    await alice.enter("said in the other room");
    await alice.until((line) => line.includes("alice │ said in the other room"));
    await alice.press("C-k");
    await alice.enter("1");
    await alice.until((line) => line === "1> half a sentence");
  },
});

testWith(["tmux"], {
  name: "A line that is refused is shown with the reason, and leaves alone what is typed next",
  async fn() {
    await using server = await startServer();
    await using alice = await openScreen(server, "alice");
    await alice.enter("/jion tea");
    await alice.enter("hello");
    const screen = await alice.until((line) => line.includes("alice │ hello"));
    assert(screen.some((line) => line.includes("did you mean")), screen.join("\n"));
    assert(screen.some((line) => line.includes("(not done: /jion tea)")), screen.join("\n"));
    await alice.press("Up", "Up");
    await alice.until((line) => line === "1> /jion tea");
  },
});

testWith(["tmux"], {
  name: "A paste of 200 lines is one draft, and every line of it is sent once and in order",
  async fn() {
    await using server = await startServer();
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
    await using alice = await openScreen(server, "alice");
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index} of the paste, 日本語`);
    await alice.paste(lines.join("\n"));
    const screen = await alice.until((line) => line.includes("line 199 of the paste"));
    assertEquals(
      screen.filter((line) => /^ +line 19\d of/.test(line)).length,
      8,
      screen.join("\n"),
    );
    await bob.sync();
    assert(!bob.feed.items.some((line) => line.includes("line 0 of")), "it was sent unasked");
    await alice.press("Enter");
    await bob.waitFor("the last line", ({ params }) => params[1] === lines.at(-1));
    const said = bob.feed.items.filter((line) => line.includes(" PRIVMSG #1 "))
      .map((line) => line.slice(line.indexOf(" :", 1) + 2));
    assertEquals(said, lines);
    await alice.until((line) => line.trimEnd() === "1>");
  },
});
