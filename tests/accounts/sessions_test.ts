import { assert, assertEquals, assertMatch } from "@std/assert";

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

/** Connects with a nickname and registers an account for it. */
async function owner(server: InProcessServer, nickname: string): Promise<IrcTestClient> {
  const client = await server.enter(nickname);
  await client.send(`NS REGISTER ${PASSWORD}`);
  await client.waitFor("900");
  await client.sync();
  return client;
}

/** Connects with a nickname and logs in before registration; returns the greeting, too. */
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

/** Reads what has arrived and returns the messages of some commands. */
async function received(client: IrcTestClient, ...commands: string[]): Promise<string[]> {
  return (await client.sync()).filter(({ command }) => commands.includes(command))
    .map(({ command, params }) => [command, ...params].join(" "));
}

Deno.test("A second connection of an account enters its channels, and nobody else is notified", async () => {
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
  assertEquals(await received(other, "JOIN", "QUIT", "NICK", "PART"), []);
  assertEquals(await received(laptop, "JOIN", "QUIT", "NICK", "PART"), []);
});

Deno.test("Connections that share a nickname receive the same, each with its own capabilities", async () => {
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
  assertEquals(await received(laptop, "PRIVMSG"), wanted);
  const tagged = (await phone.sync()).filter(({ command }) => command === "PRIVMSG");
  assertEquals(tagged.map(({ params, tags }) => [params[1], tags.has("time")]), [
    ["to the room", true],
    ["to bob", true],
  ]);
  await laptop.send("PRIVMSG #1 :mine", "PRIVMSG carol :mine too");
  assertEquals(await received(laptop, "PRIVMSG"), []);
  assertEquals(await received(phone, "PRIVMSG"), ["PRIVMSG #1 mine", "PRIVMSG carol mine too"]);
  assertEquals(await received(other, "PRIVMSG"), ["PRIVMSG #1 mine", "PRIVMSG carol mine too"]);
});

Deno.test("What one connection does applies to all connections of the nickname", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const laptop = await owner(server, "bob");
  const { client: phone } = await logInAs(server, "bob");
  await phone.sync();
  await laptop.join("#1");
  assertEquals(await received(phone, "JOIN", "366"), ["JOIN #1", "366 bob #1 End of NAMES"]);
  await answers(phone, "NICK robert");
  assertEquals(await received(laptop, "NICK"), ["NICK robert"]);
  await answers(phone, "AWAY :gone");
  assert((await answers(laptop, "WHOIS robert")).includes("301 robert robert gone"));
  await answers(phone, "PART #1");
  assertEquals(await received(laptop, "PART"), ["PART #1"]);
});

Deno.test("A user leaves the network with their last connection", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const laptop = await owner(server, "bob");
  await laptop.join("#1");
  const other = await server.enter("carol", { channels: ["#1"] });
  const { client: phone } = await logInAs(server, "bob");
  await laptop.send("QUIT :first");
  await laptop.closed();
  assertEquals(await received(other, "QUIT"), []);
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
  await Promise.all([laptop.closed(), phone.closed()]);
  assertEquals((await answers(operator, "WHOIS bob"))[0]?.slice(0, 3), "401");
});

Deno.test("The nickname of an account can be used only after logging in to it", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  await bob.send("QUIT");
  await bob.closed();
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

Deno.test("A nickname in use cannot be shared by logging in to another account", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const carol = await owner(server, "carol");
  await owner(server, "bob");
  const { greeting, client } = await logInAs(server, "bob", { account: "carol" });
  assertEquals(greeting.map((line) => line.slice(0, 3)), ["433"]);
  await client.send("NICK carla");
  await client.waitFor("001");
  assertEquals(await received(carol, "NICK", "QUIT"), []);
});

Deno.test("The owner of a nickname takes it back from a user who kept it after logging out", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const squatter = await owner(server, "bob");
  await squatter.send("NS LOGOUT");
  await squatter.waitFor("901");
  const { greeting } = await logInAs(server, "bob");
  assert(greeting.some((line) => line.startsWith("001 bob ")));
  const note = await squatter.waitFor("NOTE");
  assertEquals(note.params.slice(0, 3), ["NICK", "OWNER_CAME_BACK", "bob"]);
  const renamed = await squatter.waitFor("NICK");
  assertEquals(renamed.params[0], note.params[3]);
  assertMatch(renamed.params[0] ?? "", /^Guest\d+$/);
});

Deno.test("A connection that shares a nickname cannot take it to another account", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  await owner(server, "carol");
  const bob = await owner(server, "bob");
  const { client: phone } = await logInAs(server, "bob");
  const replies = await answers(phone, `NS IDENTIFY carol ${PASSWORD}`);
  assertEquals(replies.length, 1);
  assert((await answers(bob, "WHOIS bob")).includes("330 bob bob bob is logged in as"));
});

Deno.test("A client that disconnects while its password is checked leaves no user behind", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  for (const nickname of ["bob", "ghost"]) {
    const client = await server.connect();
    await client.send("CAP LS 302", `NICK ${nickname}`, "USER g 0 * :g", "AUTHENTICATE PLAIN");
    await client.send(`AUTHENTICATE ${btoa(`\0bob\0${PASSWORD}`)}`, "CAP END");
    client.close();
  }
  // Passwords are checked in order: after these two accounts the two above are done.
  await owner(server, "carol");
  const watcher = await owner(server, "dave");
  await bob.send("QUIT");
  await bob.closed();
  for (const nickname of ["bob", "ghost"]) {
    assertEquals((await answers(watcher, `WHOIS ${nickname}`))[0]?.slice(0, 3), "401");
  }
});

Deno.test("A new password ends all other connections of the account, and says so", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const { client: phone } = await logInAs(server, "bob");
  const { client: laptop } = await logInAs(server, "bobby", { account: "bob" });
  const alice = await owner(server, "alice");
  await answers(bob, "NS PASSWD wrong-horse another-horse");
  await phone.sync();
  const said = await answers(bob, `NS PASSWD ${PASSWORD} another-horse`);
  assertEquals(
    said.at(-1),
    "NOTICE bob Password changed; your other connections are ended, " +
      "and all login tokens are revoked",
  );
  for (const client of [phone, laptop]) {
    assertMatch(
      (await client.waitFor("ERROR")).params[0]!,
      /The password of your account was changed/,
    );
    await client.closed();
  }
  assertEquals(await alice.sync(), []);
  assertEquals((await answers(bob, "WHOIS bob")).some((line) => line.startsWith("330 ")), true);
  const again = await answers(bob, "NS PASSWD another-horse correct-horse");
  assertMatch(again.at(-1)!, /Password changed/);
});
