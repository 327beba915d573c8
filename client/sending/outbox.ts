import { formatMessage } from "../../protocol/message.ts";
import type { MessageKind } from "../events.ts";

/** Lines on their way at one time; the strictest servers hang up beyond 10. */
export const MAX_WINDOW_LINES = 8;
/** Bytes on their way at one time; ngircd hangs up beyond 2,048. */
export const MAX_WINDOW_BYTES = 1_400;
/** Lines that wait, beyond which a reader of standard input pauses. */
export const MAX_QUEUED_INPUT_LINES = 256;
/** Lines that wait, beyond which typing is refused. */
export const MAX_WAITING_LINES = 20_000;

/** One line for the server, from being typed to being confirmed. */
export interface Entry {
  readonly id: number;
  /** The line of the protocol, without tags and line end. */
  readonly line: string;
  readonly command: string;
  /** The room, person or name it is about; may be empty. */
  readonly target: string;
  /** What the person typed. */
  readonly text: string;
  /** How it is said; undefined for a command. */
  readonly kind: MessageKind | undefined;
  /** Whether it may be sent once more when nobody knows if it arrived. */
  readonly repeat: boolean;
  /** The client's own doing: neither shown nor missed. */
  readonly quiet: boolean;
}

/** How this connection confirms what it got. */
export interface Confirmation {
  /** labeled-response: each line has its own answer. */
  readonly labels: boolean;
  /** echo-message: what is said comes back. */
  readonly echo: boolean;
  /** draft/chathistory: what was said before can be asked for. */
  readonly history: boolean;
}

/** What was said, as the server tells it. */
export interface Said {
  readonly kind: MessageKind;
  readonly target: string;
  readonly text: string;
}

interface Sent {
  readonly entry: Entry;
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
  /** Are these two names the same one? */
  readonly same: (a: string, b: string) => boolean;
  readonly delivered: (entry: Entry) => void;
  /** Something was confirmed: there may be room now, or nothing left. */
  readonly progress: () => void;
}

const BARRIER_PREFIX = "chat-";
const LABEL_PREFIX = "c";

