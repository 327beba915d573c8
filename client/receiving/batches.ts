import type { IrcMessage } from "../../protocol/message.ts";

/** Open batches at one time; further ones are ignored. */
const MAX_BATCHES = 100;
/** Lines and characters of one message; the rest is cut off. */
const MAX_LINES = 2_000;
const MAX_CHARACTERS = 500_000;
/** The types of batches that hold messages from the history. */
const PLAYBACK_TYPES: ReadonlySet<string> = new Set([
  "chathistory",
  "draft/chathistory",
  "znc.in/playback",
  "soju.im/search",
]);
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

  clear(): void {
    this.#open.clear();
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
      if (this.#open.size >= MAX_BATCHES) return undefined;
      this.#open.set(name, {
        type,
        target,
        label: message.tags.get("label"),
        parent: this.of(message),
        whole: { opening: message, command: "", text: "", lines: 0 },
      });
      return undefined;
    }
    const batch = this.#open.get(name);
    this.#open.delete(name);
    if (batch === undefined) return undefined;
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
    if (++whole.lines > MAX_LINES || whole.text.length + text.length > MAX_CHARACTERS) return true;
    const continues = whole.lines === 1 || message.tags.has(CONCAT);
    whole.command = message.command;
    whole.text += (continues ? "" : "\n") + text;
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

function nearest(
  batch: Batch | undefined,
  accepts: (batch: Batch) => boolean,
): Batch | undefined {
  for (let at = batch; at !== undefined; at = at.parent) if (accepts(at)) return at;
  return undefined;
}
