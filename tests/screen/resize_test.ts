import { assert, assertEquals } from "@std/assert";

import { testWith } from "../harness/peers.ts";
import { openScreen } from "./open_screen.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";
import type { TestTerminal } from "../harness/terminal.ts";

const SIZES = [[120, 40], [100, 20], [79, 24], [59, 30], [40, 12], [60, 12], [81, 40]] as const;

testWith(["tmux"], {
  name: "A flood and a terminal that changes its size leave the screen whole, and nothing is lost",
  async fn() {
    await using server = await startServer();
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
    await using alice = await openScreen(server, "alice", { columns: 120, rows: 40 });
    await alice.type("what is typed stays");
    let said = 0;
    let flooding = true;
    const flood = (async () => {
      while (flooding) {
        const lines = Array.from(
          { length: 20 },
          () => `PRIVMSG #1 :日本 message ${said++} of the flood`,
        );
        await bob.send(...lines);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await bob.send("PRIVMSG #1 :the last message");
    })();
    for (let round = 0; round < 3; round++) {
      for (const [columns, rows] of [...SIZES, ...SIZES.toReversed()]) {
        await alice.resize(columns, rows);
      }
    }
    flooding = false;
    await flood;
    for (const [columns, rows] of [[40, 12], [120, 40]] as const) {
      await alice.resize(columns, rows);
      const screen = await settled(alice, rows);
      assertEquals(screen.length, rows);
      assertEquals(screen.at(-1), "1> what is typed stays");
      assert(screen.at(-2)?.includes("alice"), screen.join("\n"));
      assert(screen.at(-3)?.includes("the last message"), screen.join("\n"));
      // Every message above it follows the one before, so that none was lost or drawn twice.
      const numbers = screen.flatMap((row) => /message (\d+) of/.exec(row)?.[1] ?? []).map(Number);
      assert(numbers.length > 2, screen.join("\n"));
      numbers.forEach((number, index) =>
        assertEquals(number, said - numbers.length + index, screen.join("\n"))
      );
    }
  },
});

/** The screen, once it is drawn at this size and shows the last message. */
async function settled(terminal: TestTerminal, rows: number): Promise<string[]> {
  await terminal.until((line) => line.includes("the last message"));
  while (true) {
    const screen = await terminal.rows();
    const isWhole = screen.length === rows && screen.at(-1)?.startsWith("1>") === true;
    if (isWhole && screen.some((row) => row.includes("the last message"))) return screen;
  }
}
