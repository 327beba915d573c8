import { assert, assertEquals } from "@std/assert";
import { createSaslClient } from "../../protocol/sasl/mod.ts";
import { createLog } from "../operator/log.ts";
import { loadServerOptions, type ServerOptions } from "../options/mod.ts";
import { openStore } from "../store/mod.ts";
import { Accounts, type NewAccount } from "./accounts.ts";
import { SaslExchange } from "./exchange.ts";

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
  const { db } = openStore({ data: ":memory:", fsync: false });
  const clock = { now: 1_700_000_000_000 };
  const logged: string[] = [];
  const log = createLog({ ...options.log, write: (line) => logged.push(line) });
  const accounts = new Accounts({ db, options: () => options, log, now: () => clock.now });
  return { accounts, clock, logged, db };
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

Deno.test("an account is logged in to by its name in any case, with its password alone", async () => {
  const { accounts } = open();
  assertEquals(await accounts.register(BOB), { status: "registered", account: "Bob" });
  assertEquals(await login(accounts, "bOB", "correct horse"), "Bob");
  assertEquals(await login(accounts, "bob", "wrong"), undefined);
  assertEquals(await login(accounts, "bill", "correct horse"), undefined);
});

Deno.test("SCRAM knows the password, before and after it is changed", async () => {
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

Deno.test("a login that began before the password was changed does not end well with the old one", async () => {
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

Deno.test("a name is given once, and registered by many at once it goes to one", async () => {
  const { accounts } = open();
  const results = await Promise.all(
    [BOB, { ...BOB, name: "bob" }].map((wish) => accounts.register(wish)),
  );
  assertEquals(results.filter(({ status }) => status === "registered").length, 1);
  const again = await accounts.register(BOB);
  assert(again.status === "refused" && again.code === "ACCOUNT_EXISTS");
});

Deno.test("wishes that cannot be are refused by their code", async () => {
  const { accounts } = open();
  const code = async (wish: Partial<NewAccount>) => {
    const result = await accounts.register({ ...BOB, ...wish });
    return result.status === "refused" ? result.code : result.status;
  };
  assertEquals(await code({ name: "#bob" }), "BAD_ACCOUNT_NAME");
  assertEquals(await code({ name: "nickserv" }), "BAD_ACCOUNT_NAME");
  assertEquals(await code({ password: "short" }), "WEAK_PASSWORD");
  assertEquals(await code({ name: "longenough", password: "LongEnough" }), "WEAK_PASSWORD");
  assertEquals(await code({ password: "x".repeat(2000) }), "UNACCEPTABLE_PASSWORD");
  assertEquals(await code({ email: "not an address" }), "INVALID_EMAIL");
});

Deno.test("an address that is asked for is proved with the code that the log shows", async () => {
  const { accounts, logged, clock } = open("[accounts]\nrequire-email = true");
  const refused = await accounts.register(BOB);
  assert(refused.status === "refused" && refused.code === "INVALID_EMAIL");
  const result = await accounts.register({ ...BOB, email: "bob@example.org" });
  assertEquals(result, { status: "pending", account: "Bob" });
  assertEquals(accounts.owner("bob"), "Bob");
  assertEquals(await login(accounts, "bob", BOB.password), undefined);
  const code = /code=(\w+)/.exec(logged.join("\n"))?.[1] ?? "";
  const wrong = await accounts.verify({ name: "bob", code: "0".repeat(16), address: ADDRESS });
  assertEquals(wrong, { found: undefined });
  assertEquals(await accounts.verify({ name: "bob", code, address: ADDRESS }), { found: "Bob" });
  assertEquals(await login(accounts, "bob", BOB.password), "Bob");
  clock.now += 48 * 60 * 60_000;
  assertEquals(await login(accounts, "bob", BOB.password), "Bob");
});

Deno.test("a name whose address is not proved in a day is free again", async () => {
  const { accounts, clock } = open("[accounts]\nrequire-email = true");
  const wish = { ...BOB, email: "bob@example.org" };
  await accounts.register(wish);
  clock.now += 25 * 60 * 60_000;
  assertEquals(accounts.owner("bob"), undefined);
  assertEquals((await accounts.register(wish)).status, "pending");
});

Deno.test("an address registers so many accounts in an hour", async () => {
  const { accounts, clock } = open("[limits]\naccounts-per-address = 2");
  const register = async (name: string) => (await accounts.register({ ...BOB, name })).status;
  assertEquals([await register("a"), await register("b")], ["registered", "registered"]);
  assertEquals(await register("c"), "refused");
  clock.now += 61 * 60_000;
  assertEquals(await register("c"), "registered");
});

Deno.test("no password is in the log or, as it is, in the database", async () => {
  const { accounts, logged, db } = open('[log]\nlevel = "debug"');
  await accounts.register(BOB);
  await login(accounts, "bob", "wrong secret");
  const stored = JSON.stringify(db.prepare("SELECT * FROM accounts").all());
  for (const text of [stored, logged.join("\n")]) {
    assertEquals(/correct horse|wrong secret/.test(text), false);
  }
});
