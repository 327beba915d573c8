import { assert, assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { startServer } from "../harness/server.ts";
import type { TestTerminal } from "../harness/terminal.ts";
import { eventually, openScreen, written } from "./open_screen.ts";

const FOCUS = { lost: "\x1b[O", gained: "\x1b[I" };

testWith(["tmux"], {
  name: "A mention calls by the bell, the title and the notification that is set, until one looks",
  async fn() {
    await using server = await startServer();
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
    await using alice = await openScreen(server, "alice");
    assertEquals(await alice.value("pane_title"), "1 – chat");
    await alice.enter("/set notify.desktop osc9");
    await alice.until((line) => line.includes("notify.desktop is osc9 now"));
    await loseFocus(alice);
    await alice.record();
    await bob.send("PRIVMSG #1 :nobody is called");
    await bob.send("PRIVMSG #1 :alice: tea\x1b]0;?");
    await written(alice, "\x07\x1b]9;bob in 1: alice: tea␛]0;?\x07");
    await written(alice, "\x1b]2;(2) 1 – chat\x07");
    assertEquals((await alice.written()).split("\x1b]9;").length, 2);

    await alice.record();
    await alice.send(FOCUS.gained);
    await written(alice, "\x1b]2;1 – chat\x07");
    await alice.enter("/set notify.desktop osc777");
    await alice.enter("/set notify.bell off");
    await alice.until((line) => line.includes("notify.bell is off now"));
    await loseFocus(alice);
    await alice.record();
    await eventually(alice, {
      what: "a call by OSC 777",
      async holds() {
        // A flood calls once in a while.
        await bob.send("PRIVMSG alice :direct; one");
        return (await alice.written()).includes("\x1b]777;notify;bob;direct; one\x07");
      },
    });
    assert(!(await alice.written()).includes("\x07\x1b]777"));

    await alice.enter("/set notify.title off");
    await eventually(alice, {
      what: "the end of the title",
      holds: async () => await alice.value("pane_title") === "",
    });
  },
});

/** Turns away, and waits until the program knows: it takes what is typed after that. */
async function loseFocus(terminal: TestTerminal): Promise<void> {
  await terminal.send(FOCUS.lost);
  await terminal.type("x");
  await terminal.until((line) => line === "1> x");
  await terminal.press("C-u");
  await terminal.until((line) => line === "1>");
}
