import { assert, assertEquals } from "@std/assert";

import {
  createSaslClient,
  encodeAuthenticate,
  type PasswordMechanism,
} from "../../protocol/sasl/mod.ts";
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
const PASSWORD = "correct horse";

/** The only response of the mechanism PLAIN, in base64. */
function plain(account: string, password: string, actAs = account): string {
  return btoa(`${actAs}\0${account}\0${password}`);
}

/** Registers accounts with {@linkcode PASSWORD}. */
async function register(server: InProcessServer, ...names: string[]): Promise<void> {
  for (const name of names) {
    const client = await server.connect();
    await client.send(`NICK ${name}`, `REGISTER * * :${PASSWORD}`);
    await client.waitFor("REGISTER");
    client.close();
  }
}

/** Tries to log in and returns the numerics of the answer. */
async function logIn(
  client: IrcTestClient,
  { mechanism, account, password }: {
    mechanism: PasswordMechanism;
    account: string;
    password: string;
  },
): Promise<string[]> {
  const sasl = createSaslClient(mechanism, { account, password });
  await client.send(`AUTHENTICATE ${mechanism}`);
  const numerics: string[] = [];
  for (;;) {
    const reply = await client.waitFor("an answer", ({ command }) => {
      return /^(AUTHENTICATE|90[0-9])$/.test(command);
    });
    if (reply.command !== "AUTHENTICATE") {
      numerics.push(reply.command);
      if (reply.command !== "900") return numerics;
      continue;
    }
    const challenge = reply.params[0] === "+" ? "" : atob(reply.params[0] ?? "");
    const bytes = Uint8Array.from(challenge, (character) => character.charCodeAt(0));
    const response = await sasl.respond(bytes);
    if ("refused" in response) throw new Error(response.refused);
    for (const piece of encodeAuthenticate(response)) await client.send(`AUTHENTICATE ${piece}`);
  }
}

for (const mechanism of ["PLAIN", "SCRAM-SHA-256"] as const) {
  Deno.test(`${mechanism} accepts only the right password, before and after registration`, async () => {
    await using server = await InProcessServer.start(SETTINGS);
    await register(server, "bob");
    const client = await server.connect();
    const credentials = { mechanism, account: "bob", password: PASSWORD };
    await client.send("CAP LS 302");
    assertEquals(await logIn(client, { ...credentials, password: "wrong" }), ["904"]);
    assertEquals(await logIn(client, credentials), ["900", "903"]);
    await client.send("NICK bobby", "USER b 0 * :b", "CAP END");
    await client.waitFor("001");
    assert((await answers(client, "WHOIS bobby")).includes("330 bobby bobby bob is logged in as"));
    const other = await server.enter("late");
    assertEquals(await logIn(other, { ...credentials, account: "nobody" }), ["904"]);
    assertEquals(await logIn(other, credentials), ["900", "903"]);
  });
}

Deno.test("The sasl capability lists the mechanisms, and so does the answer to an unknown one", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const client = await server.connect();
  const offer = (await answers(client, "CAP LS 302")).join(" ");
  assert(offer.split(" ").includes("sasl=SCRAM-SHA-256,PLAIN,IRCV3BEARER"), offer);
  assertEquals(await answers(client, "AUTHENTICATE EXTERNAL"), [
    "908 * SCRAM-SHA-256,PLAIN,IRCV3BEARER are the SASL mechanisms available",
    "904 * SASL authentication failed",
  ]);
});

Deno.test("An attempt ends with *, with a part that is too long, and with text that is not base64", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const client = await server.connect();
  await client.send("CAP LS 302");
  const refusals = [["*", "906"], ["A".repeat(401), "905"], ["!!!", "904"]] as const;
  for (const [piece, numeric] of refusals) {
    await client.send("AUTHENTICATE PLAIN");
    await client.waitFor("AUTHENTICATE");
    assertEquals((await answers(client, `AUTHENTICATE ${piece}`))[0]?.slice(0, 3), numeric);
  }
});

Deno.test("A response in too many parts is refused", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const client = await server.connect();
  await client.send("CAP LS 302", "AUTHENTICATE PLAIN");
  for (let i = 0; i < 14; i++) await client.send(`AUTHENTICATE ${"A".repeat(400)}`);
  await client.waitFor("904");
});

