import { assertEquals, assertMatch } from "@std/assert";

import {
  authenticate,
  byToken,
  enterLoggedIn,
  PASSWORD,
  plain,
  scram,
} from "../harness/accounts.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import type { TestServer } from "../harness/server.ts";
import { ARGS, catchUp, makeToken, owner } from "./accounts.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { answersTo, enterNode, historyOf, startNode, textOf } from "./node.ts";

const NEW_PASSWORD = "battery-staple";

interface TwoNodes {
  readonly nats: NatsServer;
  readonly a: TestServer;
  readonly b: TestServer;
}

/** Tests two nodes that have accounts. */
function testNodes(
  name: string,
  fn: (nodes: TwoNodes) => Promise<void>,
  args: readonly string[] = [],
): void {
  testWith([NATS_SERVER], {
    name,
    fn: async () => {
      await using nats = await NatsServer.start();
      await using a = await startNode(nats, "a", { args: [...ARGS, ...args] });
      await using b = await startNode(nats, "b", { args: [...ARGS, ...args] });
      await fn({ nats, a, b });
    },
  });
}

testNodes(
  "An account of one node logs in on another by PLAIN, SCRAM and a login token",
  async (nodes) => {
    const { a, b } = nodes;
    using alice = await owner(a, "alice");
    const { token } = await makeToken(alice);
    await catchUp(b, alice);
    for (const login of [plain("alice"), scram("alice"), byToken(token)]) {
      using client = await IrcTestClient.connect(b);
      assertEquals(await authenticate(client, login), "900 903");
    }
    using wrong = await IrcTestClient.connect(b);
    assertEquals(await authenticate(wrong, plain("alice", NEW_PASSWORD)), "904");
    using guest = await enterNode(b, "guest");
    assertEquals((await answersTo(guest, "NICK alice"))[0]?.slice(0, 3), "433");
  },
);

testNodes(
  "A name that is registered on two nodes at the same time has one account",
  async ({ a, b }) => {
    for (const name of ["one", "two", "three"]) {
      const answers = await Promise.all([a, b].map(async (node) => {
        using client = await IrcTestClient.connect(node);
        await client.send("CAP LS 302", `NICK ${name}`, `REGISTER * * ${PASSWORD}-${node.port}`);
        const isAnswer = ({ command }: { command: string }) => /^(REGISTER|FAIL)$/.test(command);
        const { params } = await client.waitFor("an answer", isAnswer);
        return [node.port, params.slice(0, -1).join(" ")] as const;
      }));
      const winners = answers.filter(([, answer]) => answer === `SUCCESS ${name}`);
      assertEquals(winners.length, 1);
      const loser = answers.find((answer) => answer !== winners[0]);
      assertEquals(loser?.[1], `REGISTER ACCOUNT_EXISTS ${name}`);
      for (const node of [a, b]) {
        using client = await IrcTestClient.connect(node);
        const password = `${PASSWORD}-${winners[0]![0]}`;
        assertEquals(await authenticate(client, plain(name, password)), "900 903");
      }
    }
  },
);

testNodes("Names that look alike are not registered on two nodes", async ({ a, b }) => {
  using bob = await owner(a, "bob");
  await catchUp(b, bob);
  using other = await IrcTestClient.connect(b);
  await other.send("CAP LS 302", "NICK guest", `REGISTER ВОВ * ${PASSWORD}`);
  const { params } = await other.waitFor("FAIL");
  assertEquals(params.slice(0, 3), ["REGISTER", "BAD_ACCOUNT_NAME", "ВОВ"]);
});

testNodes(
  "A new password on one node ends the sessions of the account on the other",
  async (nodes) => {
    const { a, b } = nodes;
    using alice = await owner(a, "alice");
    const { token } = await makeToken(alice);
    await catchUp(b, alice);
    using there = await enterLoggedIn(b, { nickname: "alice", login: plain("alice") });
    using waiting = await IrcTestClient.connect(b);
    assertEquals(await authenticate(waiting, scram("alice")), "900 903");
    await alice.send(`NS PASSWD ${PASSWORD} ${NEW_PASSWORD}`);
    for (const client of [there, waiting]) {
      assertMatch((await client.waitFor("ERROR")).params[0]!, /The password of your account/);
    }
    await alice.sync();
    for (const node of [a, b]) {
      using client = await IrcTestClient.connect(node);
      for (const login of [plain("alice"), scram("alice"), byToken(token)]) {
        assertEquals(await authenticate(client, login), "904");
      }
      assertEquals(await authenticate(client, scram("alice", NEW_PASSWORD)), "900 903");
    }
  },
);

testNodes(
  "A login token that is revoked on one node is of no use on any other",
  async ({ a, b }) => {
    using alice = await owner(a, "alice");
    const { id, token } = await makeToken(alice);
    await catchUp(b, alice);
    using there = await enterLoggedIn(b, { nickname: "alice", login: byToken(token) });
    using kept = await enterLoggedIn(b, { nickname: "alice", login: plain("alice") });
    await alice.send(`LOGINTOKEN REVOKE ${id}`);
    assertMatch(
      (await there.waitFor("ERROR")).params[0]!,
      /The login of this connection was revoked/,
    );
    await kept.sync();
    using client = await IrcTestClient.connect(b);
    assertEquals(await authenticate(client, byToken(token)), "904");
  },
);

