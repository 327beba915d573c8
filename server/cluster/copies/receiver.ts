import { createHash } from "node:crypto";
import { messageOf } from "../../../protocol/errors.ts";
import type { Log } from "../../operator/log.ts";
import { AnswerError, type Questions } from "../broker.ts";
import { checkCopy, putInPlace, removeTemporary, SCHEMA, temporaryFile } from "./files.ts";
import {
  COPIES,
  type CopyFile,
  type CopyQuestion,
  type CopyState,
  decode,
  decodeOffer,
  encode,
  type Offer,
  PIECE_BYTES,
} from "./questions.ts";

/** How long nodes are waited for that may give a copy, in milliseconds. */
const OFFERS_MS = 1_000;
/** How often nodes are asked for offers if none has given a whole copy. */
const ROUNDS = 3;
/** The pause while all nodes send other copies, in milliseconds. */
const BUSY_MS = 2_000;
/** How often a node is asked whether its copy is ready, in milliseconds. */
const STATE_MS = 250;
/** How long an answer may take, in milliseconds, and how often a question is repeated. */
const ANSWER_MS = 5_000;
const ATTEMPTS = 3;
/** Pieces that are asked for before the first of them has come. */
const WINDOW = 4;
/** How often the log says how much has come, in milliseconds. */
const REPORT_MS = 5_000;

/** Options for {@linkcode fetchCopy}. */
export interface CopyRequest {
  readonly broker: Questions;
  /** The data folder, whose database is closed. */
  readonly data: string;
  readonly log: Log;
  /** The name of this node. */
  readonly node: string;
  /** The network of which the copy has to be. */
  readonly network: string;
  /** The last sequence that the copy has to have. */
  readonly recorded: number;
}

/** No other node has given a copy. */
export class NoCopyError extends Error {}

/**
 * Puts a copy of another node's database in the place of a folder's. What is in it stays as it was
 * until the copy is whole and checked.
 *
 * Throws a NoCopyError that says what would help if no node has given a copy.
 */
export async function fetchCopy(request: CopyRequest): Promise<void> {
  const { log } = request;
  let why = "no other node is up";
  let isWaiting = false;
  for (let round = 1; round <= ROUNDS;) {
    const offers = await offersOf(request).catch((error) => {
      why = messageOf(error);
      return [];
    });
    for (const { node, topic, isBusy } of offers) {
      if (isBusy) continue;
      try {
        return await takeFrom(request, { node, topic });
      } catch (error) {
        why = `that of the node ${node} is not taken, ${messageOf(error)}`;
        log.warn("A copy of the database is not taken", { node, why: messageOf(error) });
      }
    }
    if (offers.length > 0 && offers.every(({ isBusy }) => isBusy)) {
      if (!isWaiting) log.info("Waiting for a copy of the database; other nodes get theirs first");
      isWaiting = true;
      await pause(BUSY_MS);
    } else round++;
  }
  throw new NoCopyError(
    `Cannot get a copy of another node's database: ${why}; start a node first that has the network ` +
      "in its folder, or put a copy that chat backup makes into this folder",
  );
}

async function offersOf({ broker }: CopyRequest): Promise<Offer[]> {
  const answers = await broker.askAll(COPIES, encode({ schema: SCHEMA }), OFFERS_MS);
  return answers.flatMap((answer) => decodeOffer(answer) ?? []);
}

async function takeFrom(
  request: CopyRequest,
  { node, topic }: Pick<Offer, "node" | "topic">,
): Promise<void> {
  const { broker, data, log } = request;
  log.info("Taking a copy of the database", { from: node });
  const ask = (question: CopyQuestion) => askAgain(broker, { topic, question });
  // Not asked again, since the node would begin another one.
  const begin = encode({ ask: "begin", node: request.node });
  const copy = decode<number>(await broker.ask(topic, begin, ANSWER_MS));
  const path = temporaryFile(data);
  let isWhole = false;
  try {
    const file = await readyFile(ask, copy);
    await receive(path, { ask, copy, file, log });
    checkCopy(path, request);
    putInPlace(path, data);
    isWhole = true;
    log.info("The copy of the database is taken", { from: node, bytes: file.bytes });
  } finally {
    removeTemporary(path);
    await ask({ ask: "end", copy, isWhole }).catch(() => {});
  }
}

type Ask = (question: CopyQuestion) => Promise<Uint8Array>;

/** Waits until a copy is ready. */
async function readyFile(ask: Ask, copy: number): Promise<CopyFile> {
  for (;;) {
    const { ready } = decode<CopyState>(await ask({ ask: "state", copy }));
    if (ready !== undefined) return ready;
    await pause(STATE_MS);
  }
}

/** Receives the pieces of a copy into a file. Throws an Error if they are not what was sent. */
async function receive(
  path: string,
  { ask, copy, file: { bytes, checksum }, log }: {
    readonly ask: Ask;
    readonly copy: number;
    readonly file: CopyFile;
    readonly log: Log;
  },
): Promise<void> {
  using file = Deno.openSync(path, { write: true });
  const hash = createHash("sha256");
  let received = 0;
  let reported = performance.now();
  for await (const piece of pieces(ask, { copy, count: Math.ceil(bytes / PIECE_BYTES) })) {
    hash.update(piece);
    for (let at = 0; at < piece.length;) at += file.writeSync(piece.subarray(at));
    received += piece.length;
    if (performance.now() - reported < REPORT_MS) continue;
    reported = performance.now();
    log.info("Taking a copy of the database", { received, bytes });
  }
  file.syncSync();
  if (received !== bytes || hash.digest("hex") !== checksum) {
    throw new Error("it was not received as it was sent");
  }
}

/** The pieces of a copy in their order, some of which are asked for ahead. */
async function* pieces(
  ask: Ask,
  { copy, count }: { readonly copy: number; readonly count: number },
): AsyncIterable<Uint8Array> {
  const asked: Promise<Uint8Array>[] = [];
  for (let piece = 0; piece < count + WINDOW; piece++) {
    if (piece < count) {
      const answer = ask({ ask: "piece", copy, piece });
      // It is awaited later; until then an error of it is not one that nobody catches.
      answer.catch(() => {});
      asked.push(answer);
    }
    if (piece >= WINDOW - 1 && asked.length > 0) yield await asked.shift()!;
  }
}

/** Asks a question that may be repeated. */
async function askAgain(
  broker: Questions,
  { topic, question }: { readonly topic: string; readonly question: CopyQuestion },
): Promise<Uint8Array> {
  for (let attempt = 1;; attempt++) {
    try {
      return await broker.ask(topic, encode(question), ANSWER_MS);
    } catch (error) {
      if (error instanceof AnswerError) throw error;
      if (attempt === ATTEMPTS) throw new Error(`it does not answer, ${messageOf(error)}`);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
