import type { IrcMessage } from "../../protocol/message.ts";

/** Open batches at one time; further ones are ignored. */
const MAX_BATCHES = 100;
/** Lines and characters of one message; the rest is cut off. */
const MAX_LINES = 2_000;
const MAX_CHARACTERS = 100_000;
/** Characters of all messages that are not complete yet. */
const MAX_ALL_CHARACTERS = 500_000;
/** Batches that a batch may be in; further ones are ignored. */
const MAX_DEPTH = 8;
/** The types of batches that hold messages from the history. */
const PLAYBACK_TYPES: ReadonlySet<string> = new Set([
  "chathistory",
  "draft/chathistory",
  "znc.in/playback",
  "soju.im/search",
]);
/** What stands where the rest of a message is missing. */
const CUT = "\n[…]";
const MULTILINE = "draft/multiline";
/** The tag of a line that continues the line before it without a line break. */
const CONCAT = "draft/multiline-concat";

/** An open batch. */
export interface Batch {
  readonly type: string;
  /** The first parameter after the type. */
  readonly target: string;
  readonly label: string | undefined;
  readonly parent: Batch | undefined;
  /** The message of a draft/multiline batch, as far as it has come. */
  readonly whole: { readonly opening: IrcMessage; command: string; text: string; lines: number };
}

/** The result of a BATCH message that ends a batch. */
export interface BatchEnd {
  readonly label: string | undefined;
  /** The whole message of a draft/multiline batch. */
  readonly message: IrcMessage | undefined;
}

/** The open batches of a connection: IRCv3, "Batch" and "Multiline messages". */
export class Batches {
  readonly #open = new Map<string, Batch>();
  /** Of the messages that are not complete yet. */
  #characters = 0;

  clear(): void {
    this.#open.clear();
    this.#characters = 0;
  }

  /** The batch that a message is part of. */
  of(message: IrcMessage): Batch | undefined {
    return this.#open.get(message.tags.get("batch") ?? "");
  }

  /** Takes a BATCH message. Returns undefined unless it ends a batch. */
  handle(message: IrcMessage): BatchEnd | undefined {
    const [reference = "", type = "", target = ""] = message.params;
    const name = reference.slice(1);
    if (reference.startsWith("+")) {
      const parent = this.of(message);
      if (this.#open.size >= MAX_BATCHES || depthOf(parent) >= MAX_DEPTH) return undefined;
      this.#characters -= this.#open.get(name)?.whole.text.length ?? 0;
      this.#open.set(name, {
        type,
        target,
        label: message.tags.get("label"),
        parent,
        whole: { opening: message, command: "", text: "", lines: 0 },
      });
      return undefined;
    }
    const batch = this.#open.get(name);
    this.#open.delete(name);
    if (batch === undefined) return undefined;
    this.#characters -= batch.whole.text.length;
    const { opening, command, text, lines } = batch.whole;
    if (batch.type !== MULTILINE || lines === 0) return { label: batch.label, message: undefined };
    return { label: batch.label, message: { ...opening, command, params: [batch.target, text] } };
  }

  /** Adds a line to its draft/multiline batch. Returns false if it is not part of one. */
  addLine(message: IrcMessage): boolean {
    const batch = this.of(message);
    if (batch?.type !== MULTILINE) return false;
    const { whole } = batch;
    const text = message.params[1] ?? "";
    const isFull = ++whole.lines > MAX_LINES || this.#characters > MAX_ALL_CHARACTERS ||
      whole.text.length + text.length > MAX_CHARACTERS;
    if (isFull) {
      if (!whole.text.endsWith(CUT)) {
        whole.text += CUT;
        this.#characters += CUT.length;
      }
      return true;
    }
    const continues = whole.lines === 1 || message.tags.has(CONCAT);
    const added = (continues ? "" : "\n") + text;
    whole.command = message.command;
    whole.text += added;
    this.#characters += added.length;
    return true;
  }
}

/** The label of a batch, or of the nearest one around it that has a label. */
export function labelOf(batch: Batch | undefined): string | undefined {
  return nearest(batch, (one) => one.label !== undefined)?.label;
}

/**
 * The target whose history a batch, or one around it, holds; "" for several targets; undefined if
 * it is not a history batch.
 */
export function playbackOf(batch: Batch | undefined): string | undefined {
  return nearest(batch, (one) => PLAYBACK_TYPES.has(one.type))?.target;
}

function depthOf(batch: Batch | undefined): number {
  let depth = 0;
  for (let at = batch; at !== undefined; at = at.parent) depth++;
  return depth;
}

function nearest(
  batch: Batch | undefined,
  accepts: (batch: Batch) => boolean,
): Batch | undefined {
  for (let at = batch; at !== undefined; at = at.parent) if (accepts(at)) return at;
  return undefined;
}