testNodes(
  "An account that is removed on one node has no session and no name on the other",
  async (nodes) => {
    const { a, b } = nodes;
    using alice = await owner(a, "alice");
    await catchUp(b, alice);
    using there = await enterLoggedIn(b, { nickname: "alice", login: plain("alice") });
    using waiting = await IrcTestClient.connect(b);
    assertEquals(await authenticate(waiting, scram("alice")), "900 903");
    await alice.send(`NS UNREGISTER ${PASSWORD}`);
    await alice.waitFor("901");
    await catchUp(b, alice);
    const whois = await answersTo(there, "WHOIS alice");
    assertEquals(whois.filter((line) => line.startsWith("330 ")), []);
    await waiting.send("NICK guest", "USER guest 0 * :x", "CAP END");
    await waiting.waitFor("001");
    assertEquals(
      (await answersTo(waiting, "WHOIS guest")).some((line) => line.startsWith("330 ")),
      false,
    );
    using client = await IrcTestClient.connect(b);
    assertEquals(await authenticate(client, plain("alice")), "904");
    using carol = await enterNode(b, "carol");
    for (const one of [alice, there]) await one.send("QUIT");
    await carol.waitFor("QUIT");
    using next = await IrcTestClient.connect(b);
    await next.send("CAP LS 302", "NICK alice", `REGISTER * * ${NEW_PASSWORD}`);
    assertEquals((await next.waitFor("REGISTER")).params[0], "SUCCESS");
  },
);

testNodes("A code that one node has logged verifies an account on another", async ({ a, b }) => {
  using alice = await IrcTestClient.connect(a);
  await alice.send("CAP LS 302", "NICK alice", `REGISTER * alice@example.org ${PASSWORD}`);
  assertEquals((await alice.waitFor("REGISTER")).params[0], "VERIFICATION_REQUIRED");
  const line = await a.process.stderr.waitFor((line) => line.includes("code="), {
    what: "the code",
  });
  const code = /code=(\w+)/.exec(line)![1]!;
  using writer = await enterNode(a, "writer");
  await catchUp(b, writer);
  using there = await IrcTestClient.connect(b);
  assertEquals(await authenticate(there, plain("alice")), "904");
  await there.send("NICK alice", `VERIFY alice ${"0".repeat(16)}`);
  assertEquals((await there.waitFor("FAIL")).params[1], "INVALID_CODE");
  await there.send(`VERIFY alice ${code}`);
  assertEquals((await there.waitFor("VERIFY")).params[0], "SUCCESS");
  using again = await IrcTestClient.connect(b);
  assertEquals(await authenticate(again, scram("alice")), "900 903");
}, ["--require-email"]);

testNodes(
  "A read marker of one node reaches the sessions of the account on the other",
  async (nodes) => {
    const { a, b } = nodes;
    using alice = await owner(a, "alice");
    await alice.send("CAP REQ draft/read-marker");
    await alice.waitFor("CAP");
    await catchUp(b, alice);
    const capabilities = ["draft/read-marker"];
    using there = await enterLoggedIn(b, {
      nickname: "alice",
      login: plain("alice"),
      capabilities,
    });
    const [early, late] = ["2026-01-01T10:00:00.000Z", "2026-01-01T11:00:00.000Z"];
    await alice.send(`MARKREAD #1 timestamp=${late}`);
    const isOf =
      (name: string) => ({ command, params }: { command: string; params: readonly string[] }) =>
        command === "MARKREAD" && params[0] === name;
    const marker = await there.waitFor(
      "a marker",
      (message) => isOf("#1")(message) && message.params[1] !== "*",
    );
    assertEquals(marker.params, ["#1", `timestamp=${late}`]);
    assertEquals(await answersTo(there, `MARKREAD #1 timestamp=${early}`), [
      `MARKREAD timestamp=${late}`,
    ]);
    await there.send(`MARKREAD bob timestamp=${early}`);
    assertEquals((await alice.waitFor("a marker", isOf("bob"))).params, [
      "bob",
      `timestamp=${early}`,
    ]);
    assertEquals(await answersTo(alice, "MARKREAD #1"), [`MARKREAD timestamp=${late}`]);
  },
);

testNodes(
  "A message to an absent account is delivered once, on the node where it logs in",
  async (nodes) => {
    const { a, b } = nodes;
    const alice = await owner(a, "alice");
    await alice.send("QUIT");
    await alice.closed();
    using bob = await owner(a, "bob");
    await bob.send("PRIVMSG alice :see you");
    await bob.waitFor("301");
    await catchUp(b, bob);
    const told: string[] = [];
    for (const node of [b, a, b]) {
      const client = await IrcTestClient.connect(node);
      await authenticate(client, plain("alice"));
      await client.send("NICK alice", "USER alice 0 * :x", "CAP END");
      await client.waitFor("001");
      const said = (await client.sync()).filter(({ command }) => command === "PRIVMSG");
      told.push(said.map(textOf).join());
      await client.send("QUIT");
      await client.closed();
      await catchUp(node === a ? b : a, bob);
    }
    assertEquals(told, [":bob!~bob@127.0.0.1 PRIVMSG alice see you", "", ""]);
  },
);

testNodes("What an account has said is forgotten on all nodes", async ({ a, b }) => {
  using alice = await owner(a, "alice");
  using bob = await enterNode(b, "bob");
  await alice.send("PRIVMSG #1 :mine", "FORGETME alice");
  await alice.waitFor("NOTE");
  await catchUp(b, alice);
  const texts = async () => (await historyOf(bob, "#1")).map((line) => line.split(" ").at(-1));
  while ((await texts()).includes("mine"));
  assertEquals((await historyOf(alice, "#1")).length, 1);
});
