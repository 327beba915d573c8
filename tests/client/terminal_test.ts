import { assert, assertEquals } from "@std/assert";

import { testWith } from "../harness/peers.ts";
import { chatCommand, runChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";
import { TestTerminal } from "../harness/terminal.ts";

testWith(["tmux"], {
  name: "On a terminal, lines that arrive do not disturb the edited line",
  async fn() {
    await using server = await startServer();
    const join = ["join", "--line", ...server.address, "--room", "1", "--user"];
    await using terminal = await TestTerminal.start(chatCommand([...join, "alice"]));
    await terminal.until((line) => line.endsWith("* alice joined 1"));
    await terminal.type("日本 hello wor");
    await terminal.until((line) => line === "1> 日本 hello wor");
    await runChat([...join, "bob"], { input: "one\ntwo 日本語\n" });
    await terminal.until((line) => line.includes("* bob went offline"));
    const lines = await terminal.until((line) => line === "1> 日本 hello wor");
    assertEquals(lines.slice(-4, -2).map((line) => line.slice(6)), ["bob: one", "bob: two 日本語"]);
    assertEquals(lines.at(-1), "1> 日本 hello wor");
    await terminal.type("ld");
    await terminal.press("Home", "Right", "BSpace", "End", "Enter");
    await terminal.until((line) => line.endsWith("alice: 本 hello world"));
    await terminal.until((line) => line === "1>");
  },
});

testWith(["tmux"], {
  name:
    "On a terminal Tab completes, the arrows bring back lines, and a wrong command can be corrected",
  async fn() {
    await using server = await startServer();
    const join = ["join", "--line", ...server.address, "--room", "1", "--user"];
    await using terminal = await TestTerminal.start(chatCommand([...join, "alice"]));
    await terminal.until((line) => line.endsWith("* alice joined 1"));
    await terminal.type("/na");
    await terminal.press("Tab", "Enter");
    await terminal.until((line) => line.endsWith("* In 1: @alice"));
    await terminal.press("Up");
    await terminal.until((line) => line === "1> /names");
    await terminal.press("C-u");
    await terminal.type("/jion 2");
    await terminal.press("Enter");
    await terminal.until((line) => line.includes("did you mean /join?"));
    await terminal.until((line) => line === "1>");
    await terminal.press("Up", "C-a", "Right", "Right", "Delete", "Delete");
    await terminal.type("oi");
    await terminal.until((line) => line === "1> /join 2");
    await terminal.press("Enter");
    await terminal.until((line) => line.endsWith("* alice joined 2"));
    await terminal.press("C-d");
    await terminal.until((line) => line === "exit 0");
  },
});

testWith(["tmux"], {
  name: "On a terminal, a line that is refused is not put before the next one",
  async fn() {
    await using server = await startServer();
    const command = chatCommand(["join", "--line", ...server.address, "--user", "alice"]);
    await using terminal = await TestTerminal.start(command);
    await terminal.until((line) => line === "Connected as alice");
    await terminal.enter("hello");
    await terminal.enter("/join 1");
    const lines = await terminal.until((line) => line.endsWith("* alice joined 1"));
    assert(lines.join(" ").includes("(not sent: hello)"), lines.join("\n"));
    await terminal.press("Up", "Up");
    await terminal.until((line) => line === "1> hello");
  },
});

testWith(["tmux"], {
  name: "On a terminal the person is asked for another name if theirs is in use",
  async fn() {
    await using server = await startServer();
    const join = chatCommand([
      "join",
      "--line",
      ...server.address,
      "--room",
      "1",
      "--user",
      "alice",
    ]);
    await using first = await TestTerminal.start(join);
    await first.until((line) => line.endsWith("* alice joined 1"));
    await using second = await TestTerminal.start(join);
    await second.until((line) => line === "Another name:");
    await second.type("alicia");
    await second.press("Enter");
    await second.until((line) => line.endsWith("* alicia joined 1"));
    await second.press("C-d");
    await second.until((line) => line === "exit 0");
  },
});

testWith(["tmux"], {
  name: "A terminal that gets narrower shows the edited line on one row",
  async fn() {
    await using server = await startServer();
    const args = ["join", "--line", ...server.address, "--room", "1", "--user", "alice"];
    await using terminal = await TestTerminal.start(chatCommand(args));
    await terminal.until((line) => line.endsWith("* alice joined 1"));
    await terminal.type("abcdefghijklmnopqrstuvwxyz0123456789");
    await terminal.until((line) => line.endsWith("0123456789"));
    await terminal.resize(24);
    await terminal.type("!");
    const lines = await terminal.until((line) => line.startsWith("1> ") && line.endsWith("789!"));
    // No part of the line as it was wrapped is left above it.
    assertEquals(lines.filter((line) => line.includes("abcdef")), []);
  },
});
