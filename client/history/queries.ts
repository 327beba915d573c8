import { formatMessage, formatTags } from "../../protocol/message.ts";
import type { ChatMessageEvent, FoundEvent, ProblemEvent } from "../events.ts";
import type { ServerInfo } from "../session/server_info.ts";
import type { Entry, Outbox } from "../sending/outbox.ts";
import type { Origin } from "../receiving/inbox.ts";

/** Messages that /search shows at most. */
const SEARCH_MESSAGES = 50;

/** Questions that wait for the connection at most. */
const MAX_WAITING_QUESTIONS = 20;

/** What is to be found. */
export interface Question {
  /** Words to search for; undefined for the last messages. */
  readonly searched: string | undefined;
  /** Where, as on the wire; undefined for everywhere, which only a search can be. */
  readonly conversation: string | undefined;
  /** Most messages. */
  readonly limit: number | undefined;
  /** What was typed for it. */
  readonly typed: string;
}

/** Options for {@linkcode HistoryQueries}. */
export interface HistoryQueriesOptions {
  readonly info: ServerInfo;
  readonly outbox: Outbox;
  readonly has: (capability: "draft/chathistory" | "soju.im/search") => boolean;
  readonly now: () => number;
  readonly emit: (event: FoundEvent | ProblemEvent) => void;
}

interface Search {
  readonly question: Question;
  readonly messages: ChatMessageEvent[];
}

/** Answers to /history and /search: messages that are listed, not said. */
export class HistoryQueries {
  readonly #options: HistoryQueriesOptions;
  readonly #searches = new Map<Entry, Search>();
  readonly #waiting: Question[] = [];

  constructor(options: HistoryQueriesOptions) {
    this.#options = options;
  }

  /** Asks the server once it can be asked; returns why that cannot be, undefined when it can. */
  askWhenOpen(question: Question): string | undefined {
    if (this.#waiting.length >= MAX_WAITING_QUESTIONS) return "Too many questions wait already";
    this.#waiting.push(question);
    return undefined;
  }

  /** The server can be asked now. */
  open(): void {
    for (const question of this.#waiting.splice(0)) {
      const reason = this.ask(question);
      if (reason === undefined) continue;
      const { emit, now } = this.#options;
      emit({ type: "problem", time: now(), reason, text: question.typed });
    }
  }

  /** Asks the server; returns why that cannot be, undefined when it can. */
  ask(question: Question): string | undefined {
    const { outbox, has } = this.#options;
    const { searched, typed } = question;
    if (searched === undefined && !has("draft/chathistory")) return "This server keeps no history";
    if (searched !== undefined && !has("soju.im/search")) return "This server cannot search";
    const line = searched === undefined ? this.#history(question) : this.#search(question);
    const entry = outbox.push({
      line,
      command: searched === undefined ? "CHATHISTORY" : "SEARCH",
      target: "",
      text: typed,
      kind: undefined,
      repeat: true,
      quiet: false,
    });
    this.#searches.set(entry, { question, messages: [] });
    outbox.pump();
    return undefined;
  }

  /** Takes a message that is told from the past; false when nobody asked for it here. */
  take(event: ChatMessageEvent, { entry, playback }: Origin): boolean {
    const search = entry === undefined
      ? this.#unlabelled(playback ?? "")
      : this.#searches.get(entry);
    search?.messages.push(event);
    return search !== undefined;
  }

  /** The answer is whole; false when it was none of ours. */
  answered(entry: Entry): boolean {
    const search = this.#searches.get(entry);
    if (search === undefined) return false;
    this.#searches.delete(entry);
    const { searched, conversation } = search.question;
    const { now, emit } = this.#options;
    emit({ type: "found", time: now(), searched, conversation, messages: search.messages });
    return true;
  }

  /** There is no answer. */
  refused(entry: Entry): void {
    this.#searches.delete(entry);
  }

  /** The connection is lost: what is asked is asked again, and answered whole. */
  lost(): void {
    for (const { messages } of this.#searches.values()) messages.length = 0;
  }

  #history({ conversation = "", limit = SEARCH_MESSAGES }: Question): string {
    const most = Number(this.#options.info.isupport.get("CHATHISTORY"));
    const count = String(most > 0 ? Math.min(limit, most) : limit);
    return formatMessage({
      command: "CHATHISTORY",
      params: ["LATEST", conversation, "*", count],
    });
  }

  #search({ searched = "", conversation, limit = SEARCH_MESSAGES }: Question): string {
    const attributes = new Map([["text", searched], ["limit", String(limit)]]);
    if (conversation !== undefined) attributes.set("in", conversation);
    // Attributes are written as tags are, without the sign.
    const words = formatTags(attributes).slice(1).trimEnd();
    return formatMessage({ command: "SEARCH", params: [words] });
  }

  #unlabelled(playback: string): Search | undefined {
    const { info, outbox } = this.#options;
    if (outbox.hasLabels) return undefined;
    return [...this.#searches].find(([entry, { question }]) =>
      outbox.inFlight.includes(entry) &&
      (question.searched !== undefined
        ? playback === ""
        : info.same(question.conversation ?? "", playback))
    )?.[1];
  }
}
