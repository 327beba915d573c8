import { utf8Length } from "../../protocol/lines.ts";
import { formatMessage } from "../../protocol/message.ts";
import type { NumericName } from "../../protocol/numerics.ts";
import type { MessageKind } from "../events.ts";
import { answerEnds, endsAnswer } from "./answer_ends.ts";

/** Unconfirmed lines at one time. The strictest servers disconnect beyond 10. */
export const MAX_WINDOW_LINES = 8;
/** Unconfirmed bytes at one time. ngircd disconnects beyond 2,048. */
const MAX_WINDOW_BYTES = 1_400;

/** Lines of the client itself that may wait; a server can cause some of them. */
const MAX_QUIET_LINES = 2_000;
/** Questions whose answers may be waited for. */
const MAX_UNANSWERED = 200;

/** One line to send, from being typed to being confirmed. */
export interface OutboxEntry {
  readonly id: number;
  /** The line as it is sent, without a label and without its end. */
  readonly line: string;
  readonly command: string;
  /** The room, person or name that the server's refusal will name; may be empty. */
  readonly target: string;
  /** The typed text, with dots for a password, which only the line holds. */
  readonly text: string;
  /** The kind of a message; undefined for a command. */
  readonly kind: MessageKind | undefined;
  /** Whether it may be sent again if it may have arrived already. */
  readonly repeat: boolean;
  /** Whether the client sent it by itself, so that the person does not hear of it. */
  readonly quiet: boolean;
}

/** A line that is not in the outbox yet. */
export type OutboxDraft = Omit<OutboxEntry, "id">;

/** What a session has not delivered, for the next one on the same network. */
export interface Backlog {
  /** The typed lines, oldest first. */
  readonly lines: readonly OutboxEntry[];
  /** Those of them that may have arrived. */
  readonly doubtful: ReadonlySet<OutboxEntry>;
  /** The highest id that a line had. */
  readonly lastId: number;
}

/** How the server of this connection confirms lines. */
export interface Confirmation {
  /** labeled-response: each line has an answer of its own. */
  readonly labels: boolean;
  /** echo-message: our messages come back. */
  readonly echo: boolean;
  /** draft/chathistory: the history shows which messages have arrived. */
  readonly history: boolean;
}

/** The parts of a message from the server by which a line of ours is recognized. */
export interface MessageContent {
  readonly kind: MessageKind;
  readonly target: string;
  readonly text: string;
}

interface SentLine {
  readonly entry: OutboxEntry;
  readonly order: number;
  readonly bytes: number;
}

interface Barrier {
  readonly token: string;
  readonly order: number;
}

/** Options for {@linkcode Outbox}. */
export interface OutboxOptions {
  /** Writes a line to the connection. */
  readonly send: (line: string) => void;
  /** Whether two names are the same on this server. */
  readonly same: (a: string, b: string) => boolean;
  readonly delivered: (entry: OutboxEntry) => void;
  /** The server has taken a question whose answer is still to come. */
  readonly unanswered: (entry: OutboxEntry) => void;
  /** What an earlier session has not delivered. */
  readonly backlog?: Backlog | undefined;
  /** Called after a confirmation or refusal: the window may have space, or the outbox be empty. */
  readonly progress: () => void;
}

const BARRIER_PREFIX = "chat-";
const LABEL_PREFIX = "c";

