import { formatMessage } from "../protocol/message.ts";
import type { MessageKind } from "./events.ts";

/** Lines on their way at one time; the strictest servers hang up beyond 10. */
export const WINDOW_LINES = 8;
/** Bytes on their way at one time; ngircd hangs up beyond 2,048. */
export const WINDOW_BYTES = 1_400;
/** Lines that wait, beyond which a reader of standard input pauses. */
export const COMFORTABLE_LINES = 256;
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
 * At most {@linkcode WINDOW_LINES} are unconfirmed at a time, so that no server's flood
 * protection is set off. A line is confirmed by the answer to its label, by its echo, or by the
 * PONG to a PING that was sent after it: servers handle one connection's lines in order.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #waiting: Entry[] = [];
  #sent: Sent[] = [];
  #barriers: Barrier[] = [];
  #confirmation: Confirmation | undefined;
  #order = 0;
  #lastId = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Lines neither refused nor confirmed, the client's own doing not counted. */
  get unconfirmed(): number {
    const theirs = (entry: Entry) => !entry.quiet;
    return this.#waiting.filter(theirs).length +
      this.#sent.filter(({ entry }) => theirs(entry)).length;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#sent.length === 0;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Lines that are on their way, oldest first. */
  get inFlight(): readonly Entry[] {
    return this.#sent.map((sent) => sent.entry);
  }

  /** Whether what is said comes back on this connection. */
  get hasEcho(): boolean {
    return this.#confirmation?.echo === true;
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
    this.#waiting.push(entry);
    return entry;
  }

  /** Queues lines before all others, in their order: what the reconnected client needs first. */
  pushFirst(drafts: readonly Omit<Entry, "id">[]): void {
    this.#waiting.unshift(...drafts.map((draft) => ({ ...draft, id: ++this.#lastId })));
  }

  /** The server listens now. */
  open(confirmation: Confirmation): void {
    this.#confirmation = confirmation;
    this.pump();
  }

  /**
   * The connection is lost: what was on its way returns to the front. Returns the lines that may
   * not be sent twice and of which nobody knows whether they arrived.
   */
  close(): Entry[] {
    this.#confirmation = undefined;
    const unknown = this.#sent.map((sent) => sent.entry).filter((entry) => !entry.quiet);
    this.#waiting = [
      ...unknown.filter((entry) => entry.repeat),
      ...this.#waiting.filter((entry) => !entry.quiet),
    ];
    this.#sent = [];
    this.#barriers = [];
    return unknown.filter((entry) => !entry.repeat);
  }

  /** Gives up everything and returns it, oldest first. */
  drain(): Entry[] {
    const all = [...this.inFlight, ...this.#waiting].filter((entry) => !entry.quiet);
    this.#sent = [];
    this.#waiting = [];
    this.#barriers = [];
    return all;
  }

  /** Sends what the window has room for. */
  pump(): void {
    if (this.#confirmation === undefined) return;
    let count = 0;
    while (count < this.#waiting.length && this.#hasRoom(this.#waiting[count])) {
      this.#sendEntry(this.#waiting[count++]);
    }
    if (count > 0) this.#waiting.splice(0, count);
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
  echoed(echo: { kind: MessageKind; target: string; text: string }): Entry | undefined {
    return this.#sent.find(({ entry }) =>
      entry.kind === echo.kind && entry.text === echo.text &&
      this.#options.same(entry.target, echo.target)
    )?.entry;
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

  #remove(entry: Entry): boolean {
    const index = this.#sent.findIndex((sent) => sent.entry === entry);
    if (index >= 0) this.#sent.splice(index, 1);
    return index >= 0;
  }

  #hasRoom(entry: Entry | undefined): entry is Entry {
    if (entry === undefined) return false;
    // The PING that closes an unlabelled window takes one of its lines.
    const lines = this.#sent.length + this.#barriers.length +
      (this.#confirmation?.labels === true ? 0 : 1);
    const bytes = this.#sent.reduce((sum, sent) => sum + sent.bytes, 0);
    return this.#sent.length === 0 && this.#barriers.length === 0 ||
      lines < WINDOW_LINES && bytes + byteLength(entry.line) <= WINDOW_BYTES;
  }

  #sendEntry(entry: Entry | undefined): void {
    if (entry === undefined) return;
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
