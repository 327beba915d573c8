import { EventLine } from "./event_line.ts";
import { batchEnd, batchStart } from "./lines.ts";

/** An answer is kept up to this many UTF-16 units, where it may be sent in parts. */
const LONG_ANSWER = 4096;

/** A line of an answer, and whether it speaks of an event that is stored. */
interface Answer {
  readonly line: EventLine;
  readonly pledged: boolean;
}

/** How a labelled answer is sent, line by line. */
type Emit = (line: EventLine, options: { first: string; pledged: boolean }) => void;

/**
 * What a command with a label answers, kept until the command is done: then its one line gets
 * the label, or its many lines a batch that has it, or nothing at all an ACK.
 *
 * IRCv3, "Labeled responses".
 */
export class Response {
  readonly #label: string;
  #answers: Answer[] = [];
  #length = 0;
  /** Whether it stands and falls with an event that is stored. */
  #pledged = false;
  /** The batch that was begun before all was known, and where its lines go. */
  #open: { readonly batchId: string; readonly emit: Emit } | undefined;

  /** `label`: the tag's value, as it came, escaped. */
  constructor(label: string) {
    this.#label = label;
  }

  /** Its label, escaped. */
  get label(): string {
    return this.#label;
  }

  /** Whether what is kept is so much that it had better be sent. */
  get isLong(): boolean {
    return this.#length > LONG_ANSWER;
  }

  /** Makes it stand and fall with an event that is stored: without that, nothing is confirmed. */
  pledge(): void {
    this.#pledged = true;
  }

  /** Keeps a line. */
  add(line: EventLine, pledged: boolean): void {
    if (this.#open === undefined) {
      this.#answers.push({ line, pledged });
      this.#length += line.body.length;
      return;
    }
    const { batchId, emit } = this.#open;
    emit(line, { first: line.inBatch ? "" : `batch=${batchId}`, pledged });
  }

  /**
   * Sends what was kept as the beginning of a batch, and what comes from now on at once. Returns the
   * batch's id.
   */
  begin({ emit, serverName, newBatchId }: SendOptions): string {
    if (this.#open !== undefined) return this.#open.batchId;
    const batchId = newBatchId();
    this.#open = { batchId, emit };
    emit(batchStart(serverName, { id: batchId, type: "labeled-response" }), {
      first: `label=${this.#label}`,
      pledged: this.#pledged,
    });
    for (const { line, pledged } of this.#answers) this.add(line, pledged);
    this.#answers = [];
    return batchId;
  }

  /** Sends all that was kept, and ends what was begun. */
  finish(options: SendOptions): void {
    const { emit, serverName } = options;
    const [only] = this.#answers;
    if (this.#open === undefined && (only === undefined || this.#isOneItem())) {
      const ack = { line: new EventLine(`:${serverName} ACK`), pledged: this.#pledged };
      this.#finishOne(only ?? ack, emit);
      return;
    }
    const batchId = this.begin(options);
    emit(batchEnd(serverName, batchId), { first: "", pledged: this.#pledged });
  }

  /** The first line has the label; lines that follow are in the batch that it begins. */
  #finishOne(first: Answer, emit: Emit): void {
    emit(first.line, { first: `label=${this.#label}`, pledged: first.pledged });
    for (const { line, pledged } of this.#answers.slice(1)) emit(line, { first: "", pledged });
  }

  /** Whether it is one line, or one batch with all that is in it. */
  #isOneItem(): boolean {
    let items = 0;
    for (const { line } of this.#answers) {
      if (!line.inBatch) items++;
    }
    return items === 1;
  }
}

/** Options for {@linkcode Response.finish}. */
export interface SendOptions {
  readonly emit: Emit;
  readonly serverName: string;
  /** Names the batch, where one is needed. */
  readonly newBatchId: () => string;
}
