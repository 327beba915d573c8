/**
 * What a terminal sends, as keys with one name each: `a` and `世` are text, `ctrl+k`, `alt+1`,
 * `alt+shift+up`, `pageup`, `f1` and `escape` are keys.
 *
 * XTerm Control Sequences; the modifiers of CSI sequences are one more than their bits.
 */

import { cancelsPaste, isUnmarkedPaste, PasteBuffer } from "./paste_buffer.ts";

/** One thing a person did at the keyboard or with the mouse. */
export type Input =
  | { readonly type: "text"; readonly text: string }
  | PasteInput
  | { readonly type: "key"; readonly name: string }
  | MouseInput
  /** The terminal's window is looked at, or no longer. */
  | { readonly type: "focus"; readonly focused: boolean };

/** A text that was pasted. */
export interface PasteInput {
  readonly type: "paste";
  readonly text: string;
  /** Characters at its end that were left out, as it was too long; none if not given. */
  readonly leftOut?: number;
}

/** A click or a turn of the wheel, at a cell counted from 0. */
export interface MouseInput {
  readonly type: "mouse";
  readonly action: "press" | "release" | "wheel-up" | "wheel-down";
  readonly column: number;
  readonly row: number;
}

/** An escape sequence longer than this is none. */
const MAX_SEQUENCE_CHARACTERS = 64;

const PASTE_START = "\x1b[200~";
const PASTE_END = "\x1b[201~";
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;

/** Keys that end a CSI or SS3 sequence with a letter. */
const LETTER_KEYS: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  E: "begin",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
};
/** Keys that are a number before `~`. */
const NUMBER_KEYS: Readonly<Record<string, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
  11: "f1",
  12: "f2",
  13: "f3",
  14: "f4",
  15: "f5",
  17: "f6",
  18: "f7",
  19: "f8",
  20: "f9",
  21: "f10",
  23: "f11",
  24: "f12",
};
/** Keys that are a single control character; the others are Ctrl and a letter. */
const CONTROL_KEYS: Readonly<Record<string, string>> = {
  "\x08": "backspace",
  "\x09": "tab",
  "\x0a": "enter",
  "\x0d": "enter",
  "\x7f": "backspace",
};

/** Makes inputs of what a terminal in raw mode sends, however it is cut into chunks. */
export class InputDecoder {
  readonly #decoder = new TextDecoder("utf-8");
  #rest = "";
  #paste: PasteBuffer | undefined;
  /** Whether what comes now was pasted, though the terminal does not say so. */
  #isPasting = false;

  /** Whether an escape character came that may be a key of its own or begin a sequence. */
  get isUndecided(): boolean {
    return this.#rest !== "" && this.#paste === undefined;
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): Input[] {
    const typed = this.#decoder.decode(chunk, { stream: true });
    if (this.#paste !== undefined && cancelsPaste(typed)) {
      this.#paste = undefined;
      this.#rest = "";
      return [];
    }
    this.#isPasting = isUnmarkedPaste(typed);
    return this.#decode(this.#rest + typed);
  }

  /** Nothing followed an escape character for a while: it was the key. */
  settle(): Input[] {
    if (!this.isUndecided) return [];
    const rest = this.#rest;
    this.#rest = "";
    return [{ type: "key", name: "escape" }, ...this.#decode(rest.slice(1))];
  }

  #decode(all: string): Input[] {
    let text = all;
    const inputs: Input[] = [];
    while (text !== "") {
      const taken = this.#paste === undefined
        ? this.#next(text, inputs)
        : this.#pasted(text, { paste: this.#paste, inputs });
      if (taken === 0) break;
      text = text.slice(taken);
    }
    this.#rest = text;
    return inputs;
  }

