import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { startServer } from "../harness/server.ts";
import type { TestTerminal } from "../harness/terminal.ts";
import { eventually, openScreen, written } from "./open_screen.ts";

/** More messages than the screen asks for when it enters a room. */
const MESSAGES = 200;
const WHEEL = { up: "\x1b[<64;40;10M", down: "\x1b[<65;40;10M" };

testWith(["tmux"], {
  name: "A click opens a conversation, in the list and in the bar of a narrow terminal",
  async fn() {
    await using server = await startServer();
    await using alice = await openScreen(server, "alice", { rooms: ["1", "2"] });
    const list = await alice.until((line) => /^ # 2/.test(line));
    assertEquals(list.filter((line) => /^ # [12]/.test(line)).length, 2);
    await clickOn(alice, "# 1");
    await alice.until((line) => line.startsWith("1>"));
    await clickOn(alice, "# 2");
    await alice.until((line) => line.startsWith("2>"));
    await alice.resize(50, 20);
    await alice.until((line) => line === " 2  1  chat");
    await clickOn(alice, "1  chat");
    await alice.until((line) => line.startsWith("1>"));
  },
});

testWith(["tmux"], {
  name: "The wheel scrolls into the history to its beginning and back",
  async fn() {
    await using server = await startServer();
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
    await bob.send(...Array.from({ length: MESSAGES }, (_, n) => `PRIVMSG #1 :message ${n}.`));
    await bob.sync();
    await using alice = await openScreen(server, "alice");
    await alice.until((line) => line.includes(`│ message ${MESSAGES - 1}.`));
    await turnUntil(alice, { wheel: WHEEL.up, shown: "│ message 0." });
    await alice.until((line) => /↓ \d+ messages below/.test(line));
    await turnUntil(alice, { wheel: WHEEL.down, shown: `│ message ${MESSAGES - 1}.` });
  },
});

testWith(["tmux"], {
  name: "/set mouse off leaves the mouse to the terminal at once, and on takes it again",
  async fn() {
    await using server = await startServer();
    await using alice = await openScreen(server, "alice");
    const modes = async () =>
      await Promise.all(["mouse_any_flag", "mouse_sgr_flag"].map((name) => alice.value(name)));
    assertEquals(await modes(), ["1", "1"]);
    await alice.record();
    await alice.enter("/set mouse off");
    await alice.until((line) => line.includes("mouse is off now"));
    await written(alice, "\x1b[?1006l\x1b[?1000l");
    assertEquals(await modes(), ["0", "0"]);
    await alice.enter("/set mouse on");
    await alice.until((line) => line.includes("mouse is on now"));
    assertEquals(await modes(), ["1", "1"]);
  },
});

async function clickOn(terminal: TestTerminal, text: string): Promise<void> {
  const rows = await terminal.rows();
  const row = rows.findIndex((line) => line.includes(text));
  await terminal.click((rows[row]?.indexOf(text) ?? 0) + 1, row + 1);
}

async function turnUntil(
  terminal: TestTerminal,
  { wheel, shown }: { wheel: string; shown: string },
): Promise<void> {
  await eventually(terminal, {
    what: shown,
    async holds() {
      await terminal.send(wheel.repeat(5));
      return (await terminal.rows()).some((line) => line.includes(shown));
    },
  });
}
