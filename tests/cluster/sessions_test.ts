import { assertEquals, assertMatch } from "@std/assert";
import type { IrcMessage } from "../../protocol/message.ts";
import { logIn, makeAccount } from "../harness/accounts.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { answersTo, shown } from "../harness/wire.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { enterNode, historyOf, KeptNode, waitForText } from "./node.ts";

const CAPABILITIES = ["message-tags", "server-time", "batch", "echo-message"];
const ASKING = [...CAPABILITIES, "draft/chathistory"];

/** Three nodes: bob's account is on the first two, carol on the third sees what others see. */
interface Nodes extends AsyncDisposable {
  readonly a: KeptNode;
  readonly b: KeptNode;
  readonly c: KeptNode;
  readonly carol: IrcTestClient;
}

async function startNodes(): Promise<Nodes> {
  await using stack = new AsyncDisposableStack();
  const nats = stack.use(await NatsServer.start());
  const nodes = ["a", "b", "c"].map((name) => stack.use(new KeptNode(nats, name)));
  await Promise.all(nodes.map((node) => node.start()));
  const [a, b, c] = nodes as [KeptNode, KeptNode, KeptNode];
  const carol = stack.use(await enterNode(c.server, "carol"));
  using bob = await enterNode(a.server, "bob", []);
  await makeAccount(bob);
  await bob.send("QUIT");
  await bob.closed();
  const kept = stack.move();
  return { a, b, c, carol, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function testNodes(name: string, fn: (nodes: Nodes) => Promise<void>): void {
  testWith([NATS_SERVER], {
    name,
    fn: async () => {
      await using nodes = await startNodes();
      await fn(nodes);
    },
  });
}

/** Connects a client to a node that logs in to bob's account; `messages` are those of its greeting. */
async function comeBack(
  node: KeptNode,
  { nickname = "bob", capabilities = CAPABILITIES } = {},
): Promise<{ client: IrcTestClient; messages: IrcMessage[] }> {
  const client = await IrcTestClient.connect(node.server, { name: `${nickname} on ${node.name}` });
  const messages = await logIn(client, { nickname, capabilities, account: "bob" });
  return { client, messages };
}

/** What a client receives up to a text, as {@linkcode shown}; without other commands. */
async function upTo(client: IrcTestClient, text: string, commands: string[]): Promise<string[]> {
  const lines: string[] = [];
  await client.waitFor(text, (message) => {
    if (commands.includes(message.command)) lines.push(shown(message));
    return message.params.at(-1) === text;
  });
  return lines;
}

/** Bob's two clients, on the first and the second node, both in #1. */
async function twoSessions({ a, b, carol }: Nodes): Promise<[IrcTestClient, IrcTestClient]> {
  const { client: laptop } = await comeBack(a);
  await laptop.join("#1");
  await carol.waitFor("JOIN");
  const { client: phone } = await comeBack(b);
  return [laptop, phone];
}

testNodes("Sessions of one account on two nodes are one user", async (nodes) => {
  const { a, b, carol } = nodes;
  const { client: laptop } = await comeBack(a);
  const { client: phone, messages } = await comeBack(b);
  assertEquals(messages.filter(({ command }) => command === "433"), []);
  await laptop.join("#1");
  assertEquals(shown(await phone.waitFor("JOIN")), "bob JOIN #1");
  await phone.waitFor("the names of #1", "366");
  await laptop.send("PRIVMSG #1 :from the laptop", "PRIVMSG carol :psst");
  const said = ["bob PRIVMSG #1 from the laptop", "bob PRIVMSG carol psst"];
  assertEquals(await upTo(phone, "psst", ["PRIVMSG"]), said);
  await phone.send("PRIVMSG #1 :from the phone");
  await waitForText(laptop, "from the phone");
  await carol.send("PRIVMSG bob :to both", "PRIVMSG #1 :end");
  const end = ["carol PRIVMSG bob to both", "carol PRIVMSG #1 end"];
  assertEquals(await upTo(laptop, "end", ["PRIVMSG"]), end);
  assertEquals(await upTo(phone, "end", ["PRIVMSG"]), ["bob PRIVMSG #1 from the phone", ...end]);
  assertEquals(await upTo(carol, "end", ["PRIVMSG", "JOIN", "QUIT", "NICK"]), [
    "bob JOIN #1",
    ...said,
    "bob PRIVMSG #1 from the phone",
    ...end,
  ]);
  await phone.send("NICK robert", "AWAY :out");
  await laptop.waitFor("NICK");
  await laptop.send("PART #1");
  assertEquals(shown(await phone.waitFor("PART")), "robert PART #1");
  const whois = await answersTo(carol, "WHOIS robert");
  assertEquals(whois.filter((line) => / (301|319) /.test(line)), [
    "local.chat 301 carol robert out",
  ]);
});

testNodes("A user quits, once, when the last session on any node is gone", async (nodes) => {
  const { carol } = nodes;
  const [laptop, phone] = await twoSessions(nodes);
  await laptop.send("QUIT :first");
  await laptop.closed();
  await phone.send("PRIVMSG #1 :still here", "QUIT :last");
  assertEquals(await upTo(carol, "Quit: last", ["QUIT", "PRIVMSG"]), [
    "bob PRIVMSG #1 still here",
    "bob QUIT Quit: last",
  ]);
  assertEquals(await answersTo(carol, "ISON bob"), ["local.chat 303 carol"]);
});

testNodes(
  "A user stays through another node when one is killed, and quits with that",
  async (nodes) => {
    const { a, b, carol } = nodes;
    const [, phone] = await twoSessions(nodes);
    // Starting it again ends its former time at once.
    await a.kill();
    await a.start();
    await phone.send("PRIVMSG #1 :still here");
    assertEquals(await upTo(carol, "still here", ["QUIT", "PRIVMSG"]), [
      "bob PRIVMSG #1 still here",
    ]);
    await b.kill();
    await b.start();
    assertEquals(shown(await carol.waitFor("QUIT")), "bob QUIT The server b is gone");
    using dave = await enterNode(a.server, "dave");
    await dave.send("PRIVMSG #1 :end");
    assertEquals(await upTo(carol, "end", ["QUIT"]), []);
    const rows = await Promise.all([a, b].map(async (node, index) => {
      using reader = await enterNode(node.server, `reader${index}`);
      return await historyOf(reader, "#1");
    }));
    assertEquals(rows[0], rows[1]);
  },
);

testNodes("KILL ends the sessions of a user on each node", async (nodes) => {
  const { carol, c } = nodes;
  const [laptop, phone] = await twoSessions(nodes);
  await c.server.process.type("kick bob enough");
  for (const client of [laptop, phone]) {
    assertEquals(shown(await client.waitFor("KILL")), "local.chat KILL bob enough");
    await client.closed();
  }
  assertEquals(shown(await carol.waitFor("QUIT")), "bob QUIT enough");
});

testNodes("The owner of a nickname disconnects its sessions on each node", async (nodes) => {
  const { c, carol } = nodes;
  const [laptop, phone] = await twoSessions(nodes);
  const { client: other } = await comeBack(c, { nickname: "robert" });
  const answers = await answersTo(other, "NS GHOST bob");
  assertEquals(answers.at(-1), "NickServ NOTICE robert bob is disconnected");
  for (const client of [laptop, phone]) await client.closed();
  const reason = "Disconnected by robert, who owns the nickname";
  assertEquals(shown(await carol.waitFor("QUIT")), `bob QUIT ${reason}`);
});

testNodes(
  "A session takes the nickname of another one of its account, which is on another node",
  async (nodes) => {
    const { b, carol } = nodes;
    const [laptop, phone] = await twoSessions(nodes);
    const { client: other } = await comeBack(b, { nickname: "robert" });
    const answers = await answersTo(other, "NICK bob");
    assertEquals(answers.slice(0, 2), ["robert NICK bob", "local.chat MODE bob +ir"]);
    await carol.send("PRIVMSG bob :to all three");
    for (const client of [laptop, phone, other]) await waitForText(client, "to all three");
    assertEquals(await answersTo(carol, "ISON robert bob"), ["local.chat 303 carol bob"]);
  },
);

testNodes("A client that comes back on another node catches up there", async (nodes) => {
  const { a, b, carol, c } = nodes;
  await makeAccount(carol);
  const { client: laptop } = await comeBack(a);
  await laptop.join("#1");
  await carol.waitFor("JOIN");
  await carol.send("PRIVMSG #1 :seen");
  await waitForText(laptop, "seen");
  await laptop.send("QUIT");
  await carol.waitFor("QUIT");
  await carol.send("PRIVMSG #1 :missed in the room", "PRIVMSG bob :missed by bob");
  await waitForText(carol, "missed by bob");
  const { client: phone, messages } = await comeBack(b);
  const texts = (list: readonly IrcMessage[]) =>
    list.filter(({ command }) => command === "PRIVMSG").map(({ params }) => params.at(-1));
  assertEquals(texts(messages), ["missed by bob"]);
  await phone.send("JOIN #1");
  assertEquals(texts(await phone.sync()), ["missed in the room"]);
  await phone.send("QUIT");
  await carol.waitFor("QUIT");
  // What was taken on one node is taken on all.
  for (const node of [a, c]) {
    const { client, messages } = await comeBack(node, { nickname: "robert" });
    assertEquals(texts(messages), []);
    await client.send("QUIT");
    await client.closed();
  }
  const { client } = await comeBack(a, { capabilities: ASKING });
  await client.join("#1");
  assertEquals(
    (await historyOf(client, "#1")).map((line) => line.split(" #1 ").at(-1)),
    ["seen", "missed in the room"],
  );
  assertEquals((await historyOf(client, "carol")).length, 1);
});

testNodes("NickServ lists the sessions of an account on all nodes", async (nodes) => {
  const [laptop, phone] = await twoSessions(nodes);
  await laptop.send("LOGINTOKEN CREATE :Laptop");
  await laptop.waitFor("LOGINTOKEN");
  const rows = async (client: IrcTestClient) =>
    (await answersTo(client, "NS SESSIONS")).map((line) => line.split(" NOTICE bob ").at(-1)!);
  const one = await rows(phone);
  assertEquals(one.length, 3);
  assertMatch(one[0]!, /^Connection from 127\.0\.0\.1 since .* UTC \(this one\)$/);
  assertMatch(one[1]!, /^Connection from 127\.0\.0\.1 since .* UTC, login token \w+$/);
  assertMatch(one[2]!, /^Login token \w+ \(Laptop\): .*\d$/);
  const [entry, end] = await answersTo(phone, "LOGINTOKEN LIST");
  assertMatch(entry!, / 1 \* Laptop$/);
  assertEquals(end, "local.chat LOGINTOKEN END bob 2");
});

testNodes(
  "A client that goes to another node when its own is killed has never left",
  async (nodes) => {
    const { a, b, carol } = nodes;
    const { client: before } = await comeBack(a);
    await before.join("#1");
    await carol.waitFor("JOIN");
    await carol.send("MODE #1 +v bob");
    await before.waitFor("MODE");
    await a.kill();
    await carol.send("PRIVMSG #1 :while nobody reads");
    await waitForText(carol, "while nobody reads");
    const { client, messages } = await comeBack(b, { capabilities: ASKING });
    assertEquals(messages.filter(({ command }) => command === "JOIN").map(shown), ["bob JOIN #1"]);
    assertEquals(
      (await historyOf(client, "#1")).map((line) => line.split(" #1 ").at(-1)),
      ["while nobody reads"],
    );
    await b.server.process.stderr.waitFor((line) => line.includes("A node of the cluster is gone"));
    await client.send("PRIVMSG #1 :still here");
    assertEquals(await upTo(carol, "still here", ["JOIN", "QUIT", "PART", "PRIVMSG", "MODE"]), [
      "bob PRIVMSG #1 still here",
    ]);
    assertEquals((await answersTo(carol, "NAMES #1"))[0], "local.chat 353 carol = #1 @carol +bob");
  },
);
