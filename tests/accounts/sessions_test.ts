import { assert, assertEquals } from "@std/assert";

import { answers, InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";

const SETTINGS = `
name = "irc.test"
[limits]
lines-per-second = 0
connections-per-address = 0
accounts-per-address = 0
[[operator]]
name = "root"
password = "let-me-in"
`;
const PASSWORD = "correct-horse";

/** Enters and registers the nickname. */
async function owner(server: InProcessServer, nickname: string): Promise<IrcTestClient> {
  const client = await server.enter(nickname);
  await client.send(`NS REGISTER ${PASSWORD}`);
  await client.waitFor("900");
  await client.sync();
  return client;
}

/** Connects with a nickname, logged in; gives what the server greeted it with. */
async function logInAs(
  server: InProcessServer,
  nickname: string,
  { account = nickname, capabilities = ["sasl"] }: {
    account?: string;
    capabilities?: readonly string[];
  } = {},
): Promise<{ client: IrcTestClient; greeting: string[] }> {
  const client = await server.connect({ name: `${nickname} again` });
  await client.send("CAP LS 302", `NICK ${nickname}`, "USER phone 0 * :Phone");
  await client.send(`CAP REQ :${capabilities.join(" ")}`, "AUTHENTICATE PLAIN");
  await client.waitFor("AUTHENTICATE");
  await client.send(`AUTHENTICATE ${btoa(`\0${account}\0${PASSWORD}`)}`);
  await client.waitFor("903");
  const greeting = await answers(client, "CAP END");
  return { client, greeting };
}

/** The messages of some commands among those that come up to now. */
async function heard(client: IrcTestClient, ...commands: string[]): Promise<string[]> {
  return (await client.sync()).filter(({ command }) => commands.includes(command))
    .map(({ command, params }) => [command, ...params].join(" "));
}

Deno.test("a second connection of an account enters its rooms, and nobody hears of it", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const laptop = await owner(server, "bob");
  await answers(laptop, "JOIN #1");
  await answers(laptop, "TOPIC #1 :hello");
  const other = await server.enter("carol", { channels: ["#1"] });
  await laptop.sync();
  const { greeting } = await logInAs(server, "bob", { capabilities: ["sasl", "extended-join"] });
  assertEquals(greeting.filter((line) => line.startsWith("001 ")).length, 1);
  assert(greeting.includes("JOIN #1 bob bob"), greeting.join("\n"));
  assert(greeting.includes("332 bob #1 hello"));
  assert(greeting.includes("353 bob = #1 @bob carol"));
  assertEquals(await heard(other, "JOIN", "QUIT", "NICK", "PART"), []);
  assertEquals(await heard(laptop, "JOIN", "QUIT", "NICK", "PART"), []);
});

Deno.test("connections of one nickname see the same, each in its own shape", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const laptop = await owner(server, "bob");
  await answers(laptop, "JOIN #1");
  const { client: phone } = await logInAs(server, "bob", {
    capabilities: ["sasl", "server-time"],
  });
  const other = await server.enter("carol", { channels: ["#1"] });
  await Promise.all([laptop.sync(), phone.sync()]);
  await other.send("PRIVMSG #1 :to the room", "PRIVMSG bob :to bob");
  await other.sync();
  const wanted = ["PRIVMSG #1 to the room", "PRIVMSG bob to bob"];
  assertEquals(await heard(laptop, "PRIVMSG"), wanted);
  const tagged = (await phone.sync()).filter(({ command }) => command === "PRIVMSG");
  assertEquals(tagged.map(({ params, tags }) => [params[1], tags.has("time")]), [
    ["to the room", true],
    ["to bob", true],
  ]);
  await laptop.send("PRIVMSG #1 :mine", "PRIVMSG carol :mine too");
  assertEquals(await heard(laptop, "PRIVMSG"), []);
  assertEquals(await heard(phone, "PRIVMSG"), ["PRIVMSG #1 mine", "PRIVMSG carol mine too"]);
  assertEquals(await heard(other, "PRIVMSG"), ["PRIVMSG #1 mine", "PRIVMSG carol mine too"]);
});

