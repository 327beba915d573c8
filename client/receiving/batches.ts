import type { IrcMessage } from "../../protocol/message.ts";

/** Batches open at one time; more are ignored. */
const MAX_BATCHES = 100;
/** Lines of one message, and characters of them, beyond which it is cut off. */
const MAX_LINES = 2_000;
const MAX_CHARACTERS = 500_000;
/** Batches whose messages were said before, and are told now. */
const PLAYBACKS = new Set([
  "chathistory",
  "draft/chathistory",
  "znc.in/playback",
  "soju.im/search",
]);
const MULTILINE = "draft/multiline";
/** The tag of a line that goes on from the one before without a break. */
const CONCAT = "draft/multiline-concat";

/** A batch that is open. */
export interface Batch {
  readonly type: string;
  /** The first parameter after the type. */
  readonly target: string;
  readonly label: string | undefined;
  readonly parent: Batch | undefined;
  /** Of a message of many lines: the line that opened it, and what came. */
  readonly whole: { readonly opening: IrcMessage; command: string; text: string; lines: number };
}

/** What a BATCH line that ends a batch leaves to do. */
export interface BatchEnd {
  readonly label: string | undefined;
  /** The message that the batch was, of many lines. */
  readonly message: IrcMessage | undefined;
}

/** The batches that a server has open. IRCv3, "Batch" and "Multiline messages". */
export class Batches {
  readonly #open = new Map<string, Batch>();

  clear(): void {
    this.#open.clear();
  }

  /** The batch that a message is part of. */
  of(message: IrcMessage): Batch | undefined {
    return this.#open.get(message.tags.get("batch") ?? "");
  }

  /** Takes a BATCH line; undefined unless it ends a batch. */
  take(message: IrcMessage): BatchEnd | undefined {
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

  /** Keeps a line of a message of many lines until that is whole; false for any other line. */
  gather(message: IrcMessage): boolean {
    const batch = this.of(message);
    if (batch?.type !== MULTILINE) return false;
    const { whole } = batch;
    const text = message.params[1] ?? "";
    if (++whole.lines > MAX_LINES || whole.text.length + text.length > MAX_CHARACTERS) return true;
    const joined = whole.lines === 1 || message.tags.has(CONCAT);
    whole.command = message.command;
    whole.text += (joined ? "" : "\n") + text;
    return true;
  }
}

/** The label of the batch or of one that it is part of. */
export function labelOf(batch: Batch | undefined): string | undefined {
  return nearest(batch, (one) => one.label !== undefined)?.label;
}

/** Whose history the batch, or one it is part of, tells; "" for several, undefined for none. */
export function playbackOf(batch: Batch | undefined): string | undefined {
  return nearest(batch, (one) => PLAYBACKS.has(one.type))?.target;
}

function nearest(
  batch: Batch | undefined,
  accepts: (batch: Batch) => boolean,
): Batch | undefined {
  for (let at = batch; at !== undefined; at = at.parent) if (accepts(at)) return at;
  return undefined;
}
