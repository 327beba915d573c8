import { assertEquals } from "@std/assert";
import { TestHistory } from "../testing.ts";

Deno.test("A search finds messages that are indexed and messages that are not yet", () => {
  const history = new TestHistory();
  history.say("an old needle");
  history.recorder.commit();
  history.index();
  history.say("a new needle");
  history.say("hay");
  history.recorder.commit();
  assertEquals(history.search("needle"), ["an old needle", "a new needle"]);
});

Deno.test("A search finds messages with the whole word, not those with its parts", () => {
  const history = new TestHistory();
  for (const text of ["banana split", "nana bana", "BANANA", "baanana"]) history.say(text);
  history.recorder.commit();
  history.index();
  assertEquals(history.search("banana"), ["banana split", "BANANA"]);
  assertEquals(history.search("na".repeat(100)), []);
});
