import { formatMessage, formatTags } from "../../protocol/message.ts";
import type { ChatMessageEvent, FoundEvent, ProblemEvent } from "../events.ts";
import type { EventContext } from "../receiving/context.ts";
import type { Outbox, OutboxEntry } from "../sending/outbox.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { t } from "../texts/mod.ts";

/** Messages that a query returns if it has no limit. */
const DEFAULT_MESSAGES = 50;
/** Queries that wait for the connection. */
const MAX_WAITING_QUERIES = 20;

/** A /history or /search. */
export interface HistoryQuery {
  /** The words to search for; undefined for the last messages. */
  readonly searched: string | undefined;
  /** A room or person; undefined, for a search, means everywhere. */
  readonly conversation: string | undefined;
  /** The maximum number of messages. */
  readonly limit: number | undefined;
  /** The typed text. */
  readonly typed: string;
  /** The number that the result has; undefined if a command was typed. */
  readonly token?: number | undefined;
}

/** Options for {@linkcode HistoryQueries}. */
export interface HistoryQueriesOptions {
  readonly info: ServerInfo;
  readonly outbox: Outbox;
  readonly has: (capability: "draft/chathistory" | "soju.im/search") => boolean;
  readonly now: () => number;
  readonly emit: (event: FoundEvent | ProblemEvent) => void;
}

interface SentQuery {
  readonly query: HistoryQuery;
  readonly messages: ChatMessageEvent[];
}

/** Sends /history and /search, and collects the messages that answer them. */
export class HistoryQueries {
  readonly #options: HistoryQueriesOptions;
  readonly #sent = new Map<OutboxEntry, SentQuery>();
  readonly #waiting: HistoryQuery[] = [];

  constructor(options: HistoryQueriesOptions) {
    this.#options = options;
  }

  /** Keeps a query until the connection is ready. Returns why that is not possible, or undefined. */
  sendLater(query: HistoryQuery): string | undefined {
    if (this.#waiting.length >= MAX_WAITING_QUERIES) {
      return t("Too many queries are waiting already");
    }
    this.#waiting.push(query);
    return undefined;
  }

  /** The connection is ready for commands. */
  open(): void {
    for (const query of this.#waiting.splice(0)) {
      const reason = this.send(query);
      if (reason === undefined) continue;
      const { emit, now } = this.#options;
      emit({ type: "problem", time: now(), reason, text: query.typed });
    }
  }

  /** Sends a query. Returns why that is not possible, or undefined. */
  send(query: HistoryQuery): string | undefined {
    const { outbox, has } = this.#options;
    const { searched, typed } = query;
    const isSearch = searched !== undefined;
    if (!isSearch && !has("draft/chathistory")) return t("This server keeps no history");
    if (isSearch && !has("soju.im/search")) return t("This server cannot search");
    const entry = outbox.push({
      line: isSearch ? this.#searchLine(query) : this.#historyLine(query),
      command: isSearch ? "SEARCH" : "CHATHISTORY",
      target: "",
      text: typed,
      kind: undefined,
      repeat: true,
      quiet: false,
    });
    this.#sent.set(entry, { query, messages: [] });
    outbox.pump();
    return undefined;
  }

  /** Takes a message from the history. Returns whether it answers a query. */
  take(event: ChatMessageEvent, { entry, playback }: EventContext): boolean {
    const sent = entry === undefined ? this.#findUnlabelled(playback ?? "") : this.#sent.get(entry);
    sent?.messages.push(event);
    return sent !== undefined;
  }

  /** A line was answered: if it is a query, all its messages have come. */
  answered(entry: OutboxEntry): void {
    const sent = this.#sent.get(entry);
    if (sent === undefined) return;
    this.#sent.delete(entry);
    const { searched, conversation, token } = sent.query;
    const { now, emit } = this.#options;
    emit({ type: "found", time: now(), searched, conversation, messages: sent.messages, token });
  }

  /** A line was refused, which may be a query. */
  refused(entry: OutboxEntry): void {
    this.#sent.delete(entry);
  }

  /** The connection is lost: the outbox sends the queries again, and they are answered anew. */
  lost(): void {
    for (const { messages } of this.#sent.values()) messages.length = 0;
  }

  #historyLine({ conversation = "", limit = DEFAULT_MESSAGES }: HistoryQuery): string {
    const count = String(this.#options.info.limitPage(limit));
    return formatMessage({
      command: "CHATHISTORY",
      params: ["LATEST", conversation, "*", count],
    });
  }

  #searchLine({ searched = "", conversation, limit = DEFAULT_MESSAGES }: HistoryQuery): string {
    const attributes = new Map([["text", searched], ["limit", String(limit)]]);
    if (conversation !== undefined) attributes.set("in", conversation);
    // Attributes have the format of tags without the leading "@".
    const words = formatTags(attributes).slice(1).trimEnd();
    return formatMessage({ command: "SEARCH", params: [words] });
  }

  #findUnlabelled(playback: string): SentQuery | undefined {
    const { info, outbox } = this.#options;
    if (outbox.hasLabels) return undefined;
    return [...this.#sent].find(([entry, { query }]) =>
      outbox.inFlight.includes(entry) &&
      (query.searched !== undefined
        ? playback === ""
        : info.same(query.conversation ?? "", playback))
    )?.[1];
  }
}
