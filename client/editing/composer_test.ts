import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import { Composer } from "./composer.ts";

/** A composer with a text, whose cursor stands at `|`. */
function composing(text: string): Composer {
  const composer = new Composer();
  composer.insert(text.replace("|", ""));
  composer.moveTo(text.indexOf("|"));
  return composer;
}

function shown({ text, cursor }: Composer): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

/** What is shown after a function of a composer. */
function after(text: string, run: (composer: Composer) => void): string {
  const composer = composing(text);
  run(composer);
  return shown(composer);
}

Deno.test("The cursor moves by whole letters, also of several characters", () => {
  assertEquals(after("a👩‍👩‍👧|b", (composer) => composer.left()), "a|👩‍👩‍👧b");
  assertEquals(after("|é世", (composer) => composer.right()), "é|世");
  assertEquals(after("👍🏽|", (composer) => composer.deleteLeft()), "|");
  assertEquals(after("|👍🏽x", (composer) => composer.deleteRight()), "|x");
});

Deno.test("Words are moved over and cut", () => {
  assertEquals(after("one two|", (composer) => composer.wordLeft()), "one |two");
  assertEquals(after("|one two", (composer) => composer.wordRight()), "one| two");
  assertEquals(after("one two|", (composer) => composer.killWordLeft()), "one |");
  assertEquals(after("one| two three", (composer) => composer.killWordRight()), "one| three");
});

Deno.test("Cuts in a row are put back together", () => {
  const composer = composing("first\nsec|ond");
  composer.killToLineEnd();
  composer.killToLineStart();
  assertEquals(shown(composer), "first\n|");
  composer.yank();
  assertEquals(composer.text, "first\nsecond");
});

Deno.test("After a text was put back, it is replaced by the one that was cut before", () => {
  const composer = composing("first\nsec|ond");
  composer.killToLineEnd();
  composer.left();
  composer.killToLineStart();
  assertEquals(shown(composer), "first\n|c");
  composer.yank();
  assertEquals(composer.text, "first\nsec");
  composer.yankPop();
  assertEquals(composer.text, "first\nondc");
});

Deno.test("The cursor goes up and down in a draft of several lines, not beyond it", () => {
  const composer = composing("one\ntwo|");
  assert(composer.up());
  assertEquals(shown(composer), "one|\ntwo");
  assert(!composer.up());
  assert(composer.down());
  assert(!composer.down());
});

Deno.test("Everything that was typed can be undone and done again", () => {
  const composer = composing("one|");
  composer.killToLineStart();
  composer.insert("two");
  const text = composer.text;
  composer.undo();
  composer.undo();
  assertEquals(composer.text, "one");
  composer.redo();
  composer.redo();
  assertEquals(composer.text, text);
});

Deno.test("A text that is taken leaves the composer empty", () => {
  const composer = composing("hello|");
  assertEquals(composer.take(), "hello");
  assert(composer.isEmpty);
});

Deno.test("The cursor stays inside the text, between letters, whatever is pressed", () => {
  const presses: readonly ((composer: Composer) => void)[] = [
    (composer) => composer.left(),
    (composer) => composer.right(),
    (composer) => composer.wordLeft(),
    (composer) => composer.wordRight(),
    (composer) => composer.up(),
    (composer) => composer.down(),
    (composer) => composer.deleteLeft(),
    (composer) => composer.deleteRight(),
    (composer) => composer.killToLineStart(),
    (composer) => composer.yank(),
    (composer) => composer.yankPop(),
    (composer) => composer.transpose(),
    (composer) => composer.undo(),
    (composer) => composer.redo(),
    (composer) => composer.insert("👩‍👩‍👧 世\n"),
  ];
  fc.assert(fc.property(fc.array(fc.constantFrom(...presses), { maxLength: 40 }), (chosen) => {
    const composer = composing("ab|c 你好");
    for (const press of chosen) {
      press(composer);
      const { text, cursor } = composer;
      assert(cursor >= 0 && cursor <= text.length);
      const half = /[\ud800-\udbff]$/.test(text.slice(0, cursor));
      assert(!half, `${JSON.stringify(text)} at ${cursor}`);
    }
  }));
});

Deno.test("A text of another field is taken over without being remembered for undo", () => {
  const composer = composing("a|");
  composer.follow("ab", 1);
  assertEquals(shown(composer), "a|b");
  composer.undo();
  assertEquals(shown(composer), "|");
});
