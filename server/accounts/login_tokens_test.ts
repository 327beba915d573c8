import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { LoginTokens, TOKEN_PREFIX } from "./login_tokens.ts";
import type { ServerOptions } from "../options/mod.ts";
import { TestAccounts } from "./testing.ts";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2026, 0, 1, 10, 20);

/** Tokens of the accounts bob and eve, on a clock that the test moves. */
function open({ loginTokens = 3, loginTokenDays = 90 } = {}) {
  const test = new TestAccounts(
    { limits: { loginTokens }, accounts: { loginTokenDays } } as unknown as ServerOptions,
  );
  test.now = START;
  test.add("bob", "eve");
  const tokens = new LoginTokens(test.parts);
  const create = async (account: string, label: string) => {
    const made = await tokens.create(account, label);
    assert(made !== undefined);
    return made;
  };
  /** Notes that a token is in use. */
  const use = (token: string) => {
    const found = tokens.find(token);
    assert(found !== undefined);
    tokens.use(found);
  };
  const remove = (account: string, id?: string) =>
    test.append({ type: "token-removed", account, id });
  return { test, tokens, create, use, remove };
}

Deno.test("A token is 256 random bits after a prefix, and finds its account and id", async () => {
  const { tokens, create } = open();
  const first = await create("Bob", "phone");
  const second = await create("bob", "phone");
  assertMatch(first.token, /^chat_login_[A-Za-z0-9_-]{43}$/);
  assertNotEquals(first.token, second.token);
  const { account, id } = tokens.find(first.token) ?? {};
  assertEquals([account, id], ["bob", first.id]);
  for (const wrong of ["", TOKEN_PREFIX, `${first.token}x`, first.token.toUpperCase(), first.id]) {
    assertEquals(tokens.find(wrong), undefined, wrong);
  }
});

Deno.test("The database has neither the token nor its random bytes", async () => {
  const { test, create } = open();
  const { token } = await create("bob", "phone");
  const secret = token.slice(TOKEN_PREFIX.length);
  const bytes = atob(secret.replaceAll("-", "+").replaceAll("_", "/"));
  const [row] = test.rows("login_tokens");
  assert(row !== undefined);
  for (const value of Object.values(row)) {
    const text = value instanceof Uint8Array ? String.fromCharCode(...value) : String(value);
    assert(!text.includes(secret) && !text.includes(bytes));
  }
});

Deno.test("A further token than an account may have replaces the one not used for longest", async () => {
  const { test, tokens, create, use } = open({ loginTokens: 2 });
  const one = await create("bob", "one");
  await create("eve", "hers");
  test.now += HOUR_MS;
  await create("bob", "two");
  test.now += HOUR_MS;
  use(one.token);
  await create("bob", "three");
  assertEquals(tokens.list("bob").map(({ label }) => label), ["one", "three"]);
  assertEquals(tokens.list("eve").length, 1);
});

Deno.test("A token expires when it is not used for the days of the settings", async () => {
  const { test, tokens, create, use } = open({ loginTokenDays: 90 });
  const { token, id } = await create("bob", "");
  test.now += 89 * DAY_MS;
  use(token);
  test.now += 89 * DAY_MS;
  assertEquals(tokens.find(token)?.id, id);
  assertEquals(tokens.list("bob").length, 1);
  test.now += DAY_MS + HOUR_MS;
  assertEquals(tokens.find(token), undefined);
  assertEquals(tokens.list("bob"), []);
  tokens.maintain([]);
  assertEquals(test.rows("login_tokens"), []);
});

Deno.test("With 0 days a token never expires", async () => {
  const { test, tokens, create } = open({ loginTokenDays: 0 });
  const { token, id } = await create("bob", "");
  test.now += 10_000 * DAY_MS;
  tokens.maintain([]);
  assertEquals(tokens.find(token)?.id, id);
});

Deno.test("The last use is kept to the hour only", async () => {
  const { test, tokens, create, use } = open();
  const { id, token } = await create("bob", "");
  assertEquals(tokens.list("bob")[0]?.usedAt, Date.UTC(2026, 0, 1, 10));
  test.now += HOUR_MS;
  use(token);
  assertEquals(tokens.list("bob")[0], {
    id,
    label: "",
    createdAt: START,
    usedAt: Date.UTC(2026, 0, 1, 11),
  });
});

Deno.test("A label loses what is invisible, ends a line or is too long", async () => {
  const { test, tokens, create } = open();
  await create("bob", "  my\r\n\u202ephone \u0000\u200b ");
  test.now++;
  await create("bob", "é".repeat(200));
  const [phone, long] = tokens.list("bob").map(({ label }) => label);
  assertEquals(phone, "my phone");
  assertEquals(long, "é".repeat(50));
});

Deno.test("Tokens are removed one by one, all, and with their account", async () => {
  const { test, tokens, create, remove } = open();
  const [one, two] = [await create("bob", "1"), await create("bob", "2")];
  const hers = await create("eve", "3");
  remove("eve", one.id);
  assertEquals(tokens.list("bob").length, 2);
  remove("BOB", one.id);
  assertEquals(tokens.find(one.token), undefined);
  assertEquals(tokens.find(two.token)?.id, two.id);
  remove("bob");
  assertEquals(tokens.list("bob"), []);
  test.append({ type: "account-gone", account: "EVE" });
  assertEquals(tokens.find(hers.token), undefined);
});

Deno.test("A use of a token is an event only once in an hour", async () => {
  const { test, create, use } = open();
  const { token } = await create("bob", "");
  use(token);
  test.now += HOUR_MS;
  use(token);
  use(token);
  assertEquals(test.events.filter(({ type }) => type === "token-used").length, 1);
});

Deno.test("A token of an account that is gone does not belong to the next account of that name", async () => {
  const { test, tokens, create } = open();
  const { token } = await create("bob", "");
  test.append({ type: "account-gone", account: "bob" });
  test.add("bob");
  const next = await create("bob", "");
  assertEquals(tokens.find(token), undefined);
  assertEquals(tokens.find(next.token)?.id, next.id);
});

Deno.test("A token that cannot be stored is not made", async () => {
  const { test, tokens } = open();
  test.isFull = true;
  assertEquals(await tokens.create("bob", ""), undefined);
  test.isFull = false;
  assertEquals(tokens.list("bob"), []);
});
