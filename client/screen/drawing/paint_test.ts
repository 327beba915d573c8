import { assertEquals } from "@std/assert";

import { PLAIN_PAINTER } from "../testing/screens.ts";
import { paint } from "./paint.ts";
import { THEMES } from "./themes.ts";

Deno.test("A row is cut and filled to its columns", () => {
  const stretch = { from: 0, columns: 5 };
  assertEquals(paint([{ text: "abc" }, { text: "defg" }], stretch, PLAIN_PAINTER), "abcde");
  assertEquals(paint([{ text: "abc" }], stretch, PLAIN_PAINTER), "abc  ");
  assertEquals(paint([{ text: "日本語" }], stretch, PLAIN_PAINTER), "日本 ");
});

Deno.test("The cursor is set behind a letter about whose width terminals disagree", () => {
  const stretch = { from: 10, columns: 6 };
  assertEquals(paint([{ text: "a❤️b" }], stretch, PLAIN_PAINTER), "a  \x1b[12G❤️\x1b[14Gb  ");
  assertEquals(paint([{ text: "日本" }], stretch, PLAIN_PAINTER), "日本  ");
});

Deno.test("No control character of a text gets to the terminal", () => {
  const row = [{ text: "a\x1b[2J\u202eb" }];
  assertEquals(paint(row, { from: 0, columns: 8 }, PLAIN_PAINTER), "a␛[2J \x1b[6G�\x1b[7Gb ");
});

Deno.test("An address is encoded, so that it cannot end the sequence that carries it", () => {
  const row = [{ text: "x", href: "https://x/\x1b\\\x07é" }];
  assertEquals(
    paint(row, { from: 0, columns: 1 }, PLAIN_PAINTER),
    "\x1b[4m\x1b]8;;https://x/%1B\\%07%C3%A9\x1b\\x\x1b]8;;\x1b\\\x1b[0m",
  );
});

Deno.test("Colours are those that the terminal has", () => {
  const theme = { ...THEMES[0]!, foreground: "#ff0000", background: undefined, roles: {} };
  const painted = (depth: "none" | "16" | "256" | "true") =>
    paint([{ text: "x" }], { from: 0, columns: 1 }, { theme, depth });
  assertEquals(painted("none"), "x");
  assertEquals(painted("16"), "\x1b[91mx\x1b[0m");
  assertEquals(painted("256"), "\x1b[38;5;196mx\x1b[0m");
  assertEquals(painted("true"), "\x1b[38;2;255;0;0mx\x1b[0m");
});
