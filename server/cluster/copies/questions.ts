import { decodeTable, isKey } from "../peers/values.ts";

/** The topic on which nodes are asked for copies of their databases. */
export const COPIES = "copies";
/** Bytes of a piece of a copy; NATS refuses messages of more than 1 MiB. */
export const PIECE_BYTES = 256 * 1024;

/** Asks all nodes who has a copy for a node. */
export interface OfferRequest {
  /** The newest schema of a database that the node knows. */
  readonly schema: number;
}

/** What a node answers. */
export interface Offer {
  readonly node: string;
  /** The topic on which this node answers each {@linkcode CopyQuestion}. */
  readonly topic: string;
  /** Whether it sends as many copies as it does at a time. */
  readonly isBusy: boolean;
}

/** What a node that takes a copy asks the one that gives it. */
export type CopyQuestion =
  /** That it begins to make one; the answer is its number. */
  | { readonly ask: "begin"; readonly node: string }
  /** Whether it is ready; the answer is a {@linkcode CopyState}. */
  | { readonly ask: "state"; readonly copy: number }
  /** The bytes of a piece. */
  | { readonly ask: "piece"; readonly copy: number; readonly piece: number }
  /** That it is forgotten. */
  | { readonly ask: "end"; readonly copy: number; readonly isWhole: boolean };

/** How far a copy is; undefined until it is ready. */
export interface CopyState {
  readonly ready?: CopyFile;
}

/** A copy that can be sent. */
export interface CopyFile {
  readonly bytes: number;
  /** SHA-256 of them, in base 16. */
  readonly checksum: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A question or an answer as bytes. */
export function encode(
  value: OfferRequest | Offer | CopyQuestion | CopyState | number,
): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** Reads an offer; undefined if the data is none. */
export function decodeOffer(data: Uint8Array): Offer | undefined {
  const { node, topic, isBusy } = decodeTable(data) ?? {};
  if (!isKey(node) || !isKey(topic) || typeof isBusy !== "boolean") return undefined;
  return { node, topic, isBusy };
}

/** What {@linkcode encode} has encoded. */
export function decode<T>(data: Uint8Array): T {
  return JSON.parse(decoder.decode(data)) as T;
}