Deno.test("Completing registration aborts an attempt that is under way", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const client = await server.connect();
  await client.send("CAP LS 302", "AUTHENTICATE PLAIN", "NICK eve", "USER e 0 * :e", "CAP END");
  await client.waitFor("906");
  await client.waitFor("001");
});

Deno.test("An account cannot act as another account", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  await register(server, "bob", "eve");
  const client = await server.connect();
  await client.send("CAP LS 302", "AUTHENTICATE PLAIN");
  await client.send(`AUTHENTICATE ${plain("eve", PASSWORD, "bob")}`);
  await client.waitFor("904");
});

Deno.test("A user can log in to another account, and the members of shared channels are notified", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  await register(server, "bob", "carol");
  const watcher = await server.enter("watcher", {
    capabilities: ["account-notify", "extended-join", "account-tag"],
    channels: ["#1"],
  });
  const client = await server.enter("someone");
  await logIn(client, { mechanism: "PLAIN", account: "bob", password: PASSWORD });
  await client.join("#1");
  assertEquals((await watcher.waitFor("JOIN")).params, ["#1", "bob", "someone"]);
  await logIn(client, { mechanism: "PLAIN", account: "carol", password: PASSWORD });
  assertEquals((await watcher.waitFor("ACCOUNT")).params, ["carol"]);
  await client.send("PRIVMSG #1 :hello", "NS LOGOUT");
  assertEquals((await watcher.waitFor("PRIVMSG")).tags.get("account"), "carol");
  assertEquals((await watcher.waitFor("ACCOUNT")).params, ["*"]);
  await client.waitFor("901");
  assertEquals(await answers(watcher, "WHO #1 %na"), [
    "354 watcher watcher 0",
    "354 watcher someone 0",
    "315 watcher #1 End of WHO",
  ]);
});

Deno.test("Too many wrong passwords are refused with the time to wait", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  server.settings.text = SETTINGS.replace("[limits]", "[limits]\nlogin-attempts = 1");
  const operator = await server.enterOperator("op");
  await answers(operator, "REHASH");
  await register(server, "bob");
  const clients = await Promise.all(
    Array.from({ length: 8 }, (_, index) => server.enter(`eve${index}`)),
  );
  const said = await Promise.all(clients.map(async (client) => {
    await client.send("NS IDENTIFY bob wrong-password");
    return (await client.waitFor("NOTICE")).params[1] ?? "";
  }));
  assert(said.some((text) => /^Too many wrong passwords; try again in \d+ seconds$/.test(text)));
});

Deno.test("A ban on ~a: applies to an account under any nickname", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  await register(server, "eve");
  const op = await server.enter("op", { channels: ["#1"] });
  await answers(op, "MODE #1 +b ~a:EVE");
  const client = await server.enter("innocent");
  await logIn(client, { mechanism: "PLAIN", account: "eve", password: PASSWORD });
  assertEquals((await answers(client, "JOIN #1"))[0]?.slice(0, 3), "474");
  await answers(client, "NS LOGOUT");
  await client.join("#1");
});

Deno.test("REHASH turns accounts off and on, and cap-notify reports both", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const operator = await server.enterOperator("op", { capabilities: ["cap-notify", "sasl"] });
  server.settings.text = `${SETTINGS}[accounts]\nmode = "off"\n`;
  await operator.send("REHASH");
  const del = await operator.waitFor("CAP DEL", ({ params }) => params[1] === "DEL");
  assertEquals(del.params.at(-1), "sasl draft/account-registration");
  assertEquals(await answers(operator, "CAP REQ sasl"), ["CAP op NAK sasl"]);
  assertEquals((await answers(operator, "AUTHENTICATE PLAIN"))[0]?.slice(0, 3), "904");
  server.settings.text = SETTINGS;
  await operator.send("REHASH");
  const now = await operator.waitFor("CAP NEW", ({ params }) => params[1] === "NEW");
  assert(now.params.at(-1)?.startsWith("sasl=SCRAM-SHA-256,PLAIN,IRCV3BEARER "));
});
