import { cancelsPaste, isUnmarkedPaste, PasteBuffer } from "../editing/paste_buffer.ts";

/** One input from the keyboard. */
export type Key =
  | { readonly type: "text"; readonly text: string }
  /** `leftOut` characters at the end of the paste were left out, as it was too long. */
  | { readonly type: "paste"; readonly text: string; readonly leftOut: number }
  | { readonly type: "key"; readonly name: KeyName };

/** A key that inserts no text. */
export type KeyName =
  | "enter"
  | "tab"
  | "back-tab"
  | "backspace"
  | "delete"
  | "left"
  | "right"
  | "up"
  | "down"
  | "home"
  | "end"
  | "word-left"
  | "word-right"
  | "delete-word"
  | "delete-next-word"
  | "delete-to-start"
  | "delete-to-end"
  | "yank"
  | "yank-pop"
  | "transpose"
  | "undo"
  | "redo"
  | "search"
  | "suspend"
  | "redraw"
  | "interrupt"
  | "end-of-input";

/** A longer text is not an escape sequence. */
const MAX_SEQUENCE_CHARACTERS = 32;

const CONTROLS: Readonly<Record<string, KeyName>> = {
  "\x01": "home",
  "\x02": "left",
  "\x03": "interrupt",
  "\x04": "end-of-input",
  "\x05": "end",
  "\x06": "right",
  "\x08": "backspace",
  "\x09": "tab",
  "\x0a": "enter",
  "\x0b": "delete-to-end",
  "\x0c": "redraw",
  "\x0d": "enter",
  "\x0e": "down",
  "\x10": "up",
  "\x12": "search",
  "\x14": "transpose",
  "\x15": "delete-to-start",
  "\x17": "delete-word",
  "\x19": "yank",
  "\x1a": "suspend",
  "\x1f": "undo",
  "\x7f": "backspace",
};

const SEQUENCES: Readonly<Record<string, KeyName>> = {
  "[A": "up",
  "[B": "down",
  "[C": "right",
  "[D": "left",
  "[F": "end",
  "[H": "home",
  "[Z": "back-tab",
  "[1~": "home",
  "[3~": "delete",
  "[4~": "end",
  "[7~": "home",
  "[8~": "end",
  "[1;3C": "word-right",
  "[1;3D": "word-left",
  "[1;5C": "word-right",
  "[1;5D": "word-left",
  "OA": "up",
  "OB": "down",
  "OC": "right",
  "OD": "left",
  "OF": "end",
  "OH": "home",
  "_": "redo",
  "b": "word-left",
  "d": "delete-next-word",
  "f": "word-right",
  "y": "yank-pop",
  "\x7f": "delete-word",
};

const PASTE_START = "\x1b[200~";
const PASTE_END = "\x1b[201~";

/** Decodes the keys in the bytes of a terminal in raw mode, in chunks cut anywhere. */
export class KeyDecoder {
  readonly #decoder = new TextDecoder("utf-8");
  #rest = "";
  #paste: PasteBuffer | undefined;
  /** Whether what comes now was pasted, though the terminal does not say so. */
  #isPasting = false;

  push(chunk: Uint8Array): Key[] {
    const typed = this.#decoder.decode(chunk, { stream: true });
    if (this.#paste !== undefined && cancelsPaste(typed)) {
      this.#paste = undefined;
      this.#rest = "";
      return [];
    }
    this.#isPasting = isUnmarkedPaste(typed);
    // A key that does not come together with an Escape is not Alt and that key.
    const isEscape = this.#rest === "\x1b" && this.#paste === undefined && /^[^[O]/.test(typed);
    let text = isEscape ? typed : this.#rest + typed;
    this.#rest = "";
    const keys: Key[] = [];
    while (text !== "") {
      const taken = this.#paste === undefined
        ? this.#key(text, keys)
        : this.#pasted(text, { paste: this.#paste, keys });
      if (taken === 0) break;
      text = text.slice(taken);
    }
    this.#rest = text;
    return keys;
  }

  /** Decodes the first key of `text`. Returns its length, or 0 if its end has not come yet. */
  #key(text: string, keys: Key[]): number {
    if (text.startsWith(PASTE_START)) {
      this.#paste = new PasteBuffer();
      return PASTE_START.length;
    }
    const first = text.charAt(0);
    if (first === "\x1b") return sequence(text, keys);
    const control = CONTROLS[first];
    if (control === "tab" && this.#isPasting) {
      keys.push({ type: "text", text: "\t" });
      return 1;
    }
    if (control !== undefined) {
      keys.push({ type: "key", name: control });
      // A terminal that is not in raw mode, or a script, may end lines with CR LF.
      return text.startsWith("\r\n") ? 2 : 1;
    }
    // deno-lint-ignore no-control-regex
    const plain = /^[^\x00-\x1f\x7f-\x9f]+/.exec(text)?.[0];
    if (plain !== undefined) keys.push({ type: "text", text: plain });
    return plain?.length ?? 1;
  }

  #pasted(
    text: string,
    { paste, keys }: { readonly paste: PasteBuffer; readonly keys: Key[] },
  ): number {
    const end = text.indexOf(PASTE_END);
    if (end === -1) {
      // The chunk may end within the sequence that ends the paste.
      const safe = Math.max(0, text.length - PASTE_END.length + 1);
      paste.add(text.slice(0, safe));
      return safe;
    }
    paste.add(text.slice(0, end));
    this.#paste = undefined;
    keys.push({ type: "paste", ...paste.end() });
    return end + PASTE_END.length;
  }
}

function sequence(text: string, keys: Key[]): number {
  // deno-lint-ignore no-control-regex
  const whole = /^\x1b(?:\[[0-9;?<=>]*[@-~]|O[A-Za-z]|[^[O])/u.exec(text)?.[0];
  if (whole === undefined) return text.length > MAX_SEQUENCE_CHARACTERS ? 1 : 0;
  const name = SEQUENCES[whole.slice(1)];
  if (name !== undefined) keys.push({ type: "key", name });
  // Escape before a key that is no letter, such as Enter: the key is decoded by itself.
  // deno-lint-ignore no-control-regex
  return name === undefined && /^\x1b[\x00-\x1f\x7f]$/.test(whole) ? 1 : whole.length;
}
