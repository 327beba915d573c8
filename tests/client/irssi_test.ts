import { assertEquals } from "@std/assert";

import { enterChat, hear } from "../harness/join.ts";
import { testWith } from "../harness/peers.ts";
import { startServer } from "../harness/server.ts";
import { startIrssi } from "./irssi.ts";

testWith(["irssi", "tmux"], {
  name: "A person at irssi and one at `chat join` talk in a room and to each other",
  async fn() {
    await using server = await startServer();
    await using alice = await enterChat(server, "alice");
    await using irssi = await startIrssi(server, "ivy");
    await irssi.enter("/join #1");
    await hear(alice, "* ivy joined 1");
    await irssi.until((line) => line.includes("Irssi: Join to #1 was synced"));

    await alice.type("hello ivy, 你好", "/me waves", "/topic 茶 and coffee");
    await irssi.until((line) => /<@alice> hello ivy, 你好$/.test(line));
    await irssi.until((line) => /\* alice waves$/.test(line));
    await irssi.until((line) => line.includes("茶 and coffee"));
    await irssi.enter("hello alice, 世界");
    await hear(alice, "ivy: hello alice, 世界");
    await irssi.enter("/me nods");
    await hear(alice, "* ivy nods");

    await irssi.enter("/msg alice psst");
    await hear(alice, "ivy → you: psst");
    await alice.type("/msg ivy 秘密");
    await irssi.enter("/window goto alice");
    await irssi.until((line) => line.endsWith("<alice> 秘密"));
    await irssi.enter("/nick iris");
    await hear(alice, "* ivy is now iris");
    await irssi.enter("/quit Good night");
    await alice.stdout.waitFor((line) => /\* iris went offline \(.*Good night\)/.test(line));
    await irssi.until((line) => line === "exit 0");
    await alice.endInput();
    assertEquals(await alice.finished(), 0);
  },
});

testWith(["irssi", "tmux"], {
  name: "On irssi a person sees the members of a room, a WHOIS and the reason of a kick",
  async fn() {
    await using server = await startServer();
    await using alice = await enterChat(server, "alice");
    await using irssi = await startIrssi(server, "ivy");
    await irssi.enter("/join #1");
    await irssi.until((line) => line.includes("[@alice]") && line.includes("[ ivy]"));
    await irssi.enter("/whois alice");
    await irssi.enter("/window goto 1");
    await irssi.until((line) => line.includes("End of WHOIS"));
    await irssi.enter("/window goto 2");
    await alice.type("/raw KICK #1 ivy :too loud");
    await irssi.until((line) => line.includes("kicked from #1 by alice [too loud]"));
  },
});
