import type { EventLine } from "./event_line.ts";

/** A line of an answer, and whether it speaks of an event that is stored. */
interface Answer {
  readonly line: EventLine;
  readonly pledged: boolean;
}

/** How a labelled answer is sent, line by line. */
export type Emit = (line: EventLine, options: { first: string; pledged: boolean }) => void;

/**
 * What a command with a label answers, kept until the command is done: then its one line gets
 * the label, or its many lines a batch that has it, or nothing at all an ACK.
 *
 * IRCv3, "Labeled responses".
 */
export class Response {
  readonly #label: string;
  readonly #answers: Answer[] = [];

  /** `label`: the tag's value, as it came, escaped. */
  constructor(label: string) {
    this.#label = label;
  }

  /** Its label, escaped. */
  get label(): string {
    return this.#label;
  }

  /** Keeps a line. */
  add(line: EventLine, pledged: boolean): void {
    this.#answers.push({ line, pledged });
  }

  /** Sends all that was kept. `batchId` names the batch, where one is needed. */
  finish(emit: Emit, { serverName, batchId, line: make }: FinishOptions): void {
    const label = `label=${this.#label}`;
    const [only] = this.#answers;
    if (only === undefined) {
      emit(make(`:${serverName} ACK`), { first: label, pledged: false });
      return;
    }
    if (this.#isOneItem()) {
      for (const answer of this.#answers) {
        const first = answer === only ? label : "";
        emit(answer.line, { first, pledged: answer.pledged });
      }
      return;
    }
    emit(make(`:${serverName} BATCH +${batchId} labeled-response`), {
      first: label,
      pledged: false,
    });
    for (const { line, pledged } of this.#answers) {
      emit(line, { first: line.inBatch ? "" : `batch=${batchId}`, pledged });
    }
    emit(make(`:${serverName} BATCH -${batchId}`), { first: "", pledged: false });
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
export interface FinishOptions {
  readonly serverName: string;
  readonly batchId: string;
  /** Makes a line of the server's own. */
  readonly line: (body: string) => EventLine;
}
