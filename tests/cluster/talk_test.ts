import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { NATS_SERVER } from "./nats.ts";
import { testWith } from "../harness/peers.ts";
import { answersTo, enterNode, historyOf, startPair, textOf, waitForText } from "./node.ts";

testWith([NATS_SERVER], {
  name: "Two people on different nodes talk in one room, and both nodes have the same history",
  fn: async () => {
    await using pair = await startPair();
    const { alice, bob } = pair;
    await alice.send("PRIVMSG #1 :hello");
    const sent = await waitForText(alice, "hello");
    assertNotEquals(sent, "");
    assertEquals(await waitForText(bob, "hello"), sent);
    await bob.send("PRIVMSG alice :psst");
    assertEquals(await waitForText(alice, "psst"), await waitForText(bob, "psst"));
    await bob.send("PRIVMSG #1 :bye");
    await waitForText(alice, "bye");
    const history = await historyOf(alice, "#1");
    assertEquals(history.map((line) => line.split(" ").at(-1)), ["hello", "bye"]);
    assertEquals(await historyOf(bob, "#1"), history);
    assertEquals(await historyOf(bob, "alice"), await historyOf(alice, "bob"));
  },
});

testWith([NATS_SERVER], {
  name: "The nodes of a cluster answer NAMES, WHO, WHOIS, LUSERS and LIST alike",
  fn: async () => {
    await using pair = await startPair();
    const { alice, bob } = pair;
    await alice.send("TOPIC #1 :many machines", "AWAY :out");
    await bob.waitFor("TOPIC");
    await alice.sync();
    // Another event that comes after these in the log.
    await alice.send("PRIVMSG bob :now");
    await waitForText(bob, "now");
    for (const line of ["NAMES #1", "WHO #1", "WHOIS bob bob", "WHOIS alice", "LIST", "TOPIC #1"]) {
      const [one, other] = [await answersTo(alice, line), await answersTo(bob, line)];
      assertEquals(other.filter(isPublic), one.filter(isPublic), line);
    }
  },
});

/** Whether an answer is one that everybody gets: addresses and modes are only for oneself. */
function isPublic(answer: string): boolean {
  return !/^(338|379) /.test(answer);
}

testWith([NATS_SERVER], {
  name: "A nickname belongs to one person of the cluster, and is free for all after a QUIT",
  fn: async () => {
    await using pair = await startPair();
    const { alice, bob, b } = pair;
    await bob.send("NICK ALICE");
    await bob.waitFor("ERR_NICKNAMEINUSE", "433");
    await alice.send("NICK carol");
    assertEquals(textOf(await bob.waitFor("NICK")), ":alice!~alice@127.0.0.1 NICK carol");
    await bob.send("NICK alice");
    assertEquals(
      textOf(await alice.waitFor("bob's NICK", ({ params }) => params[0] === "alice")),
      ":bob!~bob@127.0.0.1 NICK alice",
    );
    await alice.send("QUIT :good night");
    assertEquals(
      textOf(await bob.waitFor("QUIT")),
      ":carol!~alice@127.0.0.1 QUIT Quit: good night",
    );
    using carol = await enterNode(b.server, "carol");
    assertEquals((await answersTo(carol, "NAMES #1"))[0], "353 = #1 @alice carol");
  },
});

testWith([NATS_SERVER], {
  name: "Somebody whose QUIT is answered is gone from their node",
  fn: async () => {
    await using pair = await startPair();
    const { b, bob } = pair;
    for (let round = 0; round < 20; round++) {
      using leaving = await enterNode(b.server, "leaving", []);
      await leaving.send("QUIT");
      await leaving.waitFor("ERROR");
      assertMatch((await answersTo(bob, "WHOIS leaving"))[0]!, /^401 /);
    }
  },
});

