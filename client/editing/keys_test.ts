import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import { type Input, InputDecoder } from "./keys.ts";

const encoder = new TextEncoder();

/** The inputs of bytes that arrive at once, with nothing left undecided. */
function decode(text: string): Input[] {
  const decoder = new InputDecoder();
  return [...decoder.push(encoder.encode(text)), ...decoder.settle()];
}

/** The names of the keys in a text. */
function names(text: string): string[] {
  return decode(text).map((input) => input.type === "key" ? input.name : input.type);
}

Deno.test("Keys of several terminals have one name each", () => {
  assertEquals(names("\x1b[A\x1bOA"), ["up", "up"]);
  assertEquals(names("\x1b[H\x1b[1~\x1b[7~"), ["home", "home", "home"]);
  assertEquals(names("\x1bOP\x1b[11~"), ["f1", "f1"]);
  assertEquals(names("\x0b\x1f\x1a"), ["ctrl+k", "ctrl+_", "ctrl+z"]);
  assertEquals(names("\x1b[1;3A\x1b[1;5D"), ["alt+up", "ctrl+left"]);
  assertEquals(names("\x1ba\x1b1\x1b\r"), ["alt+a", "alt+1", "alt+enter"]);
});

Deno.test("Text arrives as it was typed, also in pieces of letters", () => {
  const decoder = new InputDecoder();
  const text = [...encoder.encode("你好 👩‍👩‍👧")]
    .flatMap((byte) => decoder.push(new Uint8Array([byte])))
    .map((input) => input.type === "text" ? input.text : "?").join("");
  assertEquals(text, "你好 👩‍👩‍👧");
});

Deno.test("An escape character is a key once nothing follows it", () => {
  const decoder = new InputDecoder();
  assertEquals(decoder.push(encoder.encode("\x1b")), []);
  assert(decoder.isUndecided);
  assertEquals(decoder.settle(), [{ type: "key", name: "escape" }]);
  assert(!decoder.isUndecided);
});

Deno.test("A paste is one input, whatever it contains and however it is cut", () => {
  const decoder = new InputDecoder();
  const parts = ["\x1b[20", "0~one\r", "two\x03\x1b[A\x1b[2", "01~x"];
  const inputs = parts.flatMap((part) => decoder.push(encoder.encode(part)));
  assertEquals(inputs.map(({ type }) => type), ["paste", "text"]);
  const [paste] = inputs;
  assert(paste?.type === "paste" && paste.text.startsWith("one\ntwo"));
});

Deno.test("Clicks, the wheel and the focus of the window are told", () => {
  assertEquals(decode("\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<64;1;1M"), [
    { type: "mouse", action: "press", column: 4, row: 2 },
    { type: "mouse", action: "release", column: 4, row: 2 },
    { type: "mouse", action: "wheel-up", column: 0, row: 0 },
  ]);
  assertEquals(decode("\x1b[I\x1b[O"), [
    { type: "focus", focused: true },
    { type: "focus", focused: false },
  ]);
});

Deno.test("Bytes give the same inputs however they are cut", () => {
  const piece = fc.constantFrom(
    "a",
    "世",
    "\x1b[A",
    "\x1b[1;5C",
    "\x0b",
    "\x1b[<64;2;2M",
    "\x1bOP",
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), (pieces, seed) => {
    const bytes = encoder.encode(pieces.join(""));
    const whole = new InputDecoder();
    const cut = new InputDecoder();
    const at = bytes.length === 0 ? 0 : seed % bytes.length;
    const flat = (inputs: Input[]) =>
      inputs.map((input) => input.type === "text" ? input.text : JSON.stringify(input)).join("");
    const once = [...whole.push(bytes), ...whole.settle()];
    const twice = [...cut.push(bytes.slice(0, at)), ...cut.push(bytes.slice(at)), ...cut.settle()];
    assertEquals(flat(twice), flat(once));
  }));
});

Deno.test("A Tab inside of a paste is text, also if the terminal does not mark the paste", () => {
  const pasted = "\tif (tea) {\n\t\tdrink(tea);\t";
  const decoded = decode(pasted);
  const texts = decoded.flatMap((input) => input.type === "text" ? input.text : []);
  assertEquals(texts.join(""), pasted.replace("\n", ""));
  // What is typed comes letter by letter, or a few at once.
  assertEquals(decode("al\tb"), [
    { type: "text", text: "al" },
    { type: "key", name: "tab" },
    { type: "text", text: "b" },
  ]);
});
