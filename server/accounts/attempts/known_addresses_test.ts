import { assert, assertEquals } from "@std/assert";
import { SOME_PASSWORD } from "../../network/testing.ts";
import { TestAccounts } from "../testing.ts";
import { StoredAddresses } from "./known_addresses.ts";

const DAY_MS = 24 * 60 * 60_000;

function open() {
  const test = new TestAccounts();
  test.add("bob", "eve");
  const count = () => test.rows("known_addresses").length;
  return { addresses: new StoredAddresses(test.parts), test, count };
}

Deno.test("An address that logged in to an account is known for that account alone", () => {
  const { addresses } = open();
  addresses.add("bob", "192.0.2.1");
  assert(addresses.has("bob", "192.0.2.1"));
  assert(!addresses.has("bob", "192.0.2.2"));
  assert(!addresses.has("eve", "192.0.2.1"));
});

Deno.test("An address is forgotten after 90 days without a login, and with a new password", () => {
  const { addresses, test, count } = open();
  addresses.add("bob", "192.0.2.1");
  test.now += 60 * DAY_MS;
  addresses.add("bob", "192.0.2.2");
  test.now += 60 * DAY_MS;
  assert(!addresses.has("bob", "192.0.2.1"));
  assert(addresses.has("bob", "192.0.2.2"));
  addresses.add("bob", "192.0.2.2");
  assertEquals(count(), 1);
  test.append({ type: "password", account: "bob", password: SOME_PASSWORD });
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
  const { addresses, test } = open();
  addresses.add("bob", "192.0.2.77");
  const rows = test.rows("known_addresses");
  assert(!JSON.stringify(rows).includes("192"));
  assert(Number(rows[0]?.["address"]) < 2 ** 16);
});

Deno.test("An account that does not exist has no addresses", () => {
  const { addresses, count } = open();
  addresses.add("nobody", "192.0.2.1");
  assertEquals(count(), 0);
});

Deno.test("A login from a known address is an event only once in a day", () => {
  const { addresses, test } = open();
  for (let i = 0; i < 3; i++) addresses.add("bob", "192.0.2.1");
  test.now += DAY_MS;
  addresses.add("bob", "192.0.2.1");
  assertEquals(test.events.filter(({ type }) => type === "address-known").length, 2);
});
