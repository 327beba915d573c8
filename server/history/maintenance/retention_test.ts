import { assert, assertEquals } from "@std/assert";
import { NOW, TestHistory } from "../testing.ts";

const DAY_MS = 86_400_000;

Deno.test("Rows that are too old or too many are erased a few at a time", () => {
  const history = new TestHistory();
  history.say("last year", { at: NOW - 400 * DAY_MS });
  for (const text of ["one", "two", "three", "four"]) history.say(text);
  history.recorder.commit();
  history.index();
  let steps = 1;
  const limits = { days: 365, perChannel: 2 };
  while (history.retention.step(limits, { limit: 1, now: NOW })) steps++;
  assertEquals(history.texts, ["three", "four"]);
  assertEquals(history.search("two"), []);
  assert(steps > 2);
});