testWith([NATS_SERVER], {
  name: "Two people who ask for one nickname at the same time on two nodes: one gets it",
  fn: async () => {
    await using pair = await startPair();
    const { alice: one, bob: other } = pair;
    for (let round = 0; round < 20; round++) {
      const name = `name${round}`;
      await Promise.all([one.send(`NICK ${name}`), other.send(`NICK ${name}`)]);
      const answers = await Promise.all([one, other].map(async (client) => {
        const own = await client.waitFor(
          "an answer",
          ({ command, params }) => command === "433" || (command === "NICK" && params[0] === name),
        );
        await client.sync();
        return own.source;
      }));
      const names = await Promise.all([one, other].map((client) => answersTo(client, "NAMES #1")));
      assertEquals(names[0], names[1]);
      assertEquals(
        names[0]![0]!.split(" ").filter((word) => word.replace("@", "") === name).length,
        1,
      );
      assertEquals(answers.length, 2);
    }
  },
});

testWith([NATS_SERVER], {
  name: "An operator, and the console, remove somebody who is on another node",
  fn: async () => {
    const settings = '[[operator]]\nname = "root"\npassword = "let-me-in"\n';
    await using pair = await startPair({ settings });
    const { a, b, alice, bob } = pair;
    using carol = await enterNode(b.server, "carol");
    await alice.send("OPER root let-me-in", "KILL bob :enough");
    assertEquals(
      textOf(await bob.waitFor("KILL")),
      ":alice!~alice@127.0.0.1 KILL bob enough",
    );
    assertEquals(
      textOf(await carol.waitFor("QUIT")),
      ":bob!~bob@127.0.0.1 QUIT Killed (alice (enough))",
    );
    await bob.closed();
    await a.process.type("kick carol out");
    assertEquals(textOf(await carol.waitFor("KILL")), ":local.chat KILL carol out");
    await carol.closed();
  },
});

testWith([NATS_SERVER], {
  name: "An operator of a room removes somebody who is on another node",
  fn: async () => {
    await using pair = await startPair();
    const { alice, bob } = pair;
    await alice.send("KICK #1 bob :out");
    assertEquals(textOf(await bob.waitFor("KICK")), ":alice!~alice@127.0.0.1 KICK #1 bob out");
    await bob.send("PRIVMSG #1 :still here?");
    await bob.waitFor("ERR_CANNOTSENDTOCHAN", "404");
  },
});

testWith([NATS_SERVER], {
  name: "Somebody who labels messages receives their echoes in the order of the history",
  fn: async () => {
    await using pair = await startPair();
    const { a, alice, bob } = pair;
    using carol = await enterNode(a, "carol");
    await alice.send("CAP REQ labeled-response");
    await alice.sync();
    const seen: string[] = [];
    for (let round = 0; round < 10; round++) {
      const burst = Array.from({ length: 20 }, (_, index) => `PRIVMSG #1 :${round}.${index}`);
      const labelled = burst.map((_, index) => `@label=${index} PRIVMSG #1 :labelled ${index}`);
      await Promise.all([alice.send(...labelled), carol.send(...burst), bob.send(...burst)]);
      await Promise.all([carol.sync(), bob.sync()]);
      seen.push(...(await alice.sync()).filter(({ command }) => command === "PRIVMSG").map(textOf));
    }
    const history = await historyOf(alice, "#1");
    assertEquals(seen, history.map((line) => line.slice(line.indexOf(" ") + 1)));
  },
});

