import { assert, assertEquals, assertMatch } from "@std/assert";

import { encodeAuthenticate, encodeBearer, LOGIN_TOKEN_TYPE } from "../../protocol/sasl/mod.ts";
import { makeAccount, PASSWORD } from "../harness/accounts.ts";
import { answers, InProcessServer } from "../harness/in_process.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";

const SETTINGS = `
name = "irc.test"
[limits]
lines-per-second = 0
connections-per-address = 0
accounts-per-address = 0
login-tokens = 2
`;
const DATE = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** Connects and makes an account of that name. */
async function owner(server: InProcessServer, nickname: string): Promise<IrcTestClient> {
  const client = await server.enter(nickname);
  await makeAccount(client);
  return client;
}

/** Makes a login token for the account of a client. */
async function makeToken(
  client: IrcTestClient,
  label = "phone",
): Promise<{ readonly id: string; readonly token: string }> {
  const [reply = ""] = await answers(client, `LOGINTOKEN CREATE :${label}`);
  const [, , , id = "", token = ""] = reply.split(" ");
  assert(token.startsWith("chat_login_"), reply);
  return { id, token };
}

/** Sends the message of IRCV3BEARER; returns the numeric that ends the attempt, with its text. */
async function sendBearer(
  client: IrcTestClient,
  token: string,
  { account = "", type = LOGIN_TOKEN_TYPE } = {},
): Promise<string> {
  return await sendResponse(client, encodeBearer({ account, type, token }));
}

async function sendResponse(client: IrcTestClient, response: Uint8Array): Promise<string> {
  await client.send("AUTHENTICATE IRCV3BEARER");
  await client.waitFor("AUTHENTICATE");
  for (const piece of encodeAuthenticate(response)) await client.send(`AUTHENTICATE ${piece}`);
  const { command, params } = await client.waitFor(
    "the end of the attempt",
    ({ command }) => /^90[3-7]$/.test(command),
  );
  return `${command} ${params.at(-1)}`;
}

/** Connects and logs in by a token before registration. */
async function enterByToken(
  server: InProcessServer,
  nickname: string,
  token: string,
): Promise<IrcTestClient> {
  const client = await server.connect({ name: `${nickname} by token` });
  await client.send("CAP LS 302", `NICK ${nickname}`, `USER ${nickname} 0 * :x`, "CAP REQ sasl");
  assertMatch(await sendBearer(client, token, { account: nickname }), /^903 /);
  await client.send("CAP END");
  await client.waitFor("001");
  await client.sync();
  return client;
}

/** Whether a token logs in. */
async function works(server: InProcessServer, token: string): Promise<boolean> {
  const client = await server.connect();
  await client.send("CAP LS 302");
  return (await sendBearer(client, token)).startsWith("903");
}

Deno.test("A login token logs in to its account, and is listed with its connections", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const { id, token } = await makeToken(bob, "Firefox on Linux");
  const phone = await enterByToken(server, "bob", token);
  assert((await answers(phone, "WHOIS bob")).includes("330 bob bob bob is logged in as"));
  const listed = (await answers(phone, "LOGINTOKEN LIST")).map((line) => line.replace(DATE, "T"));
  assertEquals(listed, [
    `LOGINTOKEN ENTRY ${id} T T 2 current Firefox on Linux`,
    "LOGINTOKEN END bob 2",
  ]);
});

Deno.test("Only a connection that is logged in with the password makes login tokens", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const guest = await server.enter("guest");
  assertEquals(await answers(guest, "LOGINTOKEN CREATE x"), [
    "FAIL LOGINTOKEN ACCOUNT_REQUIRED CREATE Log in first",
  ]);
  const bob = await owner(server, "bob");
  const { token } = await makeToken(bob);
  const phone = await enterByToken(server, "bob", token);
  assertEquals(await answers(phone, "LOGINTOKEN CREATE x"), [
    "FAIL LOGINTOKEN PASSWORD_REQUIRED CREATE Log in with your password to make a login token",
  ]);
  assertEquals(await answers(phone, "LOGINTOKEN DESTROY x"), [
    "FAIL LOGINTOKEN INVALID_PARAMS DESTROY The subcommands are CREATE, LIST and REVOKE",
  ]);
});

Deno.test("An answer of LOGINTOKEN carries the label, and goes to no other connection", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const { token } = await makeToken(bob);
  const phone = await enterByToken(server, "bob", token);
  await bob.send("CAP REQ :labeled-response batch");
  await bob.sync();
  await bob.send("@label=7 LOGINTOKEN CREATE :tablet");
  const reply = await bob.waitFor("LOGINTOKEN");
  assertEquals([reply.tags.get("label"), reply.params[0]], ["7", "CREATED"]);
  assertEquals(await phone.sync(), []);
});

