import { utf8Length } from "../../protocol/lines.ts";
import type { Tags } from "../../protocol/message.ts";
import { sameName } from "../../protocol/names.ts";
import { CONCAT_TAG } from "./event_line.ts";
import type { MultilineLine } from "../network/events.ts";

/** How long a batch may wait for its next line, in milliseconds. */
const MAX_WAIT_MS = 60_000;
/** Tags that a line of a batch may have. */
const LINE_TAGS: ReadonlySet<string> = new Set(["batch", CONCAT_TAG]);

/** Why a batch is refused, as the parts of a FAIL BATCH. */
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

/** A complete multi-line message. */
export interface MultilineMessage {
  readonly kind: "PRIVMSG" | "NOTICE";
  readonly lines: readonly MultilineLine[];
}

/** Options for {@linkcode OpenBatch}. */
export interface BatchOptions {
  /** The client's name for it. */
  readonly reference: string;
  readonly target: string;
  /** The tags of the line that opened it. */
  readonly tags: Tags;
  /** The label of that line, under which the whole batch is answered. */
  readonly label: string | undefined;
  /** Limit for the bytes of all lines with the line feeds between them. */
  readonly maxBytes: number;
  readonly maxLines: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A multi-line message that is still incomplete. IRCv3, "Multiline messages". */
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

  /** Adds a line; returns why the batch is refused, if it is. */
  add({ command, params, tags }: BatchLine, now: number): BatchFailure | undefined {
    this.#heardAt = now;
    const kind = command.toUpperCase();
    if (kind !== "PRIVMSG" && kind !== "NOTICE") {
      return invalid("Only PRIVMSG and NOTICE may be in a multi-line message");
    }
    if (this.#kind !== undefined && this.#kind !== kind) {
      return invalid("A message may not hold both PRIVMSG and NOTICE");
    }
    const [target, text] = params;
    if (target === undefined || text === undefined) return invalid("A line has no text");
    if (!sameName(target, this.target)) {
      return {
        code: "MULTILINE_INVALID_TARGET",
        context: [this.target, target],
        text: "A line has another target than its batch",
      };
    }
    for (const tag of tags.keys()) {
      if (!LINE_TAGS.has(tag)) {
        return invalid("The tags of a message belong on the line that opens its batch");
      }
    }
    this.#kind = kind;
    return this.#append(text, tags.has(CONCAT_TAG));
  }

  #append(text: string, continues: boolean): BatchFailure | undefined {
    if (continues && text === "") return invalid("A line that continues another may not be blank");
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

  /** The complete message, or why the batch is refused. */
  finish(): MultilineMessage | BatchFailure {
    if (this.#kind === undefined) return invalid("The batch is empty");
    if (this.#lines.every(({ text }) => text === "")) return invalid("All lines are blank");
    return { kind: this.#kind, lines: this.#lines };
  }

  /** Whether its next line is overdue; `now` as in {@linkcode BatchOptions}. */
  isLate(now: number): boolean {
    return now - this.#heardAt >= MAX_WAIT_MS;
  }
}

/** A failure without a code of its own. */
export function invalid(text: string): BatchFailure {
  return { code: "MULTILINE_INVALID", text };
}
