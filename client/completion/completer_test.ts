import { assert, assertEquals } from "@std/assert";

import { Composer } from "../editing/composer.ts";
import { Completer } from "./completer.ts";
import type { Completions } from "./mod.ts";

function candidates(...texts: string[]): Completions["candidates"] {
  return texts.map((text) => ({ text, label: text.trim(), note: "" }));
}

function completions(before: string): Completions {
  const none = { replaces: 0, candidates: [], automatic: false, command: undefined };
  if (before === "/j") {
    return { ...none, replaces: 2, automatic: true, candidates: candidates("/join ", "/joke ") };
  }
  if (before === "al") return { ...none, replaces: 2, candidates: candidates("alice: ", "al: ") };
  if (before === "z") return { ...none, replaces: 1, candidates: candidates("zoe: ") };
  return none;
}

function type(text: string) {
  const composer = new Composer();
  const completer = new Completer({
    find: completions,
    emoji: (name) => name === "tada" ? "🎉" : undefined,
  });
  for (const letter of text) {
    composer.insert(letter);
    completer.typed(composer);
  }
  return { composer, completer };
}

Deno.test("Tab puts in one candidate after the other, and Shift+Tab goes back", () => {
  const { composer, completer } = type("al");
  assertEquals(completer.list, undefined);
  const seen = ([1, 1, 1, -1] as const).map((step) => {
    assert(completer.step(composer, step));
    return composer.text;
  });
  assertEquals(seen, ["alice: ", "al: ", "alice: ", "al: "]);
  assertEquals(completer.list?.selected, 1);
});

Deno.test("The only candidate is put in without a list", () => {
  const { composer, completer } = type("z");
  assert(completer.step(composer, 1));
  assertEquals(composer.text, "zoe: ");
  assertEquals(completer.list, undefined);
});

Deno.test("A list comes by itself for commands, and goes when nothing fits", () => {
  const { composer, completer } = type("/j");
  assertEquals(completer.list?.candidates.map(({ label }) => label), ["/join", "/joke"]);
  composer.insert("x");
  completer.typed(composer);
  assertEquals(completer.list, undefined);
  assert(!completer.step(composer, 1));
});

Deno.test("Escape closes the list and puts back what was typed", () => {
  const { composer, completer } = type("/j");
  completer.step(composer, -1);
  assertEquals(composer.text, "/joke ");
  assert(completer.cancel(composer));
  assertEquals(composer.text, "/j");
  assert(!completer.cancel(composer));
});

Deno.test("The second colon of an emoji's name makes the emoji, but not of other words", () => {
  assertEquals(type("so :tada:").composer.text, "so 🎉");
  assertEquals(type("at 12:tada:").composer.text, "at 12:tada:");
  assertEquals(type(":nothing:").composer.text, ":nothing:");
});

Deno.test("A candidate that is chosen takes the place of what was typed, or of another one", () => {
  const { composer, completer } = type("al");
  completer.step(composer, 1);
  completer.choose(composer, 1);
  assertEquals(composer.text, "al: ");
  assertEquals(completer.list, undefined);
  const second = type("/j");
  second.completer.choose(second.composer, 0);
  assertEquals(second.composer.text, "/join ");
});

Deno.test("Tab on an emoji that is not loaded yet completes it when it is", () => {
  let isLoaded = false;
  const composer = new Composer();
  const none = { replaces: 0, candidates: [], automatic: false, command: undefined };
  const completer = new Completer({
    find: (before) =>
      isLoaded && before === ":tad"
        ? { ...none, replaces: 4, candidates: candidates("🎉 ") }
        : { ...none, isLoading: !isLoaded },
    emoji: () => undefined,
  });
  const load = () => {
    isLoaded = true;
    completer.loaded(composer);
  };
  composer.insert(":tad");
  assert(completer.step(composer, 1));
  load();
  assertEquals(composer.text, "🎉 ");
  isLoaded = false;
  composer.set(":ta");
  completer.step(composer, 1);
  composer.insert("d");
  completer.typed(composer);
  load();
  assertEquals(composer.text, ":tad");
});