/**
 * What was typed, in order, until the server has confirmed it.
 *
 * At most {@linkcode MAX_WINDOW_LINES} are unconfirmed at a time, so that no server's flood
 * protection is set off. A line is confirmed by the answer to its label, by its echo, or by the
 * PONG to a PING that was sent after it: servers handle one connection's lines in order.
 *
 * What the client does by itself goes before what was typed. Where a connection broke before what
 * was said was confirmed, nobody knows whether the server took it: such lines, and all after
 * them, wait until the client's own questions are answered. What the history has is
 * {@linkcode Outbox.stored}; the rest is sent again.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #own: Entry[] = [];
  #typed: Entry[] = [];
  #doubtful = new Set<Entry>();
  #sent: Sent[] = [];
  #barriers: Barrier[] = [];
  #confirmation: Confirmation | undefined;
  #order = 0;
  #lastId = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#own.length === 0 && this.#typed.length === 0 && this.#sent.length === 0;
  }

  /** Lines that were typed and are not on their way. */
  get waiting(): number {
    return this.#typed.length;
  }

  /** Whether there are lines that a lost connection may or may not have delivered. */
  get hasDoubts(): boolean {
    return this.#doubtful.size > 0;
  }

  /** Lines that are on their way, oldest first. */
  get inFlight(): readonly Entry[] {
    return this.#sent.map((sent) => sent.entry);
  }

  /** Whether what is said comes back on this connection. */
  get hasEcho(): boolean {
    return this.#confirmation?.echo === true;
  }

  /** Whether each line has an answer of its own on this connection. */
  get hasLabels(): boolean {
    return this.#confirmation?.labels === true;
  }

  /** Lines that were sent before the PING of this token, oldest first. */
  before(token: string): Entry[] {
    const barrier = this.#barriers.find((one) => one.token === token);
    const order = barrier?.order ?? -1;
    return this.#sent.filter((sent) => sent.order < order).map((sent) => sent.entry);
  }

  /** Queues a line. */
  push(draft: Omit<Entry, "id">): Entry {
    const entry = { ...draft, id: ++this.#lastId };
    (entry.quiet ? this.#own : this.#typed).push(entry);
    return entry;
  }

  /** The server listens now. */
  open(confirmation: Confirmation): void {
    this.#confirmation = confirmation;
    if (!confirmation.history) this.#doubtful.clear();
    this.pump();
  }

  /**
   * The connection is lost: what was on its way returns to the front. Returns the lines that may
   * not be sent twice and of which nobody knows whether they arrived.
   */
  close(): Entry[] {
    this.#confirmation = undefined;
    const unknown = this.inFlight.filter((entry) => !entry.quiet);
    const again = unknown.filter((entry) => entry.repeat);
    for (const entry of again) if (entry.kind !== undefined) this.#doubtful.add(entry);
    this.#typed.unshift(...again);
    this.#own = [];
    this.#sent = [];
    this.#barriers = [];
    return unknown.filter((entry) => !entry.repeat);
  }

  /** Gives up everything and returns what was typed, oldest first. */
  drain(): Entry[] {
    const all = [...this.inFlight.filter((entry) => !entry.quiet), ...this.#typed];
    this.#sent = [];
    this.#own = [];
    this.#typed = [];
    this.#barriers = [];
    this.#doubtful.clear();
    return all;
  }

  /** Sends what the window has room for. */
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

  /** A PONG came; true when it was the answer to a PING of this outbox. */
  pong(token: string): boolean {
    const index = this.#barriers.findIndex((barrier) => barrier.token === token);
    const barrier = this.#barriers[index];
    if (barrier === undefined) return token.startsWith(BARRIER_PREFIX);
    this.#barriers.splice(0, index + 1);
    const done = this.#sent.filter((sent) => sent.order < barrier.order);
    this.#sent = this.#sent.filter((sent) => sent.order > barrier.order);
    for (const { entry } of done) this.#options.delivered(entry);
    this.#options.progress();
    return true;
  }

  /** The entry that `label` belongs to. */
  labelled(label: string): Entry | undefined {
    return this.#sent.find(({ entry }) => `${LABEL_PREFIX}${entry.id}` === label)?.entry;
  }

  /** The oldest line on its way of which `echo` is the echo. */
  echoed(echo: Said): Entry | undefined {
    return this.#sent.find(({ entry }) => this.#is(entry, echo))?.entry;
  }

  /** The oldest line in doubt that `said`, found in the history, is; it has to be confirmed. */
  stored(said: Said): Entry | undefined {
    return [...this.#doubtful].find((entry) => this.#is(entry, said));
  }

  /** The server has taken it. */
  confirm(entry: Entry): void {
    if (this.#remove(entry)) this.#options.delivered(entry);
    this.#options.progress();
  }

  /** The server has refused it; what to tell about that is the caller's. */
  refuse(entry: Entry): void {
    this.#remove(entry);
    this.#options.progress();
  }

  #is(entry: Entry, said: Said): boolean {
    return entry.kind === said.kind && entry.text === said.text &&
      this.#options.same(entry.target, said.target);
  }

  #remove(entry: Entry): boolean {
    if (this.#doubtful.delete(entry)) {
      this.#typed.splice(this.#typed.indexOf(entry), 1);
      return true;
    }
    const index = this.#sent.findIndex((sent) => sent.entry === entry);
    if (index >= 0) this.#sent.splice(index, 1);
    return index >= 0;
  }

  #sendNext(): boolean {
    const queue = this.#own.length > 0 ? this.#own : this.#typed;
    const [next] = queue;
    if (next === undefined || !this.#hasRoom(next)) return false;
    if (queue === this.#typed && this.#doubtful.size > 0) {
      // All that is on its way is the client's own: typed lines wait for it.
      if (this.#sent.length > 0) return false;
      this.#doubtful.clear();
    }
    queue.shift();
    this.#sendEntry(next);
    return true;
  }

  #hasRoom(entry: Entry): boolean {
    // The PING that closes an unlabelled window takes one of its lines.
    const lines = this.#sent.length + this.#barriers.length +
      (this.#confirmation?.labels === true ? 0 : 1);
    const bytes = this.#sent.reduce((sum, sent) => sum + sent.bytes, 0);
    return this.#sent.length === 0 && this.#barriers.length === 0 ||
      lines < MAX_WINDOW_LINES && bytes + byteLength(entry.line) <= MAX_WINDOW_BYTES;
  }

  #sendEntry(entry: Entry): void {
    const label = this.#confirmation?.labels === true ? `@label=${LABEL_PREFIX}${entry.id} ` : "";
    const line = label + entry.line;
    this.#sent.push({ entry, order: ++this.#order, bytes: byteLength(line) });
    this.#options.send(line);
  }
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length + 2;
}

/** A line that the client sends by itself. */
export function quietEntry(command: string, params: readonly string[]): Omit<Entry, "id"> {
  return {
    line: formatMessage({ command, params }),
    command,
    target: params[0] ?? "",
    text: "",
    kind: undefined,
    repeat: false,
    quiet: true,
  };
}