  /** Takes the first input of a text; returns its length, 0 when its end has not come yet. */
  #next(text: string, inputs: Input[]): number {
    if (text.startsWith(PASTE_START)) {
      this.#paste = new PasteBuffer();
      return PASTE_START.length;
    }
    if (text.startsWith("\x1b")) return takeSequence(text, inputs);
    const control = controlKey(text.charAt(0));
    if (control === "tab" && this.#isPasting) {
      inputs.push({ type: "text", text: "\t" });
      return 1;
    }
    if (control !== undefined) {
      inputs.push({ type: "key", name: control });
      // A terminal that is not in raw mode, or a script, may end lines with both.
      return text.startsWith("\r\n") ? 2 : 1;
    }
    // deno-lint-ignore no-control-regex
    const plain = /^[^\x00-\x1f\x7f-\x9f]+/.exec(text)?.[0];
    if (plain !== undefined) inputs.push({ type: "text", text: plain });
    return plain?.length ?? 1;
  }

  #pasted(
    text: string,
    { paste, inputs }: { readonly paste: PasteBuffer; readonly inputs: Input[] },
  ): number {
    const end = text.indexOf(PASTE_END);
    // The end's own beginning may stand at the end of this chunk.
    const taken = end === -1 ? Math.max(0, text.length - PASTE_END.length + 1) : end;
    paste.add(text.slice(0, taken));
    if (end === -1) return taken;
    this.#paste = undefined;
    inputs.push({ type: "paste", ...paste.end() });
    return end + PASTE_END.length;
  }
}

function controlKey(character: string): string | undefined {
  const known = CONTROL_KEYS[character];
  if (known !== undefined) return known;
  const code = character.charCodeAt(0);
  if (code === 0) return "ctrl+space";
  if (code < 0x1b) return `ctrl+${String.fromCharCode(code + 0x60)}`;
  return code < 0x20 ? `ctrl+${String.fromCharCode(code + 0x40)}` : undefined;
}

function takeSequence(text: string, inputs: Input[]): number {
  // deno-lint-ignore no-control-regex
  const csi = /^\x1b\[([<?>=]?)([\d;:]*)([ -/]*)([@-~])/.exec(text);
  if (csi !== null) {
    const [whole, mark = "", params = "", , final = ""] = csi;
    const input = mark === "<"
      ? mouse(params, final)
      : mark === ""
      ? csiKey(params, final)
      : undefined;
    if (input !== undefined) inputs.push(input);
    return whole.length;
  }
  // deno-lint-ignore no-control-regex
  const ss3 = /^\x1bO([A-Za-z])/.exec(text);
  if (ss3 !== null) {
    const name = LETTER_KEYS[ss3[1] ?? ""];
    if (name !== undefined) inputs.push({ type: "key", name });
    return 3;
  }
  // deno-lint-ignore no-control-regex
  const isOpen = text === "\x1b" || text === "\x1bO" || /^\x1b\[[<?>=]?[\d;:]*[ -/]*$/.test(text);
  if (isOpen && text.length <= MAX_SEQUENCE_CHARACTERS) return 0;
  return altKey(text, inputs);
}

/** Escape and a key is Alt and that key. */
function altKey(text: string, inputs: Input[]): number {
  const character = [...text.slice(1, 3)][0] ?? "";
  if (character === "" || character === "\x1b") {
    inputs.push({ type: "key", name: "escape" });
    return 1;
  }
  const name = controlKey(character) ?? character.toLowerCase();
  const shift = character !== character.toLowerCase() ? "shift+" : "";
  inputs.push({
    type: "key",
    name: name.startsWith("ctrl+") ? name.replace("ctrl+", "ctrl+alt+") : `alt+${shift}${name}`,
  });
  return 1 + character.length;
}

function csiKey(params: string, final: string): Input | undefined {
  if (final === "I" || final === "O") return { type: "focus", focused: final === "I" };
  const [first = "", second = "1"] = params.split(";");
  if (final === "Z") return { type: "key", name: "shift+tab" };
  const base = final === "~" ? NUMBER_KEYS[first] : LETTER_KEYS[final];
  if (base === undefined) return undefined;
  const bits = (Number.parseInt(second, 10) || 1) - 1;
  return { type: "key", name: `${modifiers(bits)}${base}` };
}

function modifiers(bits: number): string {
  return `${bits & CTRL ? "ctrl+" : ""}${bits & ALT ? "alt+" : ""}${bits & SHIFT ? "shift+" : ""}`;
}

/** SGR mouse reports: `<button;column;row` and `M` for a press, `m` for a release. */
function mouse(params: string, final: string): Input | undefined {
  const [button = NaN, column = NaN, row = NaN] = params.split(";").map(Number);
  if (Number.isNaN(button + column + row)) return undefined;
  const at = { type: "mouse", column: column - 1, row: row - 1 } as const;
  if (button === 64) return { ...at, action: "wheel-up" };
  if (button === 65) return { ...at, action: "wheel-down" };
  if ((button & ~0x1c) !== 0) return undefined;
  return { ...at, action: final === "M" ? "press" : "release" };
}
