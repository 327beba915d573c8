import { utf8Length } from "../../protocol/lines.ts";
import type { Tags } from "../../protocol/message.ts";
import { sameName } from "../../protocol/names.ts";
import { CONCAT_TAG } from "./event_line.ts";
import type { MultilineLine } from "../network/events.ts";

/** How long a batch may wait for its next line, in milliseconds. */
const PATIENCE_MS = 60_000;
/** Tags that a line of a batch may have. */
const LINE_TAGS: ReadonlySet<string> = new Set(["batch", CONCAT_TAG]);

/** Why a batch is refused: the code of a FAIL BATCH, what comes after it, and why in words. */
export interface BatchFailure {
  readonly code: string;
  readonly context?: readonly string[];
  readonly text: string;
}

/** A line of a batch, as the client sends it. */
export interface BatchLine {
  readonly command: string;
  readonly params: readonly string[];
  readonly tags: Tags;
}

/** A message of many lines that is whole. */
export interface MultilineMessage {
  readonly kind: "PRIVMSG" | "NOTICE";
  readonly lines: readonly MultilineLine[];
}

/** How a {@linkcode OpenBatch} begins. */
export interface BatchOptions {
  /** What the client calls it. */
  readonly reference: string;
  readonly target: string;
  /** The tags of the line that opened it. */
  readonly tags: Tags;
  /** The label of that line, under which all that comes of the batch is answered. */
  readonly label: string | undefined;
  /** Most bytes of all lines with the line feeds between them. */
  readonly maxBytes: number;
  readonly maxLines: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A message of many lines that is still coming in. IRCv3, "Multiline messages". */
export class OpenBatch {
  readonly reference: string;
  readonly target: string;
  readonly tags: Tags;
  readonly label: string | undefined;
  readonly #maxBytes: number;
  readonly #maxLines: number;
  readonly #lines: MultilineLine[] = [];
  #kind: MultilineMessage["kind"] | undefined;
  #bytes = 0;
  #heardAt: number;

  constructor(options: BatchOptions) {
    this.reference = options.reference;
    this.target = options.target;
    this.tags = options.tags;
    this.label = options.label;
    this.#maxBytes = options.maxBytes;
    this.#maxLines = options.maxLines;
    this.#heardAt = options.now;
  }

  /** Takes a line; tells why the batch is refused, if it is. */
  add({ command, params, tags }: BatchLine, now: number): BatchFailure | undefined {
    this.#heardAt = now;
    const kind = command.toUpperCase();
    if (kind !== "PRIVMSG" && kind !== "NOTICE") {
      return invalid("Only PRIVMSG and NOTICE may be in a message of many lines");
    }
    if (this.#kind !== undefined && this.#kind !== kind) {
      return invalid("PRIVMSG and NOTICE cannot be in one message");
    }
    const [target, text] = params;
    if (target === undefined || text === undefined) return invalid("A line lacks its text");
    if (!sameName(target, this.target)) {
      return {
        code: "MULTILINE_INVALID_TARGET",
        context: [this.target, target],
        text: "A line has another target than its batch",
      };
    }
    for (const name of tags.keys()) {
      if (!LINE_TAGS.has(name)) {
        return invalid("Tags of the message belong to the line that opens its batch");
      }
    }
    this.#kind = kind;
    return this.#append(text, tags.has(CONCAT_TAG));
  }

  #append(text: string, continues: boolean): BatchFailure | undefined {
    if (continues && text === "") return invalid("A line that goes on cannot be blank");
    const concat = continues && this.#lines.length > 0;
    const lineFeed = this.#lines.length > 0 && !concat ? 1 : 0;
    this.#bytes += utf8Length(text) + lineFeed;
    if (this.#bytes > this.#maxBytes) {
      const context = [String(this.#maxBytes)];
      return { code: "MULTILINE_MAX_BYTES", context, text: "The message is too long" };
    }
    this.#lines.push({ text, concat });
    if (this.#lines.length > this.#maxLines) {
      const context = [String(this.#maxLines)];
      return { code: "MULTILINE_MAX_LINES", context, text: "The message has too many lines" };
    }
  }

  /** The message, now that no line follows; or why there is none. */
  finish(): MultilineMessage | BatchFailure {
    if (this.#kind === undefined) return invalid("The batch is empty");
    if (this.#lines.every(({ text }) => text === "")) return invalid("All lines are blank");
    return { kind: this.#kind, lines: this.#lines };
  }

  /** Whether it has waited for its next line for too long; `now` as in {@linkcode BatchOptions}. */
  isLate(now: number): boolean {
    return now - this.#heardAt >= PATIENCE_MS;
  }
}

/** A batch that is refused for any reason that has no code of its own. */
export function invalid(text: string): BatchFailure {
  return { code: "MULTILINE_INVALID", text };
}