Deno.test("Revoking a login token ends its connections, and it logs in no more", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const { id, token } = await makeToken(bob);
  const phone = await enterByToken(server, "bob", token);
  const laptop = await server.connect();
  await laptop.send("CAP LS 302", "NICK bob", "USER b 0 * :b", "AUTHENTICATE PLAIN");
  await laptop.waitFor("AUTHENTICATE");
  await laptop.send(`AUTHENTICATE ${btoa(`\0bob\0${PASSWORD}`)}`, "CAP END");
  await laptop.waitFor("001");
  assertEquals(await answers(laptop, `LOGINTOKEN REVOKE ${id}`), [`LOGINTOKEN REVOKED ${id}`]);
  const error = await phone.waitFor("ERROR");
  assertMatch(error.params[0] ?? "", /\[The login of this connection was revoked\]$/);
  // The connection that has made the token counts as logged in by it.
  await Promise.all([phone.closed(), bob.closed()]);
  assert(!await works(server, token));
  assertEquals(await answers(laptop, `LOGINTOKEN REVOKE ${id}`), [
    `FAIL LOGINTOKEN NO_SUCH_TOKEN REVOKE ${id} Your account has no login token with this id`,
  ]);
});

Deno.test("A connection that revokes all login tokens stays, and the others by token end", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const { token } = await makeToken(bob);
  const phone = await enterByToken(server, "bob", token);
  assertEquals(await answers(phone, "LOGINTOKEN REVOKE *"), ["LOGINTOKEN REVOKED *"]);
  await bob.closed();
  assertEquals(await answers(phone, "LOGINTOKEN LIST"), ["LOGINTOKEN END bob 1"]);
  assertMatch((await answers(phone, "LOGINTOKEN CREATE x"))[0] ?? "", /PASSWORD_REQUIRED/);
});

Deno.test("NickServ lists connections and login tokens, and revokes tokens", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  assertEquals(
    (await answers(bob, "NS SESSIONS")).map((line) => line.replace(/\d{4}-.{11}/, "T")),
    [
      "NOTICE bob Connection from 127.0.0.1 since T UTC (this one)",
      "NOTICE bob There are no login tokens",
    ],
  );
  const { id, token } = await makeToken(bob, "phone");
  const day = new Date().toISOString().slice(0, 10);
  const list = await answers(bob, "NS SESSIONS LIST");
  assertMatch(list[0] ?? "", new RegExp(`UTC, login token ${id} \\(this one\\)$`));
  assertEquals(
    list[1],
    `NOTICE bob Login token ${id} (phone): made ${day}, last used ${day} (this one)`,
  );
  assert(!list.join().includes(token));
  assertEquals(await answers(bob, `NS SESSIONS REVOKE ${id}`), [
    `NOTICE bob The login token ${id} is revoked`,
  ]);
  assertEquals(await answers(bob, `NS SESSIONS REVOKE ${id}`), [
    `NOTICE bob There is no login token ${id}`,
  ]);
  assertEquals(await answers(bob, "NS SESSIONS REVOKE ALL"), [
    "NOTICE bob All login tokens are revoked",
  ]);
  assertEquals(await answers(bob, "NS SESSIONS REVOKE"), [
    "NOTICE bob Usage: SESSIONS [REVOKE <id or ALL>]",
  ]);
  assert(!await works(server, token));
});

Deno.test("A new password revokes the login tokens and ends the connections by them", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const { token } = await makeToken(bob);
  const phone = await enterByToken(server, "bob", token);
  await answers(bob, `NS PASSWD wrong-password another-horse`);
  assert(await works(server, token));
  assert((await answers(bob, `NS PASSWD ${PASSWORD} another-horse`)).join().includes("changed"));
  await phone.closed();
  assert(!await works(server, token));
  await makeToken(bob);
});

Deno.test("Logging out revokes the login token of that connection and no other", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const other = await makeToken(bob, "other");
  const { token } = await makeToken(bob);
  await answers(bob, "NS LOGOUT");
  assert(!await works(server, token));
  assert(await works(server, other.token));
});

Deno.test("The login tokens of an account that is removed do not work for its next owner", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const { token } = await makeToken(bob);
  await answers(bob, `NS UNREGISTER ${PASSWORD}`);
  assert(!await works(server, token));
  await makeAccount(bob);
  assert(!await works(server, token));
});

