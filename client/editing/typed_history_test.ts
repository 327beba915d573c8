import { assertEquals } from "@std/assert";

import { TypedHistory } from "./typed_history.ts";

/** The texts that the arrow up brings back, the first one first. */
function broughtBack(history: TypedHistory): string[] {
  const texts: string[] = [];
  for (let text = history.step(-1, ""); text !== undefined; text = history.step(-1, text)) {
    texts.push(text);
  }
  return texts;
}

Deno.test("Lines that were refused bring back the text that they are part of", () => {
  const history = new TypedHistory();
  history.add("one\ntwo\nthree");
  history.add("other");
  history.addRefused("two\nthree");
  assertEquals(broughtBack(history), ["one\ntwo\nthree", "other"]);
});

Deno.test("A refused text that was not typed in one piece is added", () => {
  const history = new TypedHistory();
  history.add("/msg eve hello");
  history.addRefused("hello");
  assertEquals(broughtBack(history), ["hello", "/msg eve hello"]);
});

Deno.test("A refusal leaves the person at the text that they have brought back", () => {
  const history = new TypedHistory();
  for (const text of ["one", "two", "three"]) history.add(text);
  assertEquals(history.step(-1, "draft"), "three");
  assertEquals(history.step(-1, "three"), "two");
  history.addRefused("one");
  assertEquals(history.step(1, "two"), "three");
  assertEquals(history.step(1, "three"), "one");
  assertEquals(history.step(1, "one"), "draft");
});

Deno.test("A password is not kept, also if it was refused", () => {
  const history = new TypedHistory();
  history.add("/login s3cret");
  history.addRefused("/register s3cret");
  assertEquals(broughtBack(history), []);
});
