/**
 * Splits bytes into lines and enforces the length limits and UTF-8.
 *
 * Modern IRC, "Message Format"; IRCv3, "Message Tags: Size limit" and "UTF8ONLY".
 */

/** The maximum length of a line without its tags, in bytes with CR LF. */
export const MAX_LINE_BYTES = 512;
/** The maximum length of the tags that a client sends, in bytes from the `@` through the space. */
export const MAX_CLIENT_TAG_BYTES = 4096;
/** The maximum length of the tags that a server sends, in bytes from the `@` through the space. */
export const MAX_TAG_BYTES = 8191;

/** The limits of a {@linkcode LineDecoder}. */
export interface LineLimits {
  /** Bytes of tags, from the `@` through the space. */
  readonly tagBytes: number;
  /** Bytes of the rest of the line, with CR LF. */
  readonly lineBytes: number;
  /** Decodes lines that are not UTF-8; without it they are dropped. */
  readonly otherwise?: TextDecoder;
}

/** A line that was dropped. */
export interface LineError {
  readonly error: "too-long" | "invalid-utf8";
  /** The line's command, or `*` if it is not recognizable. */
  readonly command: string;
}

const LF = 0x0a;
const CR = 0x0d;
const LINE_END_BYTES = 2;
/** The first allocation for a partial line; most partial lines are shorter. */
const FIRST_PENDING_BYTES = 256;
/** The maximum number of UTF-8 bytes for one UTF-16 code unit. */
export const MAX_BYTES_PER_UNIT = 3;
/** How far before and after a cut a grapheme is searched for, in UTF-16 code units. */
const GRAPHEME_WINDOW = 64;
const NOTHING = new Uint8Array(0);

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Splits a stream of bytes into lines. The result does not depend on how the stream is divided
 * into chunks.
 *
 * Lines end with LF; CRs before it belong to the line's end; empty lines are skipped. A line that
 * exceeds the limits or is not UTF-8 is dropped and reported as one {@linkcode LineError} in its
 * position. The decoder therefore never holds more than one line of maximum length. It keeps no
 * reference to a chunk.
 */
export class LineDecoder {
  readonly #limits: LineLimits;
  readonly #maxPending: number;
  /** The beginning of an unfinished line, in its first {@linkcode #length} bytes. */
  #pending = NOTHING;
  #length = 0;
  /** Whether bytes of the pending line were dropped because the line is too long. */
  #overflowed = false;

  constructor(limits: LineLimits) {
    this.#limits = limits;
    this.#maxPending = limits.tagBytes + limits.lineBytes;
  }

  /** The number of bytes held of an unfinished line. */
  get pendingBytes(): number {
    return this.#length;
  }

