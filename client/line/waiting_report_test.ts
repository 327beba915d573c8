import { assertEquals } from "@std/assert";

import { FakeClock } from "../testing/fake_clock.ts";
import { WaitingReport } from "./waiting_report.ts";

Deno.test("A script hears how many lines wait, and how long at the pace after the burst", () => {
  const clock = new FakeClock();
  const told: string[] = [];
  const state = { waiting: 0, isOnline: true };
  const report = new WaitingReport({
    clock,
    waiting: () => state.waiting,
    isOnline: () => state.isOnline,
    tell: (text) => told.push(text),
  });
  for (let count = 0; count < 100; count++) report.read();
  state.waiting = 93;
  clock.pass(2_000);
  state.waiting = 90;
  clock.pass(3_000);
  assertEquals(told.splice(0), [
    "90 lines and the rest of the input wait: about 90 s for these lines",
  ]);
  report.inputEnded();
  state.waiting = 60;
  clock.pass(29_999);
  assertEquals(told, []);
  clock.pass(1);
  assertEquals(told.splice(0), [
    "60 lines wait, as the server takes no more at once: about 60 s",
  ]);
  state.isOnline = false;
  state.waiting = 50;
  clock.pass(30_000);
  state.isOnline = true;
  state.waiting = 0;
  clock.pass(30_000);
  report.stop();
  state.waiting = 10;
  clock.pass(60_000);
  assertEquals(told, []);
});
