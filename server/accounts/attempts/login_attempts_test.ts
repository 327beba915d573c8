import { assert, assertEquals } from "@std/assert";
import type { AttemptResult } from "./guess_limit.ts";
import { type LoginAttempt, LoginAttempts } from "./login_attempts.ts";

const MALLORY: LoginAttempt = { account: "bob", address: "192.0.2.1" };

/** Attempts on a clock that moves only while they sleep. */
function attemptsAt(limit: number) {
  const clock = { now: 1_000_000, slept: 0 };
  const known = new Set<string>();
  const attempts = new LoginAttempts({
    limit: () => limit,
    known: {
      has: (account, prefix) => known.has(`${account} ${prefix}`),
      add: (account, prefix) => void known.add(`${account} ${prefix}`),
    },
    now: () => clock.now,
    sleep: (milliseconds) => {
      clock.now += milliseconds;
      clock.slept += milliseconds;
      return Promise.resolve();
    },
  });
  return { attempts, clock };
}

const wrong = () => Promise.resolve(undefined);
const right = () => Promise.resolve("bob");

function wait(result: AttemptResult<string>): number {
  return "retryAfterMs" in result ? result.retryAfterMs : 0;
}

Deno.test("Wrong passwords up to the limit wait for nothing, and each further one twice as long", async () => {
  const { attempts, clock } = attemptsAt(3);
  const waits: number[] = [];
  for (let i = 0; i < 5; i++) {
    const before = clock.slept;
    await attempts.run(MALLORY, wrong);
    waits.push(clock.slept - before);
  }
  assertEquals(waits, [0, 0, 0, 1000, 2000]);
  for (const seconds of [4, 8, 16]) {
    assertEquals(wait(await attempts.run(MALLORY, wrong)), seconds * 1000);
    clock.now += seconds * 1000;
    await attempts.run(MALLORY, wrong);
  }
});

Deno.test("Guesses from one address at many accounts are limited", async () => {
  const { attempts, clock } = attemptsAt(2);
  for (let i = 0; i < 3; i++) {
    await attempts.run({ account: `bob${i}`, address: `2001:db8:1:2::${i}` }, wrong);
  }
  assertEquals(clock.slept, 1000);
});

Deno.test("Guesses at an account from elsewhere do not delay its owner at any address", async () => {
  const { attempts, clock } = attemptsAt(2);
  for (let i = 0; i < 40; i++) {
    await attempts.run({ account: "bob", address: `192.0.2.${i}` }, wrong);
  }
  assertEquals(await attempts.run({ account: "bob", address: "203.0.113.1" }, right), {
    found: "bob",
  });
  assertEquals(clock.slept, 0);
});

Deno.test("Guesses from an address do not lock out the account that has logged in from it", async () => {
  const { attempts, clock } = attemptsAt(2);
  await attempts.run(MALLORY, right);
  const guesses = { account: "another", address: MALLORY.address };
  for (let i = 0; i < 6; i++) await attempts.run(guesses, wrong);
  const before = clock.slept;
  assertEquals(await attempts.run(MALLORY, right), { found: "bob" });
  assertEquals(clock.slept, before);
  for (let i = 0; i < 4; i++) await attempts.run(MALLORY, wrong);
  assert(wait(await attempts.run(MALLORY, right)) > 0 || clock.slept > before);
});

Deno.test("Guesses at the same time are checked one after another once the limit is near", async () => {
  const { attempts } = attemptsAt(3);
  let running = 0;
  let maxRunning = 0;
  let checked = 0;
  const slowly = async () => {
    maxRunning = Math.max(maxRunning, ++running);
    checked++;
    await Promise.resolve();
    running--;
    return undefined;
  };
  const results = await Promise.all(
    Array.from({ length: 50 }, () => attempts.run<string>(MALLORY, slowly)),
  );
  assertEquals(maxRunning, 3);
  assert(checked < 10, `${checked} were checked`);
  assert(results.some((result) => wait(result) > 0));
});

Deno.test("Right passwords do not keep wrong ones from being forgotten", async () => {
  const { attempts, clock } = attemptsAt(1);
  for (let i = 0; i < 6; i++) await attempts.run(MALLORY, wrong);
  for (let half = 0; half < 3; half++) {
    clock.now += 31 * 60_000;
    await attempts.run({ ...MALLORY, account: "another" }, () => Promise.resolve("another"));
  }
  const before = clock.slept;
  await attempts.run(MALLORY, wrong);
  assertEquals(clock.slept - before, 0);
});

Deno.test("Wrong passwords are forgotten after an hour", async () => {
  const { attempts, clock } = attemptsAt(1);
  for (let i = 0; i < 6; i++) await attempts.run(MALLORY, wrong);
  clock.now += 61 * 60_000;
  const before = clock.slept;
  await attempts.run(MALLORY, wrong);
  assertEquals(clock.slept - before, 0);
});
