import { assert, assertEquals } from "@std/assert";
import { createSaslClient } from "../../protocol/sasl/mod.ts";
import { loadServerOptions, type ServerOptions } from "../options/mod.ts";
import { Accounts, type NewAccount } from "./accounts.ts";
import { SaslExchange } from "./exchange.ts";
import { TestAccounts } from "./testing.ts";

const ADDRESS = "192.0.2.1";
const BOB: NewAccount = {
  name: "Bob",
  password: "correct horse",
  email: undefined,
  address: ADDRESS,
};

function optionsFrom(text: string): ServerOptions {
  return loadServerOptions(["--config", "chat.toml", "--data", ":memory:"], {
    env: {},
    readFile: () => text,
    isWorldReadable: () => false,
    dataFolder: "/nowhere",
    warn: () => {},
  });
}

function open(settings = "") {
  const options = optionsFrom(settings);
  const test = new TestAccounts(options);
  return { accounts: new Accounts(test.parts), test };
}

async function login(
  accounts: Accounts,
  name: string,
  password: string,
): Promise<string | undefined> {
  const result = await accounts.check({ name, password, address: ADDRESS });
  return "found" in result ? result.found : undefined;
}

async function scram(accounts: Accounts, account: string, password: string): Promise<string> {
  const client = createSaslClient("SCRAM-SHA-256", { account, password });
  const exchange = new SaslExchange("SCRAM-SHA-256", { accounts, address: ADDRESS });
  let challenge = new Uint8Array(0);
  for (;;) {
    const response = await client.respond(challenge);
    if ("refused" in response) throw new Error(response.refused);
    const step = await exchange.step(response);
    if (step.status !== "challenge") return step.status === "success" ? step.account : "";
    challenge = step.data;
  }
}

Deno.test("An account's name in any case and its password log in to it", async () => {
  const { accounts } = open();
  assertEquals(await accounts.register(BOB), { status: "registered", account: "Bob" });
  assertEquals(await login(accounts, "bOB", "correct horse"), "Bob");
  assertEquals(await login(accounts, "bob", "wrong"), undefined);
  assertEquals(await login(accounts, "bill", "correct horse"), undefined);
});

Deno.test("SCRAM accepts the current password, before and after a change", async () => {
  const { accounts } = open();
  await accounts.register(BOB);
  assertEquals(await scram(accounts, "bob", "correct horse"), "Bob");
  assertEquals(await scram(accounts, "bob", "wrong"), "");
  assertEquals(await scram(accounts, "nobody", "correct horse"), "");
  assertEquals(await accounts.setPassword("bob", "battery staple"), undefined);
  assertEquals(await scram(accounts, "bob", "correct horse"), "");
  assertEquals(await scram(accounts, "bob", "battery staple"), "Bob");
  assertEquals(await login(accounts, "bob", "battery staple"), "Bob");
});

Deno.test("A login with the old password fails if the password changes meanwhile", async () => {
  const { accounts } = open();
  await accounts.register(BOB);
  const client = createSaslClient("SCRAM-SHA-256", { account: "bob", password: BOB.password });
  const exchange = new SaslExchange("SCRAM-SHA-256", { accounts, address: ADDRESS });
  const answer = async (challenge: Uint8Array) => {
    const response = await client.respond(challenge);
    if ("refused" in response) throw new Error(response.refused);
    return await exchange.step(response);
  };
  const challenge = await answer(new Uint8Array(0));
  if (challenge.status !== "challenge") throw new Error(`It is ${challenge.status} at once`);
  const checking = login(accounts, "bob", BOB.password);
  await accounts.setPassword("bob", "battery staple");
  let last = await answer(challenge.data);
  if (last.status === "challenge") last = await answer(last.data);
  assertEquals(last.status, "failure");
  await checking;
});

Deno.test("Of several registrations of one name at the same time, one succeeds", async () => {
  const { accounts } = open();
  const results = await Promise.all(
    [BOB, { ...BOB, name: "bob" }].map((request) => accounts.register(request)),
  );
  assertEquals(results.filter(({ status }) => status === "registered").length, 1);
  const again = await accounts.register(BOB);
  assert(again.status === "refused" && again.code === "ACCOUNT_EXISTS");
});

