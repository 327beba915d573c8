import { assert, assertEquals, assertMatch } from "@std/assert";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import type { TestServer } from "../harness/server.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { answersTo, enterNode, startNode, textOf, waitForText } from "./node.ts";

function settingsOf(operator: string): string {
  return `[[operator]]\nname = "${operator}"\npassword = "let-me-in"\n`;
}

/** Two nodes with operators of their own, and alice on the first one, who is one. */
interface Parts {
  readonly a: TestServer;
  readonly b: TestServer;
  readonly alice: IrcTestClient;
  readonly bob: IrcTestClient;
}

/** Tests of what an operator on one node sees of the others, and does there. */
function testOperator(name: string, fn: (parts: Parts) => Promise<void>): void {
  testWith([NATS_SERVER], {
    name,
    fn: async () => {
      await using nats = await NatsServer.start();
      await using a = await startNode(nats, "a", { settings: settingsOf("root") });
      await using b = await startNode(nats, "b", { settings: settingsOf("boss") });
      using alice = await enterNode(a, "alice");
      using bob = await enterNode(b, "bob");
      await alice.waitFor("bob's JOIN", "JOIN");
      await alice.send("OPER root let-me-in");
      await alice.waitFor("RPL_YOUREOPER", "381");
      await fn({ a, b, alice, bob });
    },
  });
}

testOperator(
  "WHOIS shows the address of a person on another node to operators and to nobody else",
  async (parts) => {
    const { alice, bob } = parts;
    const addresses = (answers: readonly string[]) =>
      answers.filter((answer) => answer.startsWith("338 "));
    await alice.send("CHGHOST bob hidden.example");
    await alice.sync();
    assertEquals(addresses(await answersTo(alice, "WHOIS bob")), [
      "338 bob 127.0.0.1 is really connecting from",
    ]);
    assertEquals(addresses(await answersTo(alice, "WHOIS b bob")).length, 1);
    assertEquals(addresses(await answersTo(bob, "WHOIS alice")), []);
    assertEquals(addresses(await answersTo(bob, "WHOIS bob")), [
      "338 bob 127.0.0.1 is really connecting from",
    ]);
  },
);

testOperator(
  "REHASH reads the settings of each node, which all report",
  async ({ a, b, alice }) => {
    await Deno.writeTextFile(`${b.folder}/chat.toml`, settingsOf("chief"));
    assertEquals(await answersTo(alice, "STATS o b"), ["243 O * * boss", "219 o End of STATS"]);
    const results = (await answersTo(alice, "REHASH")).filter((line) => line.startsWith("NOTICE"));
    assertEquals(results, [
      "NOTICE a: The new settings are in use",
      "NOTICE b: The new settings are in use",
    ]);
    assertEquals(await answersTo(alice, "STATS o b"), ["243 O * * chief", "219 o End of STATS"]);
    assertEquals(await answersTo(alice, "STATS o"), ["243 O * * root", "219 o End of STATS"]);
    await Deno.writeTextFile(`${b.folder}/chat.toml`, "[limits]\nburst = -1\n");
    assertMatch(
      (await answersTo(alice, "REHASH")).join("\n"),
      /NOTICE b: Settings unchanged: .*burst/,
    );
    await a.process.type("rehash");
    const told = await a.process.stderr.waitFor((line) => line.includes("A node was told to read"));
    assertMatch(told, /node=b.*Settings unchanged/);
  },
);

testOperator("STATS u, VERSION and the like say of which node they speak", async ({ alice }) => {
  assertMatch((await answersTo(alice, "STATS u"))[0]!, /^242 Server up \d+s \(node a\)$/);
  assertMatch((await answersTo(alice, "STATS u b"))[0]!, /^242 Server up \d+s \(node b\)$/);
  assertEquals(await answersTo(alice, "STATS u c"), ["402 c There is no such server"]);
  assertMatch((await answersTo(alice, "TIME a"))[0]!, /^391 /);
});

testOperator("LINKS and MAP list the nodes, with the people on each", async (parts) => {
  const { b, alice, bob } = parts;
  assertEquals(await answersTo(alice, "LINKS"), [
    "364 a a 0 chat",
    "364 b a 1 chat",
    "365 * End of LINKS",
  ]);
  assertEquals(await answersTo(bob, "LINKS a"), ["364 a b 1 chat", "365 a End of LINKS"]);
  using _carol = await enterNode(b, "carol");
  // The other node tells how many people it has once a second.
  let map: string[] = [];
  while (!map.includes("006 b [Users: 2]")) map = await answersTo(alice, "MAP");
  assertEquals(map, ["006 a [Users: 1]", "006 b [Users: 2]", "007 End of MAP"]);
});

testOperator(
  "The console lists nodes, people and rooms of the network, and speaks to all",
  async (parts) => {
    const { a, bob } = parts;
    const { stdout } = a.process;
    const answer = async (command: string, pattern: RegExp) => {
      await a.process.type(command);
      return await stdout.waitFor((line) => pattern.test(line), { what: String(pattern) });
    };
    await answer("nodes", /^a +this server +up to date +1 person +chat-\S+ +up \d+s$/);
    // The other node says once a second how it is.
    const b = /^b +alive +up to date +1 person +chat-\S+ +up \d+s$/;
    while (!b.test(await answer("nodes", /^b /)));
    await answer("users", /^bob +127\.0\.0\.1 +#1 /);
    await answer("rooms", /^#1 +2/);
    await a.process.type("say dinner is ready");
    await waitForText(bob, "dinner is ready");
  },
);

testOperator("WALLOPS and CHGHOST of an operator reach people on another node", async (parts) => {
  const { alice, bob, b } = parts;
  await bob.send("MODE bob +w", "CAP REQ chghost");
  await bob.sync();
  await alice.send("WALLOPS :look out");
  assertEquals(textOf(await bob.waitFor("WALLOPS")), ":alice!~alice@127.0.0.1 WALLOPS look out");
  using carol = await enterNode(b, "carol");
  await alice.waitFor(
    "carol's JOIN",
    ({ command, source }) => command === "JOIN" && source?.startsWith("carol") === true,
  );
  await alice.send("CHGHOST carol office.example");
  await bob.waitFor("CHGHOST");
  assert((await answersTo(carol, "USERHOST carol")).length > 0);
});
