import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { makeAccount, PASSWORD } from "../harness/accounts.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import type { TestServer } from "../harness/server.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { enterNode, startNode } from "./node.ts";

/** Wrong passwords that an address may give before it has to wait. */
const ATTEMPTS = 3;

/** Gives the password of the server and registers; returns what the server says at last. */
async function enterWith(node: TestServer, password: string): Promise<string> {
  using client = await IrcTestClient.connect(node);
  await client.send(`PASS ${password}`, "NICK mallory", "USER m 0 * :m");
  const end = await client.waitFor("ERROR or 001", ({ command }) => /^(ERROR|001)$/.test(command));
  return end.params.at(-1)!;
}

testWith([NATS_SERVER], {
  name: "A password that is guessed on two nodes in turns is guessed as often as on one",
  fn: async () => {
    const settings = `password = "sesame"\n[limits]\nlogin-attempts = ${ATTEMPTS}\n`;
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a", { settings });
    await using b = await startNode(nats, "b", { settings });
    let tried = 0;
    while ((await enterWith([a, b][tried % 2]!, `guess${tried}`)).includes("[Wrong or missing")) {
      tried++;
    }
    // After short waits a few more are tried than may be at once, though not as many on each node.
    assert(tried >= ATTEMPTS && tried < 2 * ATTEMPTS + 2, `${tried} were tried`);
  },
});

/** Gives wrong passwords for an account until it has to wait; returns how many were tried. */
async function guessUntilRefused(client: IrcTestClient): Promise<number> {
  for (let tried = 0;; tried++) {
    await client.send("NS IDENTIFY somebody wrong");
    const { params } = await client.waitFor("NOTICE");
    if (params[1]!.startsWith("Too many wrong passwords")) return tried;
  }
}

testWith([NATS_SERVER], {
  name: "Passwords of accounts that were guessed on one node are hardly tried on the other",
  fn: async () => {
    const args = ["--login-attempts", `${ATTEMPTS}`];
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a", { args });
    await using b = await startNode(nats, "b", { args });
    using mallory = await enterNode(a, "mallory");
    using elsewhere = await enterNode(b, "mallory2");
    assert(await guessUntilRefused(mallory) >= ATTEMPTS);
    // The wait may be over by now for one attempt, which makes the next one longer.
    const tried = await guessUntilRefused(elsewhere);
    assert(tried < ATTEMPTS, `${tried} were tried`);
  },
});

testWith([NATS_SERVER], {
  name: "The accounts that an address registers in an hour are those of both nodes",
  fn: async () => {
    const args = ["--accounts-per-address", "2"];
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a", { args });
    await using b = await startNode(nats, "b", { args });
    using alice = await enterNode(a, "alice");
    using bob = await enterNode(b, "bob");
    using carol = await enterNode(a, "carol");
    for (const client of [alice, bob]) await makeAccount(client);
    await carol.send(`NS REGISTER ${PASSWORD}`);
    const refusal = await carol.waitFor("NOTICE");
    assertStringIncludes(refusal.params[1]!, "Too many accounts from your address");
  },
});

/** Connects; returns the client, or undefined if its address has too many connections. */
async function connect(node: TestServer): Promise<IrcTestClient | undefined> {
  const client = await IrcTestClient.connect(node);
  await client.send("PING here");
  const { command, params } = await client.waitFor("PONG or ERROR", ({ command }) => {
    return command === "PONG" || command === "ERROR";
  });
  if (command === "PONG") return client;
  assertStringIncludes(params[0]!, "Too many connections from your address");
  client[Symbol.dispose]();
  return undefined;
}

/** Connects and closes the connection, until the node knows enough of the others. */
async function untilConnecting(node: TestServer, end: "works" | "is refused"): Promise<void> {
  for (;;) {
    const client = await connect(node);
    client?.[Symbol.dispose]();
    if ((client !== undefined) === (end === "works")) return;
  }
}

testWith([NATS_SERVER], {
  name: "The connections of an address are counted on both nodes, and freed when a node is gone",
  fn: async () => {
    await using nats = await NatsServer.start();
    const args = ["--connections-per-address", "10"];
    await using a = await startNode(nats, "a", { args });
    await using b = await startNode(nats, "b", { args });
    await using clients = new AsyncDisposableStack();
    for (let index = 0; index < 6; index++) clients.use(await enterNode(a, `a${index}`));
    const mine: IrcTestClient[] = [];
    clients.defer(() => mine.forEach((client) => client[Symbol.dispose]()));
    // What is too much for both nodes is not yet, until they have told each other.
    for (;;) {
      const client = await connect(b);
      if (client !== undefined) mine.push(client);
      else if (mine.length > 4) mine.pop()![Symbol.dispose]();
      else break;
    }
    assertEquals(mine.length, 4);
    await untilConnecting(a, "is refused");
    b.process.kill("SIGTERM");
    await untilConnecting(a, "works");
  },
});
