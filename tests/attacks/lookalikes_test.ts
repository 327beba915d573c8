/** Names that look like those of services, accounts and people who are here. */

import { assertEquals, assertStringIncludes } from "@std/assert";

import { makeAccount, PASSWORD } from "../harness/accounts.ts";
import { answers, InProcessServer } from "../harness/in_process.ts";

const SETTINGS = `
network = "Example"
[accounts]
reserved-names = ["Global", "OperServ", "staff"]
[[operator]]
name = "root"
password = "let-me-in"
`;

/** Asks for nicknames before registration and with one; returns the answers to each. */
async function ask(server: InProcessServer, names: readonly string[]): Promise<string[][]> {
  const [stranger, guest] = [await server.connect(), await server.enter("guest")];
  const said: string[][] = [];
  for (const name of names) {
    const early = await answers(stranger, `NICK ${name}`);
    said.push([...early, ...await answers(guest, `NICK ${name}`)]);
  }
  stranger.close();
  guest.close();
  await guest.closed();
  return said;
}

/** The numerics in answers. */
function codes(said: readonly string[]): (string | undefined)[] {
  return said.map((text) => text.split(" ")[0]);
}

Deno.test("Nobody can be called as a service, the network or a reserved name, nor like one", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const names = ["NıckServ", "NickSᴇrv", "NlckServ", "OperServ", "Global", "G1obal"];
  names.push("staff", "ꜱtaff", "Example", "ɢʟobal");
  for (const [index, said] of (await ask(server, names)).entries()) {
    assertEquals(codes(said), ["432", "432"], names[index]);
    assertStringIncludes(said[0]!, "This name is reserved, or looks like");
  }
});

Deno.test("Nobody can be called like an account, also while its owner is away", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const [alice, bob] = [await server.enter("alice"), await server.enter("ВОВ")];
  await makeAccount(alice);
  await makeAccount(bob);
  for (const client of [alice, bob]) {
    client.close();
    await client.closed();
  }
  const names = ["alıce", "a|ice", "BOB", "bob"];
  const said = await ask(server, names);
  for (const [index, answers] of said.entries()) {
    assertEquals(codes(answers), ["432", "432"], names[index]);
  }
  assertStringIncludes(
    said[0]![0]!,
    'This nickname looks like "alice", which belongs to an account',
  );
});

Deno.test("Nobody can be called like somebody who is here, until that one is gone", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const alice = await server.enter("alice");
  const guest = await server.enter("guest");
  const [refusal] = await answers(guest, "NICK alıce");
  assertEquals(
    refusal,
    '432 guest alıce This nickname looks like "alice", which belongs to somebody who is here',
  );
  assertEquals(await answers(alice, "NICK carol"), ["NICK carol"]);
  assertEquals(await answers(guest, "NICK alıce"), ["NICK alıce"]);
  assertEquals(codes(await answers(alice, "NICK alice")), ["432"]);
  guest.close();
  await guest.closed();
  while ((await answers(alice, "ISON alıce"))[0] !== "303 carol ") continue;
  assertEquals(await answers(alice, "NICK alice"), ["NICK alice"]);
});

Deno.test("A person may use several names that look alike, and so may the sessions of an account", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "NICK alıce"), ["NICK alıce"]);
  assertEquals(await answers(alice, "NICK alice"), ["NICK alice"]);
  await makeAccount(alice);
  const other = await server.connect();
  await other.send("CAP REQ sasl", "NICK alıce", "USER a 0 * :a", "AUTHENTICATE PLAIN");
  await other.send(`AUTHENTICATE ${btoa(`\0alice\0${PASSWORD}`)}`, "CAP END");
  assertEquals((await other.waitFor("001")).params[0], "alıce");
});

Deno.test("No account can be registered that looks like another, or is reserved", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const alice = await server.enter("alice");
  await makeAccount(alice);
  const stranger = await server.connect();
  await stranger.send("NICK mallory", "USER m 0 * :m");
  await stranger.waitFor("001");
  await stranger.sync();
  const said = [];
  for (const name of ["alıce", "NıckServ", "Global"]) {
    said.push(...await answers(stranger, `REGISTER ${name} * ${PASSWORD}`));
  }
  assertEquals(said.map((text) => text.split(" ").slice(0, 3).join(" ")), [
    "FAIL REGISTER BAD_ACCOUNT_NAME",
    "FAIL REGISTER BAD_ACCOUNT_NAME",
    "FAIL REGISTER BAD_ACCOUNT_NAME",
  ]);
});

Deno.test("An operator of the server may speak under a reserved name, but as no service", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const root = await server.enterOperator("root");
  assertEquals(await answers(root, "NICK Global"), ["NICK Global"]);
  assertEquals(codes(await answers(root, "NICK NıckServ")), ["432"]);
});

Deno.test("Nobody opens a room that looks like one with a founder, by JOIN or by RENAME", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const [alice, guest] = [await server.enter("alice"), await server.enter("guest")];
  await makeAccount(alice);
  await alice.join("#staff");
  await guest.join("#open");
  const imitation = "#ѕtaff";
  const [refusal, ...more] = await answers(guest, `JOIN ${imitation}`);
  assertStringIncludes(refusal!, `476 guest ${imitation} This name looks like`);
  assertEquals(more, []);
  assertEquals(codes(await answers(guest, `RENAME #open ${imitation}`)), ["FAIL"]);
  assertEquals(codes(await answers(guest, "JOIN #ореn"))[0], "JOIN");
  assertEquals(codes(await answers(alice, `JOIN ${imitation}`))[0], "JOIN");
});