/**
 * The lines to send, in order, until the server has confirmed them.
 *
 * At most {@linkcode MAX_WINDOW_LINES} are unconfirmed at a time, so that no server's flood
 * protection acts. A line is confirmed by the answer to its label, by its echo, or by the PONG to
 * a PING that was sent after it: a server handles the lines of a connection in order.
 *
 * A bouncer answers a PING by itself, before the answer of the server behind it has come. A question
 * whose answer has not ended by its PONG takes no more space of the window, and is confirmed at the
 * end of the answer ({@linkcode Outbox.answered}) or given up ({@linkcode Outbox.forget}).
 *
 * Lines of the client itself are sent before lines that were typed. After a lost connection it is
 * doubtful whether the server took the unconfirmed messages. They, and all lines after them, wait
 * until the client's own requests are answered. A message that is found in the history
 * ({@linkcode Outbox.findDoubtful}) is confirmed; the others are sent again.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #quiet: OutboxEntry[] = [];
  #typed: OutboxEntry[];
  #doubtful: Set<OutboxEntry>;
  #sent: SentLine[] = [];
  #barriers: Barrier[] = [];
  /** The questions in flight whose answer has ended. */
  readonly #answered = new Set<OutboxEntry>();
  /** The questions that the server has taken, and whose answer has not ended. */
  #unanswered: OutboxEntry[] = [];
  #confirmation: Confirmation | undefined;
  #order = 0;
  #lastId: number;

  constructor(options: OutboxOptions) {
    const { lines = [], doubtful = [], lastId = 0 } = options.backlog ?? {};
    this.#options = options;
    this.#typed = [...lines];
    this.#doubtful = new Set(doubtful);
    this.#lastId = lastId;
  }

  /** What is not delivered. */
  get backlog(): Backlog {
    return {
      lines: [...this.unconfirmed.filter((entry) => !entry.quiet), ...this.#typed],
      doubtful: this.#doubtful,
      lastId: this.#lastId,
    };
  }

  get isEmpty(): boolean {
    return this.#quiet.length === 0 && this.#typed.length === 0 && this.#sent.length === 0 &&
      this.#unanswered.every((entry) => entry.quiet);
  }

  /** The number of typed lines that have not been sent. */
  get waiting(): number {
    return this.#typed.length;
  }

  /** Whether there are messages that may have arrived over a lost connection. */
  get hasDoubtful(): boolean {
    return this.#doubtful.size > 0;
  }

  /** The lines that are sent and not confirmed, oldest first. */
  get inFlight(): readonly OutboxEntry[] {
    return this.#sent.map((sent) => sent.entry);
  }

  /** The lines in flight, and after them the questions whose answers are still to come. */
  get unconfirmed(): readonly OutboxEntry[] {
    return [...this.inFlight, ...this.#unanswered];
  }

  /** Whether our messages come back on this connection. */
  get hasEcho(): boolean {
    return this.#confirmation?.echo === true;
  }

  /** Whether each line has an answer of its own on this connection. */
  get hasLabels(): boolean {
    return this.#confirmation?.labels === true;
  }

  /** The unconfirmed lines from before the PING with this token, oldest first. */
  sentBefore(token: string): OutboxEntry[] {
    const barrier = this.#barriers.find((one) => one.token === token);
    const order = barrier?.order ?? -1;
    const sent = this.#sent.filter((sent) => sent.order < order).map((sent) => sent.entry);
    return [...this.#unanswered, ...sent];
  }

  /** Queues a line. */
  push(draft: OutboxDraft): OutboxEntry {
    const entry = { ...draft, id: ++this.#lastId };
    (entry.quiet ? this.#quiet : this.#typed).push(entry);
    if (this.#quiet.length > MAX_QUIET_LINES) this.#quiet.shift();
    return entry;
  }

  /** The connection is ready for commands. */
  open(confirmation: Confirmation): void {
    this.#confirmation = confirmation;
    if (!confirmation.history) this.#doubtful.clear();
    this.pump();
  }

  /**
   * The connection is lost: lines in flight return to the front of the queue. Returns those that
   * must not be sent twice, although they may not have arrived.
   */
  close(): OutboxEntry[] {
    this.#confirmation = undefined;
    const unconfirmed = this.unconfirmed.filter((entry) => !entry.quiet)
      .sort((a, b) => a.id - b.id);
    const again = unconfirmed.filter((entry) => entry.repeat);
    for (const entry of again) if (entry.kind !== undefined) this.#doubtful.add(entry);
    this.#typed.unshift(...again);
    this.#quiet = [];
    this.#sent = [];
    this.#unanswered = [];
    this.#answered.clear();
    this.#barriers = [];
    return unconfirmed.filter((entry) => !entry.repeat);
  }

  /** Sends as many lines as the window has space for. */
  pump(): void {
    if (this.#confirmation === undefined) return;
    while (this.#sendNext());
    const last = this.#sent.at(-1);
    if (last === undefined || this.#confirmation.labels) return;
    if ((this.#barriers.at(-1)?.order ?? -1) < last.order) this.barrier();
  }

  /** Sends a PING whose PONG confirms everything before it. */
  barrier(): void {
    const token = `${BARRIER_PREFIX}${++this.#order}`;
    this.#barriers.push({ token, order: this.#order });
    this.#options.send(`PING ${token}`);
  }

  /** Takes the token of a PONG. Returns whether it answers a PING of this outbox. */
  pong(token: string): boolean {
    const index = this.#barriers.findIndex((barrier) => barrier.token === token);
    const barrier = this.#barriers[index];
    if (barrier === undefined) return token.startsWith(BARRIER_PREFIX);
    this.#barriers.splice(0, index + 1);
    const done = this.#sent.filter((sent) => sent.order < barrier.order);
    this.#sent = this.#sent.filter((sent) => sent.order > barrier.order);
    for (const { entry } of done) {
      if (this.#answered.delete(entry) || answerEnds(entry.line).length === 0) {
        this.#options.delivered(entry);
      } else this.#await(entry);
    }
    this.#options.progress();
    return true;
  }

  #await(entry: OutboxEntry): void {
    this.#unanswered.push(entry);
    if (this.#unanswered.length > MAX_UNANSWERED) this.#unanswered.shift();
    this.#options.unanswered(entry);
  }

  /** Takes a numeric, which may end the answer to a question; `about` is its first parameter. */
  answered(numeric: NumericName, about: string): void {
    if (!endsAnswer(numeric)) return;
    const isOf = (entry: OutboxEntry) =>
      answerEnds(entry.line).includes(numeric) &&
      (entry.command !== "NAMES" || entry.target === "" ||
        entry.target.split(",").some((target) => this.#options.same(target, about)));
    const late = this.#unanswered.find(isOf);
    if (late !== undefined) return this.confirm(late);
    const sent = this.#sent.find(({ entry }) => !this.#answered.has(entry) && isOf(entry));
    if (sent !== undefined) this.#answered.add(sent.entry);
  }

  /** Gives up a question whose answer has not come. Returns whether it was waited for. */
  forget(entry: OutboxEntry): boolean {
    return this.#unanswered.includes(entry) && this.#remove(entry);
  }

  /** The line that was sent with this label. */
  findByLabel(label: string): OutboxEntry | undefined {
    return this.unconfirmed.find(({ id }) => `${LABEL_PREFIX}${id}` === label);
  }

  /** The oldest line in flight that `echo` is the echo of. */
  findByEcho(echo: MessageContent): OutboxEntry | undefined {
    return this.#sent.find(({ entry }) => this.#matches(entry, echo))?.entry;
  }

  /** The oldest doubtful message with the content of a message from the history. */
  findDoubtful(message: MessageContent): OutboxEntry | undefined {
    return [...this.#doubtful].find((entry) => this.#matches(entry, message));
  }

  /** The server has taken the line. */
  confirm(entry: OutboxEntry): void {
    if (this.#remove(entry)) this.#options.delivered(entry);
    this.#options.progress();
  }

  /** The server has refused the line; the caller reports that. */
  refuse(entry: OutboxEntry): void {
    this.#remove(entry);
    this.#options.progress();
  }

  #matches(entry: OutboxEntry, message: MessageContent): boolean {
    return entry.kind === message.kind && entry.text === message.text &&
      this.#options.same(entry.target, message.target);
  }

  #remove(entry: OutboxEntry): boolean {
    if (this.#doubtful.delete(entry)) {
      this.#typed.splice(this.#typed.indexOf(entry), 1);
      return true;
    }
    this.#answered.delete(entry);
    const late = this.#unanswered.indexOf(entry);
    if (late >= 0) this.#unanswered.splice(late, 1);
    const index = this.#sent.findIndex((sent) => sent.entry === entry);
    if (index >= 0) this.#sent.splice(index, 1);
    return late >= 0 || index >= 0;
  }

  #sendNext(): boolean {
    const queue = this.#quiet.length > 0 ? this.#quiet : this.#typed;
    const [next] = queue;
    if (next === undefined || !this.#fitsWindow(next)) return false;
    if (queue === this.#typed && this.#doubtful.size > 0) {
      // Lines in flight are now requests of the client itself. Typed lines wait for their answers.
      if (this.#sent.length > 0) return false;
      this.#doubtful.clear();
    }
    queue.shift();
    this.#sendEntry(next);
    return true;
  }

  #fitsWindow(entry: OutboxEntry): boolean {
    // Without labels, the PING at the end of the window is one of its lines.
    const lines = this.#sent.length + this.#barriers.length + (this.hasLabels ? 0 : 1);
    const bytes = this.#sent.reduce((sum, sent) => sum + sent.bytes, 0);
    return this.#sent.length === 0 && this.#barriers.length === 0 ||
      lines < MAX_WINDOW_LINES && bytes + lineBytes(entry.line) <= MAX_WINDOW_BYTES;
  }

  #sendEntry(entry: OutboxEntry): void {
    const line = this.hasLabels
      ? withTag(`label=${LABEL_PREFIX}${entry.id}`, entry.line)
      : entry.line;
    this.#sent.push({ entry, order: ++this.#order, bytes: lineBytes(line) });
    this.#options.send(line);
  }
}

/** Adds a tag to a line, which may have tags already. */
function withTag(tag: string, line: string): string {
  return line.startsWith("@") ? `@${tag};${line.slice(1)}` : `@${tag} ${line}`;
}

function lineBytes(line: string): number {
  return utf8Length(line) + 2;
}

/** A line that the client sends by itself. */
export function quietDraft(
  command: string,
  params: readonly string[],
  tags?: ReadonlyMap<string, string>,
): OutboxDraft {
  return {
    line: formatMessage({ command, params, ...(tags === undefined ? {} : { tags }) }),
    command,
    target: params[0] ?? "",
    text: "",
    kind: undefined,
    repeat: false,
    quiet: true,
  };
}
