import { assert, assertEquals } from "@std/assert";
import { defaultLimits, type Limits } from "../options/limits.ts";
import type { Effects } from "../network/outcome.ts";
import { COST, costOf } from "./costs.ts";
import { SessionBudget } from "./session_budget.ts";
import { SharedBudgets } from "./shared_budgets.ts";

/** Budgets of sessions with some limits; time passes when a test sets it. */
function budgets(changed: Partial<Limits> = {}) {
  const limits = { ...defaultLimits(), ...changed };
  const clock = { now: 0 };
  const shared = new SharedBudgets({ limits: () => limits, now: () => clock.now });
  const session = (prefix = "192.0.2.1") =>
    new SessionBudget({ limits, shared, prefix, now: clock.now });
  return { shared, session, clock };
}

Deno.test("A session that has caused more work than its budget waits before its next line", () => {
  const { session } = budgets({ workPerSecond: 100, workBurst: 50 });
  const one = session();
  assertEquals(one.takeLine(0), 0);
  one.spend(148);
  assertEquals([one.takeLine(0), one.wait(0), one.wait(600)], [1000, 1000, 400]);
});

Deno.test("The work of an address survives its sessions, until it is paid", () => {
  const { shared, session, clock } = budgets({ sharedWorkPerSecond: 100, sharedWorkBurst: 1000 });
  const first = session();
  first.spend(2000);
  first.settle(0);
  shared.sweep();
  const second = session();
  second.spend(1000);
  assert(second.takeLine(0) > 9_000);
  assertEquals(session("192.0.2.2").takeLine(0), 0);
  clock.now = 100_000;
  shared.sweep();
  assertEquals(session().takeLine(clock.now), 0);
});

Deno.test("Sessions of one address share a budget, however long ago it was full", () => {
  const { shared, session } = budgets({ sharedWorkPerSecond: 100, sharedWorkBurst: 1000 });
  const first = session();
  shared.sweep();
  const second = session();
  first.spend(2000);
  first.settle(0);
  second.spend(1000);
  assert(second.takeLine(0) > 9_000);
  first.end(0);
  second.end(0);
  shared.sweep();
  const third = session();
  third.spend(1000);
  assert(third.takeLine(0) > 9_000, "The debt was forgotten");
});

Deno.test("A session that causes little goes on while its address is in debt", () => {
  const { session } = budgets({ sharedWorkPerSecond: 100, sharedWorkBurst: 1000 });
  const attacker = session();
  const neighbour = session();
  attacker.spend(100_000);
  attacker.settle(0);
  for (let line = 0; line < 50; line++) {
    neighbour.spend(15);
    assertEquals(neighbour.takeLine(line * 1_000), 0);
  }
});

Deno.test("A client that enters 50 rooms of 100 people and asks WHO for each never waits", () => {
  const { session } = budgets();
  const one = session();
  const members = 100;
  const entering = costOf(
    { type: "join", user: "", channel: "" },
    {
      channel: { members: { size: members } },
    } as unknown as Effects["join"],
  );
  const names = members * COST.look + 6 * COST.answer;
  one.spend(50 * (entering + names));
  assertEquals(one.takeLine(0), 0);
  for (let room = 0; room < 40; room++) {
    one.spend(members * (COST.look + COST.answer));
    assertEquals(one.takeLine(room * 50), 0);
  }
});

Deno.test("All sessions of an account share its budget, wherever they come from", () => {
  const { session } = budgets({ sharedWorkPerSecond: 100, sharedWorkBurst: 1000 });
  const [one, other] = [session("192.0.2.1"), session("192.0.2.2")];
  for (const each of [one, other]) each.account = "alice";
  one.spend(2000);
  one.settle(0);
  assert(other.takeLine(0) > 0);
  other.account = undefined;
  assertEquals(other.takeLine(0), 0);
});

Deno.test("Limits of 0 never make a session wait", () => {
  const { session } = budgets({ workPerSecond: 0, sharedWorkPerSecond: 0, roomsPerMinute: 0 });
  const one = session();
  one.spend(1e9);
  assertEquals([one.takeLine(0), one.openRoom(0)], [0, 0]);
});

Deno.test("An address may connect as often a minute as its limit, and a quarter of that at once", () => {
  const { shared, clock } = budgets({ connectionsPerMinute: 60 });
  const accepted = () =>
    Array.from({ length: 100 }, () => shared.mayConnect("192.0.2.1")).filter(Boolean).length;
  assertEquals(accepted(), 15);
  assertEquals(shared.mayConnect("192.0.2.2"), true);
  clock.now = 10_000;
  assertEquals(accepted(), 10);
});
