import type { Questions } from "../broker.ts";
import { decodeTable, encode, isKey } from "./values.ts";

/** How long a node waits for the answers of the others, in milliseconds. */
const ANSWER_MS = 2_000;
/** Lines of an answer, and UTF-16 units of each. */
const MAX_LINES = 1_000;
const MAX_LINE_UNITS = 4_096;

/** A node's answer to a question. */
export interface Answer {
  readonly node: string;
  readonly lines: readonly string[];
}

/** What a node may be asked. */
export type Question =
  /** To read its settings again; it answers with a sentence about the result. */
  | "rehash"
  /** The addresses from which a user, given by the id, is connected to it. */
  | "addresses"
  /** The sessions of an account on it, see accounts/logins.ts. */
  | "logins"
  /** The names of the operators that its settings have. */
  | "operators";

/** Answers a question about something, for the nodes that ask. */
export type Answerer = (about: string) => readonly string[];

/** The answers that a node has. */
export type Answerers = Readonly<Record<Question, Answerer>>;

/** A node that can be asked. */
export interface Asked {
  readonly name: string;
  readonly topic: string;
}

/** Asks the other nodes, and answers them. */
export class PeerQuestions {
  /** The topic on which this node answers. */
  readonly topic = `peers.${crypto.randomUUID()}`;
  readonly #broker: Questions;
  readonly #answerers: Answerers;

  constructor({ broker, answerers }: {
    readonly broker: Questions;
    readonly answerers: Answerers;
  }) {
    this.#broker = broker;
    this.#answerers = answerers;
    broker.answer(this.topic, (data) => Promise.resolve(this.#answer(data)));
  }

  /** Asks nodes; resolves to the answers that come within two seconds. */
  async ask(
    nodes: readonly Asked[],
    { question, about }: { readonly question: Question; readonly about: string },
  ): Promise<readonly Answer[]> {
    const data = encode({ question, about });
    const answers = await Promise.all(nodes.map(async ({ name, topic }) => {
      try {
        const lines = linesOf(await this.#broker.ask(topic, data, ANSWER_MS));
        return lines === undefined ? [] : [{ node: name, lines }];
      } catch {
        // It is gone, or too slow.
        return [];
      }
    }));
    return answers.flat();
  }

  /** The answer to a question; undefined for one that this version does not know. */
  #answer(data: Uint8Array): Uint8Array | undefined {
    const { question, about } = decodeTable(data) ?? {};
    if (!isKey(question) || !isKey(about) || !Object.hasOwn(this.#answerers, question)) {
      return undefined;
    }
    const lines = this.#answerers[question as Question](about).slice(0, MAX_LINES);
    return encode({ lines: lines.map((line) => line.slice(0, MAX_LINE_UNITS)) });
  }
}

function linesOf(data: Uint8Array): readonly string[] | undefined {
  const { lines } = decodeTable(data) ?? {};
  const fits = Array.isArray(lines) && lines.length <= MAX_LINES &&
    lines.every((line) => typeof line === "string" && line.length <= MAX_LINE_UNITS);
  return fits ? lines : undefined;
}