  /**
   * Takes the next bytes and returns the lines that they complete, without their line ends.
   *
   * The texts of several lines may share memory. A text that is stored for long should be copied
   * with {@linkcode ownText}.
   */
  push(chunk: Uint8Array): (string | LineError)[] {
    const lines: (string | LineError)[] = [];
    let from = 0;
    if (this.#length > 0) {
      const end = chunk.indexOf(LF);
      this.#hold(end === -1 ? chunk : chunk.subarray(0, end));
      if (end === -1) return lines;
      this.#finishPending(lines);
      from = end + 1;
    }
    const last = chunk.lastIndexOf(LF);
    if (last >= from) {
      this.#decodeLines(chunk.subarray(from, last + 1), lines);
      from = last + 1;
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from));
    return lines;
  }

  #hold(bytes: Uint8Array): void {
    const free = this.#maxPending - this.#length;
    const kept = bytes.length > free ? bytes.subarray(0, free) : bytes;
    if (kept.length < bytes.length) this.#overflowed = true;
    const needed = this.#length + kept.length;
    if (needed > this.#pending.length) {
      const doubled = Math.max(needed, this.#pending.length * 2, FIRST_PENDING_BYTES);
      const grown = new Uint8Array(Math.min(doubled, this.#maxPending));
      grown.set(this.#pending.subarray(0, this.#length));
      this.#pending = grown;
    }
    this.#pending.set(kept, this.#length);
    this.#length = needed;
  }

  #finishPending(lines: (string | LineError)[]): void {
    const line = this.#pending.subarray(0, this.#length);
    if (this.#overflowed) lines.push({ error: "too-long", command: guessCommand(line) });
    else this.#decodeLine(line, lines);
    this.#pending = NOTHING;
    this.#length = 0;
    this.#overflowed = false;
  }

  /** Decodes all lines at once, and one by one only if one of them is invalid. */
  #decodeLines(bytes: Uint8Array, lines: (string | LineError)[]): void {
    const before = lines.length;
    if (this.#decodeAtOnce(bytes, lines)) return;
    lines.length = before;
    let from = 0;
    while (from < bytes.length) {
      const end = bytes.indexOf(LF, from);
      this.#decodeLine(bytes.subarray(from, end), lines);
      from = end + 1;
    }
  }

  #decodeAtOnce(bytes: Uint8Array, lines: (string | LineError)[]): boolean {
    const text = decodeStrictly(bytes);
    if (text === undefined) return false;
    const ascii = text.length === bytes.length;
    let from = 0;
    while (from < text.length) {
      const next = text.indexOf("\n", from);
      let end = next;
      if (end > from && text.charCodeAt(end - 1) === CR) end--;
      // Several CRs need the exact way, which includes all of them in the length.
      if (end > from && text.charCodeAt(end - 1) === CR) return false;
      if (end > from) {
        const line = text.slice(from, end);
        if (!this.#fits(line, ascii)) return false;
        lines.push(line);
      }
      from = next + 1;
    }
    return true;
  }

  #decodeLine(bytes: Uint8Array, lines: (string | LineError)[]): void {
    // The length includes trailing CRs here, as it does when the line arrives in several chunks.
    if (bytes.length > this.#maxPending) {
      const command = guessCommand(bytes.subarray(0, this.#maxPending));
      lines.push({ error: "too-long", command });
      return;
    }
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === CR) end--;
    if (end === 0) return;
    const line = bytes.subarray(0, end);
    const text = decodeStrictly(line) ?? this.#limits.otherwise?.decode(line);
    if (text === undefined) {
      lines.push({ error: "invalid-utf8", command: guessCommand(line) });
    } else if (!this.#fits(text, text.length === line.length)) {
      lines.push({ error: "too-long", command: guessCommand(line) });
    } else {
      lines.push(text);
    }
  }

  #fits(line: string, ascii: boolean): boolean {
    const maxRest = this.#limits.lineBytes - LINE_END_BYTES;
    if (!line.startsWith("@")) return fitsBytes(line, { max: maxRest, ascii });
    const space = line.indexOf(" ");
    const tagUnits = space === -1 ? line.length : space + 1;
    return fitsBytes(line.slice(0, tagUnits), { max: this.#limits.tagBytes, ascii }) &&
      fitsBytes(line.slice(tagUnits), { max: maxRest, ascii });
  }
}

/** The length of a text in UTF-8 bytes; a lone surrogate is 3 bytes, as its replacement is. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes++;
    // A surrogate pair is two units and four bytes; any other character here is one and three.
    else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 2;
      index++;
    } else bytes += 2;
  }
  return bytes;
}

/** The longest prefix of a text that has at most `maxBytes` in UTF-8 and cuts no grapheme. */
export function truncateUtf8(text: string, maxBytes: number): string {
  if (text.length * MAX_BYTES_PER_UNIT <= maxBytes) return text;
  let bytes = 0;
  let cut = 0;
  while (cut < text.length) {
    const point = text.codePointAt(cut) as number;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes > maxBytes) return text.slice(0, graphemeStart(text, cut));
    cut += point < 0x10000 ? 1 : 2;
  }
  return text;
}

/** A copy of a text that keeps no larger text in memory. */
export function ownText(text: string): string {
  // V8 implements a long slice as a view of its parent. Joining and slicing again creates a parent
  // of the slice's own size.
  return ` ${text}`.slice(1);
}

let segmenter: Intl.Segmenter | undefined;

/** The start of the grapheme that contains `cut`, or `cut` itself between two graphemes. */
function graphemeStart(text: string, cut: number): number {
  if (text.charCodeAt(cut) < 0x80 && text.charCodeAt(cut - 1) < 0x80) return cut;
  segmenter ??= new Intl.Segmenter();
  const from = Math.max(0, cut - GRAPHEME_WINDOW);
  const segments = segmenter.segment(text.slice(from, cut + GRAPHEME_WINDOW));
  const start = segments.containing(cut - from)?.index ?? cut - from;
  // A grapheme as long as the window is not real text, so it may be cut.
  return start === 0 && from > 0 ? cut : from + start;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function fitsBytes(text: string, limit: { max: number; ascii: boolean }): boolean {
  if (limit.ascii) return text.length <= limit.max;
  return text.length * MAX_BYTES_PER_UNIT <= limit.max || utf8Length(text) <= limit.max;
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function guessCommand(line: Uint8Array): string {
  const match = /^ *(?:@[^ ]* +)?(?::[^ ]* +)?([A-Za-z0-9]{1,32})(?: |$)/.exec(
    lenientDecoder.decode(line),
  );
  return match?.[1] ?? "*";
}