Deno.test("An account that cannot be registered is refused with its code", async () => {
  const { accounts } = open();
  const code = async (changes: Partial<NewAccount>) => {
    const result = await accounts.register({ ...BOB, ...changes });
    return result.status === "refused" ? result.code : result.status;
  };
  assertEquals(await code({ name: "#bob" }), "BAD_ACCOUNT_NAME");
  assertEquals(await code({ name: "nickserv" }), "BAD_ACCOUNT_NAME");
  assertEquals(await code({ password: "short" }), "WEAK_PASSWORD");
  assertEquals(await code({ name: "longenough", password: "LongEnough" }), "WEAK_PASSWORD");
  assertEquals(await code({ password: "x".repeat(2000) }), "UNACCEPTABLE_PASSWORD");
  assertEquals(await code({ email: "not an address" }), "INVALID_EMAIL");
});

Deno.test("A required e-mail address is verified with the code in the log", async () => {
  const { accounts, test } = open("[accounts]\nrequire-email = true");
  const refused = await accounts.register(BOB);
  assert(refused.status === "refused" && refused.code === "INVALID_EMAIL");
  const result = await accounts.register({ ...BOB, email: "bob@example.org" });
  assertEquals(result, { status: "pending", account: "Bob" });
  assertEquals(accounts.owner("bob"), "Bob");
  assertEquals(await login(accounts, "bob", BOB.password), undefined);
  const code = /code=(\w+)/.exec(test.logged.join("\n"))?.[1] ?? "";
  const wrong = await accounts.verify({ name: "bob", code: "0".repeat(16), address: ADDRESS });
  assertEquals(wrong, { found: undefined });
  assertEquals(await accounts.verify({ name: "bob", code, address: ADDRESS }), { found: "Bob" });
  assertEquals(await login(accounts, "bob", BOB.password), "Bob");
  test.now += 48 * 60 * 60_000;
  assertEquals(await login(accounts, "bob", BOB.password), "Bob");
});

Deno.test("A name whose e-mail address is not verified within a day is free again", async () => {
  const { accounts, test } = open("[accounts]\nrequire-email = true");
  const request = { ...BOB, email: "bob@example.org" };
  await accounts.register(request);
  test.now += 25 * 60 * 60_000;
  assertEquals(accounts.owner("bob"), undefined);
  assertEquals((await accounts.register(request)).status, "pending");
});

Deno.test("The accounts that one address registers in an hour are limited", async () => {
  const { accounts, test } = open("[limits]\naccounts-per-address = 2");
  const register = async (name: string) => (await accounts.register({ ...BOB, name })).status;
  assertEquals([await register("a"), await register("b")], ["registered", "registered"]);
  assertEquals(await register("c"), "refused");
  test.now += 61 * 60_000;
  assertEquals(await register("c"), "registered");
});

Deno.test("No password is in the log, in the database or in an event", async () => {
  const { accounts, test } = open();
  await accounts.register(BOB);
  await login(accounts, "bob", "wrong secret");
  await accounts.setPassword("bob", "battery staple");
  const stored = JSON.stringify(test.rows("accounts"));
  for (const text of [stored, test.logged.join("\n"), JSON.stringify(test.events)]) {
    assert(!/correct horse|wrong secret|battery staple/.test(text));
  }
});

Deno.test("No login token, code or address is in an event", async () => {
  const { accounts, test } = open("[accounts]\nrequire-email = true");
  await accounts.register({ ...BOB, email: "bob@example.org" });
  const code = /code=(\w+)/.exec(test.logged.join("\n"))?.[1] ?? "";
  await accounts.verify({ name: "bob", code, address: ADDRESS });
  const made = await accounts.tokens.create("bob", "phone");
  assert(made !== undefined && code !== "");
  const events = JSON.stringify(test.events);
  for (const secret of [code, made.token, ADDRESS]) assert(!events.includes(secret));
  const types = test.events.map(({ type }) => type);
  assertEquals(types, ["account-added", "account-confirmed", "address-known", "token-added"]);
});

Deno.test("An account that cannot be stored is refused, and its name stays free", async () => {
  const { accounts, test } = open();
  test.isFull = true;
  const refused = await accounts.register(BOB);
  assert(refused.status === "refused" && refused.code === "TEMPORARILY_UNAVAILABLE");
  assertEquals(accounts.owner("bob"), undefined);
  test.isFull = false;
  assertEquals(test.rows("accounts"), []);
  assertEquals((await accounts.register(BOB)).status, "registered");
  assertEquals(await login(accounts, "bob", "correct horse"), "Bob");
});

Deno.test("An account that is pending when it cannot be stored keeps no name either", async () => {
  const { accounts, test } = open("[accounts]\nrequire-email = true");
  test.isFull = true;
  await accounts.register({ ...BOB, email: "bob@example.org" });
  assertEquals(accounts.owner("bob"), undefined);
});
