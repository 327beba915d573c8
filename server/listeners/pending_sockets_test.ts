import { assertEquals } from "@std/assert";
import { PendingSockets } from "./pending_sockets.ts";

const ADDRESS = "192.0.2.1";

Deno.test("Pending sockets and sessions of an address share its limit, with a margin for refusals", () => {
  const pending = new PendingSockets({ sessionsFrom: () => 100, perAddress: () => 128 });
  const sockets = Array.from({ length: 60 }, () => pending.add(ADDRESS));
  assertEquals(pending.isFull(ADDRESS), true);
  sockets[0]?.release();
  assertEquals([pending.isFull(ADDRESS), pending.countFrom(ADDRESS)], [false, 59]);
  assertEquals(
    new PendingSockets({ sessionsFrom: () => 9999, perAddress: () => 0 }).isFull(""),
    false,
  );
});

Deno.test("A socket that is released twice is counted once", () => {
  const pending = new PendingSockets({ sessionsFrom: () => 0, perAddress: () => 1 });
  const [first] = [pending.add(ADDRESS), pending.add(ADDRESS, 3)];
  first.release();
  first.release();
  assertEquals(pending.countFrom(ADDRESS), 3);
});

Deno.test("A handshake too many ends the oldest one that is still under way", () => {
  const pending = new PendingSockets({ sessionsFrom: () => 0, perAddress: () => 0 });
  const ended: number[] = [];
  const sockets = Array.from(
    { length: 1024 },
    (_, index) =>
      pending.addHandshake(`10.0.${index >> 8}.${index & 255}`, { end: () => ended.push(index) }),
  );
  sockets[0]?.release();
  pending.addHandshake(ADDRESS, { end: () => ended.push(-1) });
  assertEquals(ended, []);
  pending.addHandshake(ADDRESS, { end: () => ended.push(-2) });
  assertEquals(ended, [1]);
});
