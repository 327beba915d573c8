/** Secrets that people give the server: none may reach its log, at any level. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";

/** Texts that are found in a log at once. Each is a password or a code somewhere below. */
const SECRETS = {
  server: "sesame-of-server",
  wrongServer: "wrong-for-server",
  operator: "sesame-of-root",
  wrongOperator: "wrong-for-root",
  asName: "password-as-name",
  account: "sesame-of-alice",
  newPassword: "second-of-alice",
  wrongAccount: "wrong-for-alice",
  code: "0123456789abcdee",
  key: "key-of-the-room",
} as const;
const TEXT = "what-alice-says";

const SETTINGS = `
password = "${SECRETS.server}"
[accounts]
require-email = true
[[operator]]
name = "root"
password = "${SECRETS.operator}"
[log]
level = "debug"
`;

function saslPlain(password: string): string {
  return btoa(`\0alice\0${password}`);
}

Deno.test("No secret that is given to the server, right or wrong, is in its log", async () => {
  await using server = await startServer({ settings: SETTINGS });
  const log = server.process.stderr;
  using stranger = await IrcTestClient.connect(server);
  await stranger.send(`PASS ${SECRETS.wrongServer}`, "NICK stranger", "USER s 0 * :s");
  await stranger.closed();

  const password = SECRETS.server;
  using alice = await IrcTestClient.enter(server, { nickname: "alice", password });
  await alice.send(`REGISTER alice alice@example.org ${SECRETS.account}`);
  await alice.waitFor("REGISTER");
  const waiting = await log.waitFor((line) => line.includes("code="), { what: "the code" });
  const code = /code=(\w+)/.exec(waiting)![1]!;
  await alice.send(`VERIFY alice ${SECRETS.code}`, `NS VERIFY alice ${SECRETS.code}`);
  await alice.send(`VERIFY alice ${code}`);
  await alice.waitFor("900");
  await alice.send("LOGINTOKEN CREATE here");
  const token = (await alice.waitFor("LOGINTOKEN")).params.at(-1)!;
  await alice.send(
    `NS IDENTIFY alice ${SECRETS.wrongAccount}`,
    `PRIVMSG NickServ :IDENTIFY alice ${SECRETS.wrongAccount}`,
    `PRIVMSG NickServ@services :IDENTIFY ${SECRETS.account}`,
    `NICKSERV PASSWD ${SECRETS.account} ${SECRETS.newPassword}`,
    `OPER root ${SECRETS.wrongOperator}`,
    `OPER ${SECRETS.asName} ${SECRETS.wrongOperator}`,
    `OPER root ${SECRETS.operator}`,
    `JOIN #1 ${SECRETS.key}`,
    `MODE #1 +k ${SECRETS.key}`,
    `PRIVMSG #1 :${TEXT}`,
    `PASS ${SECRETS.server}`,
    `PASSS ${SECRETS.server}`,
    `PRIVMSG NickServe :IDENTIFY ${SECRETS.account}`,
    "REHASH",
  );
  await alice.sync();

  using again = await IrcTestClient.connect(server);
  await again.send("CAP LS 302", "CAP REQ sasl");
  for (const wrong of [SECRETS.wrongAccount, SECRETS.account]) {
    await again.send("AUTHENTICATE PLAIN", `AUTHENTICATE ${saslPlain(wrong)}`);
    await again.waitFor("904");
  }
  for (const bearer of [token, `${token.slice(0, -3)}abc`]) {
    const message = btoa(`alice\0login-token\0${bearer}`);
    await again.send("AUTHENTICATE IRCV3BEARER", `AUTHENTICATE ${message}`);
    await again.waitFor("904");
  }
  await again.send("AUTHENTICATE PLAIN", `AUTHENTICATE ${saslPlain(SECRETS.newPassword)}`);
  await again.waitFor("903");
  await server.process.type("users", "rooms", "rehash", "quit");
  assertEquals(await server.process.finished(), 0);

  const said = [...log.items, ...server.process.stdout.items].join("\n");
  assertStringIncludes(said, "Login refused");
  assertStringIncludes(said, "Operator refused");
  for (const secret of [...Object.values(SECRETS), TEXT, token]) {
    assert(!said.includes(secret), `The log has ${secret}:\n${said}`);
    for (const encoded of [btoa(secret), saslPlain(secret)]) {
      assert(!said.includes(encoded), `The log has ${secret} in base64:\n${said}`);
    }
  }
  assertEquals(said.split(code).length, 2, "The code is where its operator finds it, only once");
});
