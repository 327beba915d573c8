import { assert, assertEquals } from "@std/assert";
import { createLog } from "../../operator/log.ts";
import { openStore } from "../../store/mod.ts";
import { StoredAddresses } from "./known_addresses.ts";

const DAY_MS = 24 * 60 * 60_000;

function open() {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const bytes = new Uint8Array(1);
  for (const key of ["bob", "eve"]) {
    db.prepare(
      "INSERT INTO accounts VALUES (?1, ?1, 0, NULL, NULL, 0, '', ?2, 1, ?2, ?2)",
    ).run(key, bytes);
  }
  const clock = { now: 1_700_000_000_000 };
  const log = createLog({ level: "error", format: "text", write: () => {} });
  const addresses = new StoredAddresses({ db, log, now: () => clock.now });
  const count = () => Number(db.prepare("SELECT count(*) AS n FROM known_addresses").get()!["n"]);
  return { addresses, clock, count, db };
}

Deno.test("An address that logged in to an account is known for that account alone", () => {
  const { addresses } = open();
  addresses.add("bob", "192.0.2.1");
  assert(addresses.has("bob", "192.0.2.1"));
  assert(!addresses.has("bob", "192.0.2.2"));
  assert(!addresses.has("eve", "192.0.2.1"));
});

Deno.test("An address is forgotten after 90 days without a login, and with a new password", () => {
  const { addresses, clock, count } = open();
  addresses.add("bob", "192.0.2.1");
  clock.now += 60 * DAY_MS;
  addresses.add("bob", "192.0.2.2");
  clock.now += 60 * DAY_MS;
  assert(!addresses.has("bob", "192.0.2.1"));
  assert(addresses.has("bob", "192.0.2.2"));
  addresses.add("bob", "192.0.2.2");
  assertEquals(count(), 1);
  addresses.forget("bob");
  assert(!addresses.has("bob", "192.0.2.2"));
});

Deno.test("The addresses of an account are bounded, and the newest is always kept", () => {
  const { addresses, count } = open();
  for (let i = 0; i < 200; i++) {
    addresses.add("bob", `192.0.2.${i}`);
    assert(addresses.has("bob", `192.0.2.${i}`));
  }
  assertEquals(count(), 20);
});

Deno.test("No address can be read from the database", () => {
  const { addresses, db } = open();
  addresses.add("bob", "192.0.2.77");
  const rows = db.prepare("SELECT * FROM known_addresses").all();
  assert(!JSON.stringify(rows).includes("192"));
  assert(Number(rows[0]?.["address"]) < 2 ** 16);
});

Deno.test("An account that does not exist has no addresses", () => {
  const { addresses, count } = open();
  addresses.add("nobody", "192.0.2.1");
  assertEquals(count(), 0);
});