Deno.test("A login token of one account is refused for another account, type or text", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const eve = await owner(server, "eve");
  const { id, token } = await makeToken(eve);
  assertMatch((await answers(bob, `LOGINTOKEN REVOKE ${id}`))[0] ?? "", /NO_SUCH_TOKEN/);
  assert(await works(server, token));
  const client = await server.connect();
  await client.send("CAP LS 302");
  const refused = "904 SASL authentication failed";
  assertEquals(await sendBearer(client, token, { account: "bob" }), refused);
  assertEquals(await sendBearer(client, token, { account: "nobody" }), refused);
  assertEquals(await sendBearer(client, token, { type: "oauth2" }), refused);
  assertEquals(await sendBearer(client, `${token}x`), refused);
});

Deno.test("A malformed or overlong message is refused, and the right one after it accepted", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const { token } = await makeToken(await owner(server, "bob"));
  const client = await server.connect();
  await client.send("CAP LS 302");
  const encoder = new TextEncoder();
  for (const text of ["", token, `bob\0${token}`, `\0\0${token}`, `\0login-token\0${token}\0`]) {
    assertMatch(await sendResponse(client, encoder.encode(text)), /^904 /, text);
  }
  assertMatch(await sendResponse(client, new Uint8Array([0xff, 0, 1, 0, 2])), /^904 /);
  const long = encodeBearer({ account: "", type: LOGIN_TOKEN_TYPE, token: "x".repeat(3_000) });
  assertMatch(await sendResponse(client, long), /^904 /);
  await client.send("AUTHENTICATE IRCV3BEARER");
  for (let i = 0; i < 14; i++) await client.send(`AUTHENTICATE ${"A".repeat(400)}`);
  await client.waitFor("904");
  await client.sync();
  assertMatch(await sendBearer(client, token), /^903 /);
});

Deno.test("Wrong login tokens are limited as wrong passwords are, and a right one never waits", async () => {
  await using server = await InProcessServer.start(
    SETTINGS.replace("[limits]", "[limits]\nlogin-attempts = 1"),
  );
  const { token } = await makeToken(await owner(server, "bob"));
  const wrong = `${token.slice(0, -2)}zz`;
  const clients = await Promise.all(Array.from({ length: 6 }, () => server.connect()));
  const said = await Promise.all(clients.map(async (client) => {
    await client.send("CAP LS 302");
    return await sendBearer(client, wrong, { account: "eve" });
  }));
  assert(
    said.some((text) => /^904 Too many wrong passwords; try again in \d+ seconds$/.test(text)),
  );
  assert(await works(server, token));
});

Deno.test("An account has as many login tokens as the limit says, the last used ones", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const bob = await owner(server, "bob");
  const tokens = [];
  for (const label of ["one", "two", "three"]) tokens.push((await makeToken(bob, label)).token);
  const working = await Promise.all(tokens.map((token) => works(server, token)));
  assertEquals(working, [false, true, true]);
});

Deno.test("Without accounts there are no login tokens", async () => {
  await using server = await InProcessServer.start(`${SETTINGS}[accounts]\nmode = "off"\n`);
  const guest = await server.enter("guest");
  assertMatch((await answers(guest, "LOGINTOKEN CREATE x"))[0] ?? "", /ACCOUNT_REQUIRED/);
  assertMatch((await answers(guest, "AUTHENTICATE IRCV3BEARER"))[0] ?? "", /^904 /);
});

Deno.test("A login token works after a restart, and no file of the server or its log has it", async () => {
  const data = await Deno.makeTempDir({ prefix: "chat-tokens-" });
  const args = ["--data", data, "--log-level", "debug"];
  const logs: (readonly string[])[] = [];
  let token: string;
  {
    await using server = await startServer({ args });
    logs.push(server.process.stderr.items);
    using bob = await IrcTestClient.enter(server, { nickname: "bob" });
    await makeAccount(bob);
    ({ token } = await makeToken(bob));
    await assertNoFileHas(data, token);
  }
  {
    await using server = await startServer({ args });
    logs.push(server.process.stderr.items);
    using client = await IrcTestClient.connect(server);
    await client.send("CAP LS 302");
    assertMatch(await sendBearer(client, token, { account: "bob" }), /^903 /);
    await assertNoFileHas(data, token);
  }
  await assertNoFileHas(data, token);
  assert(logs.every((lines) => lines.length > 0 && !lines.join("\n").includes(token)));
  await Deno.remove(data, { recursive: true });
});

/** Checks that the files of a folder have neither a token nor its random bytes. */
async function assertNoFileHas(folder: string, token: string): Promise<void> {
  const secret = token.slice("chat_login_".length);
  const bytes = atob(secret.replaceAll("-", "+").replaceAll("_", "/"));
  let files = 0;
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile) continue;
    const text = Array.from(
      await Deno.readFile(`${folder}/${name}`),
      (byte) => String.fromCharCode(byte),
    ).join("");
    assert(!text.includes(secret) && !text.includes(bytes), name);
    if (text.length > 0) files++;
  }
  assert(files > 0);
}
