import { MAX_ANSWER_LINES, MAX_ANSWER_UNITS, type NodeMessageBody } from "./messages.ts";

/** How long a node waits for the answers of the others, in milliseconds. */
const ANSWER_MS = 2_000;
/** Questions of this node that wait for answers; a further one has none. */
const MAX_OPEN = 1_000;

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

/** Options for {@linkcode Questions}. */
export interface QuestionsOptions {
  readonly send: (message: NodeMessageBody) => void;
  /** How many other nodes there are. */
  readonly others: () => number;
  readonly answerers: Answerers;
  readonly newId: () => string;
}

interface Open {
  readonly answers: Map<string, Answer>;
  readonly wanted: number;
  readonly end: () => void;
}

/** Asks the other nodes, and answers them. */
export class Questions {
  readonly #options: QuestionsOptions;
  readonly #open = new Map<string, Open>();

  constructor(options: QuestionsOptions) {
    this.#options = options;
  }

  /** Asks all other nodes; resolves to the answers that come within two seconds. */
  async ask(question: Question, about = ""): Promise<readonly Answer[]> {
    const { others, newId, send } = this.#options;
    const wanted = others();
    if (wanted === 0 || this.#open.size >= MAX_OPEN) return [];
    const id = newId();
    const { promise, resolve } = Promise.withResolvers<void>();
    const answers = new Map<string, Answer>();
    this.#open.set(id, { answers, wanted, end: resolve });
    const timer = setTimeout(resolve, ANSWER_MS);
    send({ type: "ask", id, question, about });
    await promise;
    clearTimeout(timer);
    this.#open.delete(id);
    return [...answers.values()].toSorted((one, other) => one.node < other.node ? -1 : 1);
  }

  /** Takes a message of another node. */
  hear(
    { epoch, node }: { readonly epoch: string; readonly node: string },
    message: NodeMessageBody,
  ): void {
    const { answerers, send } = this.#options;
    if (message.type === "ask") {
      const { id, question, about } = message;
      if (!Object.hasOwn(answerers, question)) return;
      const lines = answerers[question as Question](about).slice(0, MAX_ANSWER_LINES);
      send({ type: "answer", id, lines: lines.map((line) => line.slice(0, MAX_ANSWER_UNITS)) });
    } else if (message.type === "answer") {
      const open = this.#open.get(message.id);
      open?.answers.set(epoch, { node, lines: message.lines });
      if (open !== undefined && open.answers.size >= open.wanted) open.end();
    }
  }

  /** Waits for no answer any more. */
  close(): void {
    for (const { end } of this.#open.values()) end();
  }
}
