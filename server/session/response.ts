import { EventLine } from "./event_line.ts";
import { batchEnd, batchStart } from "./lines.ts";

/** An answer longer than this is sent in parts while its command waits, in UTF-16 units. */
const LONG_ANSWER = 4096;

/** A line of an answer, and whether it is pledged. */
interface Answer {
  readonly line: EventLine;
  readonly pledged: boolean;
}

/** Sends one line of a labelled answer, with `first` as its first tags. */
type Emit = (line: EventLine, options: { first: string; pledged: boolean }) => void;

/**
 * The answer to a command with a label, kept until the command is done. Then the label goes on its
 * only line, on a batch around its lines, or on an ACK if there are no lines.
 *
 * IRCv3, "Labeled responses".
 */
export class Response {
  readonly #label: string;
  #answers: Answer[] = [];
  #length = 0;
  #pledged = false;
  /** The batch of an answer that is sent in parts. */
  #open: { readonly batchId: string; readonly emit: Emit } | undefined;

  /** `label` is the escaped value of the tag. */
  constructor(label: string) {
    this.#label = label;
  }

  /** The escaped label. */
  get label(): string {
    return this.#label;
  }

  /** Whether the kept lines are so many that they should be sent. */
  get isLong(): boolean {
    return this.#length > LONG_ANSWER;
  }

  /** Pledges the whole answer: none of its lines is sent if the event is not stored. */
  pledge(): void {
    this.#pledged = true;
  }

  /** Keeps a line, or sends it if the batch has begun. */
  add(line: EventLine, pledged: boolean): void {
    if (this.#open === undefined) {
      this.#answers.push({ line, pledged });
      this.#length += line.body.length;
      return;
    }
    const { batchId, emit } = this.#open;
    emit(line, {
      first: line.inBatch ? "" : `batch=${batchId}`,
      pledged: pledged || this.#pledged,
    });
  }

  /** Begins a batch with the kept lines, so that later lines are sent at once; returns its id. */
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

  /** Sends the kept lines, and ends the batch if one has begun. */
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

  /** Labels the first line; any other lines are in the batch that it begins. */
  #finishOne(first: Answer, emit: Emit): void {
    emit(first.line, {
      first: `label=${this.#label}`,
      pledged: first.pledged || this.#pledged,
    });
    for (const { line, pledged } of this.#answers.slice(1)) {
      emit(line, { first: "", pledged: pledged || this.#pledged });
    }
  }

  /** Whether the answer is one line or one batch. */
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
  /** Makes the id of the batch, if one is needed. */
  readonly newBatchId: () => string;
}