Deno.test("what one connection does, all of the nickname have done", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const laptop = await owner(server, "bob");
  const { client: phone } = await logInAs(server, "bob");
  await phone.sync();
  await laptop.join("#1");
  assertEquals(await heard(phone, "JOIN", "366"), ["JOIN #1", "366 bob #1 End of NAMES"]);
  await answers(phone, "NICK robert");
  assertEquals(await heard(laptop, "NICK"), ["NICK robert"]);
  await answers(phone, "AWAY :gone");
  assert((await answers(laptop, "WHOIS robert")).includes("301 robert robert gone"));
  await answers(phone, "PART #1");
  assertEquals(await heard(laptop, "PART"), ["PART #1"]);
});

Deno.test("a user leaves with the last of their connections", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const laptop = await owner(server, "bob");
  await laptop.join("#1");
  const other = await server.enter("carol", { channels: ["#1"] });
  const { client: phone } = await logInAs(server, "bob");
  await laptop.send("QUIT :first");
  await laptop.closed;
  assertEquals(await heard(other, "QUIT"), []);
  await other.send("PRIVMSG #1 :still there");
  await phone.waitFor("PRIVMSG");
  await phone.send("QUIT :last");
  assertEquals((await other.waitFor("QUIT")).params, ["Quit: last"]);
});

Deno.test("KILL ends every connection of a nickname", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const laptop = await owner(server, "bob");
  const { client: phone } = await logInAs(server, "bob");
  const operator = await server.enterOperator("op");
  await operator.send("KILL bob :enough");
  await Promise.all([laptop, phone].map((client) => client.waitFor("KILL")));
  await Promise.all([laptop.closed, phone.closed]);
  assertEquals((await answers(operator, "WHOIS bob"))[0]?.slice(0, 3), "401");
});

Deno.test("a nickname of an account is for those who are logged in to it", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  await bob.send("QUIT");
  await bob.closed;
  const early = await server.connect();
  assertEquals(await answers(early, "NICK BOB"), [
    "433 * BOB This nickname belongs to an account; log in to that to use it",
  ]);
  const guest = await server.enter("guest");
  assertEquals((await answers(guest, "NICK bob"))[0]?.slice(0, 3), "433");
  await guest.send(`NS IDENTIFY bob ${PASSWORD}`);
  await guest.waitFor("900");
  assertEquals(await answers(guest, "NICK bob"), ["NICK bob", "MODE bob +r"]);
});

Deno.test("an account's nickname in use by another account's user is not shared", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const carol = await owner(server, "carol");
  await owner(server, "bob");
  const { greeting, client } = await logInAs(server, "bob", { account: "carol" });
  assertEquals(greeting.map((line) => line.slice(0, 3)), ["433"]);
  await client.send("NICK carla");
  await client.waitFor("001");
  assertEquals(await heard(carol, "NICK", "QUIT"), []);
});

Deno.test("the owner of a nickname takes it from who kept it after logging out", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const squatter = await owner(server, "bob");
  await squatter.send("NS LOGOUT");
  await squatter.waitFor("901");
  const { greeting } = await logInAs(server, "bob");
  assert(greeting.some((line) => line.startsWith("001 bob ")));
  const renamed = await squatter.waitFor("NICK");
  assert(/^Guest\d+$/.test(renamed.params[0] ?? ""));
});

Deno.test("a connection that shares a nickname does not take it to another account", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  await owner(server, "carol");
  const bob = await owner(server, "bob");
  const { client: phone } = await logInAs(server, "bob");
  const replies = await answers(phone, `NS IDENTIFY carol ${PASSWORD}`);
  assertEquals(replies.length, 1);
  assert((await answers(bob, "WHOIS bob")).includes("330 bob bob bob is logged in as"));
});

Deno.test("who hangs up while a password is checked leaves nobody behind", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  for (const nickname of ["bob", "ghost"]) {
    const client = await server.connect();
    await client.send("CAP LS 302", `NICK ${nickname}`, "USER g 0 * :g", "AUTHENTICATE PLAIN");
    await client.send(`AUTHENTICATE ${btoa(`\0bob\0${PASSWORD}`)}`, "CAP END");
    client.close();
  }
  // Their hashes are computed before these.
  await owner(server, "carol");
  const watcher = await owner(server, "dave");
  await bob.send("QUIT");
  await bob.closed;
  for (const nickname of ["bob", "ghost"]) {
    assertEquals((await answers(watcher, `WHOIS ${nickname}`))[0]?.slice(0, 3), "401");
  }
});
