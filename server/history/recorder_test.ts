import { assertEquals } from "@std/assert";
import { TestHistory } from "./testing.ts";

Deno.test("A full database loses events and reports them, and stores again once there is room", () => {
  const history = new TestHistory();
  history.say("before");
  assertEquals(history.recorder.commit().length, 0);
  const pages = Number(history.db.prepare("PRAGMA page_count").get()?.["page_count"]);
  history.db.exec(`PRAGMA max_page_count = ${pages}`);
  history.say("x".repeat(100_000));
  history.say("with it");
  assertEquals(history.recorder.commit().length, 2);
  history.say("y".repeat(100_000));
  assertEquals(history.recorder.commit().length, 1);
  history.db.exec(`PRAGMA max_page_count = ${pages + 1000}`);
  history.say("after");
  assertEquals(history.recorder.commit().length, 0);
  assertEquals(history.texts, ["before", "after"]);
  assertEquals(history.logged.map((line) => line.includes("stored again")), [false, true]);
});

Deno.test("A tick stores each of its messages once, in their order, however many they are", () => {
  const history = new TestHistory();
  const texts = Array.from({ length: 43 }, (_, index) => `message ${index}`);
  for (const count of [1, 7, 8, 9, 16, 2]) {
    for (const text of texts.splice(0, count)) history.say(text);
    history.recorder.commit();
  }
  assertEquals(history.texts, Array.from({ length: 43 }, (_, index) => `message ${index}`));
});
