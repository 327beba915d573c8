import { dirname } from "@std/path";
import { messageOf } from "../../../protocol/errors.ts";
import type { Log } from "../../operator/log.ts";
import type { Questions } from "../broker.ts";
import { copyDatabase, type Copying } from "./copying.ts";
import { removeTemporary, SCHEMA, temporaryFile } from "./files.ts";
import {
  COPIES,
  type CopyFile,
  type CopyQuestion,
  decode,
  encode,
  type Offer,
  type OfferRequest,
  PIECE_BYTES,
} from "./questions.ts";

/** Copies that a node sends at the same time. */
const MAX_COPIES = 2;
/** How long nothing is asked of a copy before it is removed, in milliseconds. */
const IDLE_MS = 30_000;

/** Options for {@linkcode CopyGiver}. */
export interface CopyGiverOptions {
  readonly questions: Questions;
  readonly node: string;
  /** The database's file. */
  readonly path: string;
  readonly log: Log;
  /** Stores the present state of the network, from which a copy goes on. */
  readonly prepare: () => Promise<void>;
}

/** A copy for another node. */
interface Copy {
  readonly node: string;
  readonly path: string;
  readonly begunAt: number;
  copying: Copying | undefined;
  file: CopyFile | undefined;
  error: Error | undefined;
  idle: ReturnType<typeof setTimeout> | undefined;
}

/** Gives other nodes copies of this node's database. */
export class CopyGiver {
  readonly #options: CopyGiverOptions;
  readonly #topic = `${COPIES}.${crypto.randomUUID()}`;
  readonly #copies = new Map<number, Copy>();
  #last = 0;
  #closed = false;

  constructor(options: CopyGiverOptions) {
    this.#options = options;
    const { questions } = options;
    questions.answer(COPIES, (data) => Promise.resolve(this.#offer(decode(data))));
    questions.answer(this.#topic, async (data) => await this.#answer(decode(data)));
  }

  /** Gives no more copies, and removes those that are there. */
  close(): void {
    this.#closed = true;
    for (const number of [...this.#copies.keys()]) this.#end(number, "this server closes");
  }

  #offer({ schema }: OfferRequest): Uint8Array | undefined {
    if (this.#closed || schema < SCHEMA) return undefined;
    const isBusy = this.#copies.size >= MAX_COPIES;
    return encode({ node: this.#options.node, topic: this.#topic, isBusy } satisfies Offer);
  }

  async #answer(question: CopyQuestion): Promise<Uint8Array> {
    if (question.ask === "begin") return encode(this.#begin(question.node));
    const copy = this.#copies.get(question.copy);
    if (copy === undefined) throw new Error("it has no such copy any more");
    if (question.ask === "end") {
      this.#end(question.copy, question.isWhole ? undefined : `${copy.node} wants it no more`);
      return encode(question.copy);
    }
    this.#wait(question.copy, copy);
    if (copy.error !== undefined) {
      this.#end(question.copy, copy.error.message);
      throw copy.error;
    }
    if (question.ask === "state") {
      return encode(copy.file === undefined ? {} : { ready: copy.file });
    }
    return await pieceOf(copy.path, question.piece);
  }

  #begin(node: string): number {
    if (this.#closed || this.#copies.size >= MAX_COPIES) throw new Error("it sends others already");
    const number = ++this.#last;
    const copy: Copy = {
      node,
      path: temporaryFile(dirname(this.#options.path)),
      begunAt: performance.now(),
      copying: undefined,
      file: undefined,
      error: undefined,
      idle: undefined,
    };
    this.#copies.set(number, copy);
    this.#options.log.info("Copying the database for another node", { node });
    this.#wait(number, copy);
    this.#make(number, copy).catch((error) => {
      copy.error = new Error(`the database cannot be copied: ${messageOf(error)}`);
    });
    return number;
  }

  async #make(number: number, copy: Copy): Promise<void> {
    const { path, prepare, log } = this.#options;
    await prepare();
    // The other node may want it no more: what is copied now would stay, readable by everybody.
    if (!this.#copies.has(number)) return;
    copy.copying = copyDatabase({ from: path, to: copy.path });
    copy.file = await copy.copying.file;
    log.info("Sending the copy of the database", { node: copy.node, bytes: copy.file.bytes });
  }

  #wait(number: number, copy: Copy): void {
    clearTimeout(copy.idle);
    copy.idle = setTimeout(() => this.#end(number, `${copy.node} does not ask any more`), IDLE_MS);
  }

  /** Removes a copy, whole or for a reason. */
  #end(number: number, why: string | undefined): void {
    const copy = this.#copies.get(number);
    if (copy === undefined) return;
    const { node } = copy;
    this.#copies.delete(number);
    clearTimeout(copy.idle);
    copy.copying?.stop();
    removeTemporary(copy.path);
    const { log } = this.#options;
    const seconds = Math.round((performance.now() - copy.begunAt) / 100) / 10;
    if (why === undefined) log.info("Another node has a copy of the database", { node, seconds });
    else log.warn("Another node did not get a copy of the database", { node, why });
  }
}

async function pieceOf(path: string, piece: number): Promise<Uint8Array> {
  using file = await Deno.open(path);
  await file.seek(piece * PIECE_BYTES, Deno.SeekMode.Start);
  const data = new Uint8Array(PIECE_BYTES);
  let length = 0;
  while (length < PIECE_BYTES) {
    const read = await file.read(data.subarray(length));
    if (read === null) break;
    length += read;
  }
  return data.subarray(0, length);
}
