/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import { keyName } from "./key_name.ts";

const NO_MODIFIER = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

Deno.test("keys are named as the table of keys names them, on a Mac as well", () => {
  const name = (key: string, code: string, more: Partial<typeof NO_MODIFIER> = {}) =>
    keyName({ key, code, ...NO_MODIFIER, ...more });
  assertEquals(name("k", "KeyK", { ctrlKey: true }), "ctrl+k");
  assertEquals(name("k", "KeyK", { metaKey: true }), "ctrl+k");
  assertEquals(name("ArrowUp", "ArrowUp", { altKey: true }), "alt+up");
  assertEquals(name("ArrowUp", "ArrowUp", { altKey: true, shiftKey: true }), "alt+shift+up");
  assertEquals(name("å", "KeyA", { altKey: true }), "alt+a");
  assertEquals(name("¡", "Digit1", { altKey: true }), "alt+1");
  assertEquals(name("!", "Digit1", { altKey: true, shiftKey: true }), "alt+shift+1");
  assertEquals(name("?", "Slash", { shiftKey: true }), "?");
  assertEquals(name("F", "KeyF", { ctrlKey: true, shiftKey: true }), "ctrl+shift+f");
  assertEquals(name("F6", "F6", { shiftKey: true }), "shift+f6");
});
