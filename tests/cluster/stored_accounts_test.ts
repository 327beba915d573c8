import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";

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
import { startServer, type TestServer } from "../harness/server.ts";
import { ARGS, catchUp, makeToken, owner } from "./accounts.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { enterNode, KeptNode, startNode } from "./node.ts";

const NEW_PASSWORD = "battery-staple";

testWith([NATS_SERVER], {
  name: "A node that starts again, from its own state or from the whole log, has the accounts",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a", { args: ARGS });
    await using b = new KeptNode(nats, "b", ARGS);
    await b.start();
    using alice = await owner(a, "alice");
    using bob = await owner(a, "bob");
    using carol = await owner(a, "carol");
    const { token } = await makeToken(alice);
    await bob.send(`NS PASSWD ${PASSWORD} ${NEW_PASSWORD}`);
    await carol.send(`NS UNREGISTER ${PASSWORD}`);
    for (const client of [bob, carol]) await client.sync();
    await catchUp(b.server, alice);
    const check = async (node: TestServer) => {
      const expected = [
        [plain("alice"), "900 903"],
        [byToken(token), "900 903"],
        [scram("bob", NEW_PASSWORD), "900 903"],
        [plain("bob"), "904"],
        [plain("carol"), "904"],
      ] as const;
      for (const [login, result] of expected) {
        using client = await IrcTestClient.connect(node);
        assertEquals(await authenticate(client, login), result);
      }
    };
    assertEquals(await b.close(), 0);
    await check(await b.start());
    await b.kill();
    await check(await b.start());
    await using c = await startNode(nats, "c", { args: ARGS });
    await check(c);
    assert((await enterNode(c, "guest")) !== undefined);
  },
});

testWith([NATS_SERVER], {
  name: "The accounts of a server that was alone are those of the network that it becomes",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a", ARGS);
    await using b = new KeptNode(nats, "b", ARGS);
    let token: string;
    {
      await using alone = await startServer({ args: ["--data", a.data] });
      using alice = await owner(alone, "alice");
      ({ token } = await makeToken(alice));
    }
    for (const node of [await a.start(), await b.start()]) {
      for (const login of [plain("alice"), scram("alice"), byToken(token)]) {
        using client = await IrcTestClient.connect(node);
        assertEquals(await authenticate(client, login), "900 903");
      }
      using guest = await IrcTestClient.connect(node);
      await guest.send("CAP LS 302", "NICK guest", `REGISTER alıce * ${PASSWORD}`);
      assertEquals((await guest.waitFor("FAIL")).params[1], "BAD_ACCOUNT_NAME");
    }
  },
});

testWith([NATS_SERVER], {
  name: "All nodes store the same of accounts, also one that was killed meanwhile",
  fn: async () => {
    const args = [...ARGS, "--login-tokens", "2"];
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a", args);
    await using b = new KeptNode(nats, "b", args);
    for (const node of [a, b]) await node.start();
    using alice = await owner(a.server, "alice");
    using bob = await owner(a.server, "bob");
    using carol = await owner(a.server, "carol");
    for (const client of [alice, alice, alice, bob]) await makeToken(client);
    await catchUp(b.server, bob);
    await b.kill();
    for (const client of [alice, bob]) {
      const marker = "MARKREAD #1 timestamp=2026-01-01T10:00:00.000Z";
      await client.send("CAP REQ draft/read-marker", marker);
    }
    await alice.send("FORGETME alice");
    await bob.send(`NS PASSWD ${PASSWORD} ${NEW_PASSWORD}`);
    await bob.sync();
    await carol.send("QUIT");
    await carol.closed();
    await alice.send("PRIVMSG carol :see you");
    await b.start();
    const login = scram("bob", NEW_PASSWORD);
    using there = await enterLoggedIn(b.server, { nickname: "bob", login });
    await makeToken(there);
    await alice.send("LOGINTOKEN REVOKE *");
    await alice.sync();
    await catchUp(b.server, alice);
    for (const client of [there, alice, bob]) client.close();
    for (const node of [a, b]) assertEquals(await node.close(), 0);
    const [one, other] = [tablesOf(a.data), tablesOf(b.data)];
    assertEquals(other, one);
    const counts = Object.entries(one).map(([table, rows]) => [table, rows.length]);
    assertEquals(Object.fromEntries(counts), {
      accounts: 3,
      login_tokens: 1,
      known_addresses: 3,
      read_markers: 1,
      mailbox: 1,
    });
  },
});

/** What a closed node has stored of accounts. */
function tablesOf(data: string): Record<string, unknown[]> {
  const db = new DatabaseSync(`${data}/chat.db`, { readOnly: true });
  const tables = ["accounts", "login_tokens", "known_addresses", "read_markers", "mailbox"];
  const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()] as const);
  db.close();
  return Object.fromEntries(rows);
}