testWith([NATS_SERVER], {
  name: "Tags, messages of several lines, changes of a person and announcements reach another node",
  fn: async () => {
    const settings = '[[operator]]\nname = "root"\npassword = "let-me-in"\n';
    await using pair = await startPair({ settings });
    const { alice, bob, a } = pair;
    const wanted = "draft/multiline away-notify setname extended-join";
    for (const client of [alice, bob]) {
      await client.send(`CAP REQ :${wanted}`, "MODE bob +w");
      await client.waitFor("CAP");
      await client.sync();
    }
    await alice.send("@+typing=active TAGMSG #1");
    assertEquals((await bob.waitFor("TAGMSG")).tags.get("+typing"), "active");
    await alice.send("BATCH +1 draft/multiline #1", "@batch=1 PRIVMSG #1 :one");
    await alice.send("@batch=1;draft/multiline-concat PRIVMSG #1 :two", "BATCH -1");
    const start = await bob.waitFor("BATCH");
    assertEquals(start.params.slice(1), ["draft/multiline", "#1"]);
    const lines = [await bob.waitFor("PRIVMSG"), await bob.waitFor("PRIVMSG")];
    assertEquals(lines.map(({ params }) => params[1]), ["one", "two"]);
    assertEquals(lines[1]!.tags.has("draft/multiline-concat"), true);
    assertEquals((await alice.waitFor("BATCH")).tags.get("msgid"), start.tags.get("msgid"));
    await alice.send(
      "SETNAME :Alice A.",
      "AWAY :out",
      "AWAY",
      "OPER root let-me-in",
      "WALLOPS :hear",
    );
    assertEquals(textOf(await bob.waitFor("SETNAME")), ":alice!~alice@127.0.0.1 SETNAME Alice A.");
    assertEquals((await bob.waitFor("AWAY")).params, ["out"]);
    assertEquals((await bob.waitFor("AWAY")).params, []);
    assertEquals((await bob.waitFor("WALLOPS")).params, ["hear"]);
    await a.process.type("say good evening");
    await bob.waitFor("NOTICE", ({ params }) => params[1]?.endsWith("good evening") === true);
  },
});

testWith([NATS_SERVER], {
  name: "A message to somebody who leaves, or by somebody who is kicked, is delivered or refused",
  fn: async () => {
    await using pair = await startPair();
    const { alice, bob, b } = pair;
    for (let round = 0; round < 30; round++) {
      using guest = await enterNode(b.server, `guest${round}`, []);
      await Promise.all([
        alice.send(`PRIVMSG guest${round} :${round}`),
        guest.send("QUIT"),
      ]);
      await alice.waitFor(
        `the echo of ${round}, or its refusal`,
        ({ command, params }) =>
          (command === "PRIVMSG" && params[1] === String(round)) ||
          (command === "401" && params[1] === `guest${round}`),
      );
      await Promise.all([alice.send("KICK #1 bob"), bob.send(`PRIVMSG #1 :still ${round}`)]);
      const seen: string[] = [];
      const answer = await bob.waitFor(
        "an answer",
        ({ command, params }) =>
          command === "404" || (command === "PRIVMSG" && params[1] === `still ${round}`),
      );
      if (answer.command === "PRIVMSG") await bob.waitFor("KICK");
      await alice.waitFor("KICK", ({ command, params }) => {
        if (command === "PRIVMSG") seen.push(params[1]!);
        return command === "KICK";
      });
      assertEquals(seen.includes(`still ${round}`), answer.command === "PRIVMSG");
      await bob.join("#1");
    }
  },
});

testWith([NATS_SERVER], {
  name: "Of two operators who kick each other at the same time on two nodes, one stays",
  fn: async () => {
    await using pair = await startPair();
    const { alice, bob } = pair;
    await alice.send("MODE #1 +o bob");
    await bob.waitFor("MODE");
    for (let round = 0; round < 10; round++) {
      await Promise.all([alice.send("KICK #1 bob"), bob.send("KICK #1 alice")]);
      await Promise.all([alice, bob].map((client) => client.waitFor("KICK")));
      const stays = (await answersTo(alice, "NAMES #1"))[0]!.startsWith("353") ? alice : bob;
      const leaves = stays === alice ? bob : alice;
      const [names] = await answersTo(stays, "NAMES #1");
      assertEquals(names, `353 = #1 @${stays === alice ? "alice" : "bob"}`);
      await leaves.join("#1");
      await stays.waitFor("JOIN");
      await stays.send(`MODE #1 +o ${leaves === alice ? "alice" : "bob"}`);
      await leaves.waitFor("MODE");
    }
  },
});
