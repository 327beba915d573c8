import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { openStore } from "../store/mod.ts";
import { LoginTokens, TOKEN_PREFIX } from "./login_tokens.ts";
import type { ServerOptions } from "../options/mod.ts";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2026, 0, 1, 10, 20);

/** Tokens of the accounts bob and eve, on a clock that the test moves. */
function open({ loginTokens = 3, loginTokenDays = 90 } = {}) {
  const { db } = openStore({ data: ":memory:", fsync: false });
  for (const name of ["bob", "eve"]) {
    db.prepare(
      "INSERT INTO accounts (key, name, created_at, code_expires, password_hash, scram_salt, " +
        "scram_iterations, scram_stored_key, scram_server_key) " +
        "VALUES (?1, ?1, 0, 0, '', x'', 1, x'', x'')",
    ).run(name);
  }
  const clock = { now: START };
  const options = () =>
    ({ limits: { loginTokens }, accounts: { loginTokenDays } }) as unknown as ServerOptions;
  return { tokens: new LoginTokens({ db, options, now: () => clock.now }), clock, db };
}

Deno.test("A token is 256 random bits after a prefix, and finds its account and id", () => {
  const { tokens } = open();
  const first = tokens.create("Bob", "phone");
  const second = tokens.create("bob", "phone");
  assertMatch(first.token, /^chat_login_[A-Za-z0-9_-]{43}$/);
  assertNotEquals(first.token, second.token);
  assertEquals(tokens.find(first.token), { account: "bob", id: first.id });
  for (const wrong of ["", TOKEN_PREFIX, `${first.token}x`, first.token.toUpperCase(), first.id]) {
    assertEquals(tokens.find(wrong), undefined, wrong);
  }
});

Deno.test("The database has neither the token nor its random bytes", () => {
  const { tokens, db } = open();
  const { token } = tokens.create("bob", "phone");
  const secret = token.slice(TOKEN_PREFIX.length);
  const bytes = atob(secret.replaceAll("-", "+").replaceAll("_", "/"));
  const row = db.prepare("SELECT * FROM login_tokens").get() ?? {};
  for (const value of Object.values(row)) {
    const text = value instanceof Uint8Array ? String.fromCharCode(...value) : String(value);
    assert(!text.includes(secret) && !text.includes(bytes));
  }
});

Deno.test("A further token than an account may have replaces the one not used for longest", () => {
  const { tokens, clock } = open({ loginTokens: 2 });
  const one = tokens.create("bob", "one");
  tokens.create("eve", "hers");
  clock.now += HOUR_MS;
  tokens.create("bob", "two");
  clock.now += HOUR_MS;
  tokens.use("bob", one.id);
  tokens.create("bob", "three");
  assertEquals(tokens.list("bob").map(({ label }) => label), ["one", "three"]);
  assertEquals(tokens.list("eve").length, 1);
});

Deno.test("A token expires when it is not used for the days of the settings", () => {
  const { tokens, clock, db } = open({ loginTokenDays: 90 });
  const { token, id } = tokens.create("bob", "");
  clock.now += 89 * DAY_MS;
  tokens.use("bob", id);
  clock.now += 89 * DAY_MS;
  assertEquals(tokens.find(token)?.id, id);
  assertEquals(tokens.list("bob").length, 1);
  clock.now += DAY_MS;
  assertEquals(tokens.find(token), undefined);
  assertEquals(tokens.list("bob"), []);
  tokens.maintain([]);
  assertEquals(db.prepare("SELECT count(*) AS n FROM login_tokens").get(), { n: 0 } as never);
});

Deno.test("With 0 days a token never expires", () => {
  const { tokens, clock } = open({ loginTokenDays: 0 });
  const { token, id } = tokens.create("bob", "");
  clock.now += 10_000 * DAY_MS;
  tokens.maintain([]);
  assertEquals(tokens.find(token)?.id, id);
});

Deno.test("The last use is kept to the hour only", () => {
  const { tokens, clock } = open();
  const { id } = tokens.create("bob", "");
  assertEquals(tokens.list("bob")[0]?.usedAt, Date.UTC(2026, 0, 1, 10));
  clock.now += HOUR_MS;
  tokens.use("BOB", id);
  assertEquals(tokens.list("bob")[0], {
    id,
    label: "",
    createdAt: START,
    usedAt: Date.UTC(2026, 0, 1, 11),
  });
});

Deno.test("A label loses what is invisible, ends a line or is too long", () => {
  const { tokens, clock } = open();
  tokens.create("bob", "  my\r\n\u202ephone \u0000\u200b ");
  clock.now++;
  tokens.create("bob", "é".repeat(200));
  const [phone, long] = tokens.list("bob").map(({ label }) => label);
  assertEquals(phone, "my phone");
  assertEquals(long, "é".repeat(50));
});

Deno.test("Tokens are removed one by one, all, and with their account", () => {
  const { tokens, db } = open();
  const [one, two] = [tokens.create("bob", "1"), tokens.create("bob", "2")];
  const hers = tokens.create("eve", "3");
  assertEquals(tokens.remove("eve", one.id), 0);
  assertEquals(tokens.remove("BOB", one.id), 1);
  assertEquals(tokens.find(one.token), undefined);
  assertEquals(tokens.find(two.token)?.id, two.id);
  assertEquals(tokens.remove("bob"), 1);
  db.exec("DELETE FROM accounts WHERE key = 'eve'");
  assertEquals(tokens.find(hers.token), undefined);
});
