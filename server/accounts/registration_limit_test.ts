import { assertEquals } from "@std/assert";
import { RegistrationLimit } from "./registration_limit.ts";

const HOUR_MS = 60 * 60_000;

function limitOf(limit: number, maxAddresses?: number) {
  const clock = { now: 1_700_000_000_000 };
  const now = () => clock.now;
  const options = { limit: () => limit, now };
  const limited = new RegistrationLimit(
    maxAddresses === undefined ? options : { ...options, maxAddresses },
  );
  return { clock, count: (address: string) => limited.count(address) };
}

Deno.test("An address registers as many accounts in an hour as the limit", () => {
  const { clock, count } = limitOf(2);
  assertEquals([1, 2, 3].map(() => count("192.0.2.1")), [true, true, false]);
  assertEquals(count("192.0.2.2"), true);
  clock.now += HOUR_MS - 1;
  assertEquals(count("192.0.2.1"), false);
  clock.now += 1;
  assertEquals(count("192.0.2.1"), true);
});

Deno.test("A limit of 0 lets an address register any number of accounts", () => {
  const { count } = limitOf(0);
  assertEquals([1, 2, 3].map(() => count("192.0.2.1")), [true, true, true]);
});

Deno.test("The address that has registered nothing for the longest time is forgotten first", () => {
  const { count } = limitOf(2, 2);
  const [first, second, third] = ["192.0.2.1", "192.0.2.2", "192.0.2.3"] as const;
  for (const address of [first, second, first, third]) count(address);
  assertEquals([first, third].map(count), [false, true]);
  assertEquals([second, second].map(count), [true, true]);
});
