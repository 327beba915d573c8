import { formatMessage, formatTags } from "../../protocol/message.ts";
import type { ChatMessageEvent, FoundEvent, ProblemEvent } from "../events.ts";
import { channelName } from "../format/names.ts";
import type { EventContext, HistoryLine } from "../receiving/context.ts";
import type { Outbox, OutboxEntry } from "../sending/outbox.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { t } from "../texts/mod.ts";
import { type MessagePosition, PageProgress, referenceTo } from "./page_progress.ts";
import { parseSearch, type SearchTerms } from "./search_terms.ts";

/** Messages that a query returns if it has no limit. */
const DEFAULT_MESSAGES = 50;
/** Queries that wait for the connection. */
const MAX_WAITING_QUERIES = 20;

/** Messages that are taken from one answer. */
const MAX_RECEIVED = 10_000;

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
  /** Whether we are in this room, or about to enter it. */
  readonly isWanted: (channel: string) => boolean;
  readonly has: (capability: "draft/chathistory" | "soju.im/search") => boolean;
  readonly now: () => number;
  readonly emit: (event: FoundEvent | ProblemEvent) => void;
}

/** A query, from being sent to its result being shown. */
interface Asked {
  /** Undefined until everything has come. */
  result: FoundEvent | undefined;
}

interface SentQuery {
  readonly asked: Asked;
  readonly query: HistoryQuery;
  /** Undefined for the last messages. */
  readonly terms: SearchTerms | undefined;
  readonly progress: PageProgress;
  /** What the current request has returned. */
  readonly messages: ChatMessageEvent[];
  /** What the requests before it have returned, which is newer. */
  readonly newer: readonly ChatMessageEvent[];
}

/**
 * Sends /history and /search, collects the messages that answer them, and shows the results in the
 * order of the queries, of which one may take more requests than the next.
 */
export class HistoryQueries {
  readonly #options: HistoryQueriesOptions;
  /** The queries whose results are not shown yet, oldest first. */
  readonly #asked: Asked[] = [];
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
    const { has, isWanted } = this.#options;
    const { searched, limit = DEFAULT_MESSAGES } = query;
    const isSearch = searched !== undefined;
    if (!isSearch && !has("draft/chathistory")) return t("This server keeps no history");
    if (isSearch && !has("soju.im/search")) return t("This server cannot search");
    const terms = isSearch ? parseSearch(searched) : undefined;
    if (typeof terms === "string") return terms;
    const progress = new PageProgress(isSearch ? 0 : this.#options.info.limitPage(limit));
    const asked: Asked = { result: undefined };
    this.#asked.push(asked);
    this.#send({
      asked,
      query: scoped(query, terms, isWanted),
      terms,
      progress,
      messages: [],
      newer: [],
    });
    return undefined;
  }

  #send(sent: SentQuery, before?: MessagePosition): void {
    const { outbox } = this.#options;
    const { query } = sent;
    const { terms } = sent;
    const isSearch = terms !== undefined;
    const entry = outbox.push({
      line: isSearch ? this.#searchLine(query, terms) : this.#historyLine(query, before),
      command: isSearch ? "SEARCH" : "CHATHISTORY",
      target: "",
      text: query.typed,
      kind: undefined,
      repeat: true,
      quiet: false,
    });
    this.#sent.set(entry, sent);
    outbox.pump();
  }

  /** Takes a line of the history. Returns whether it answers a query. */
  takeLine(line: HistoryLine, context: EventContext): boolean {
    const sent = this.#find(context);
    sent?.progress.line(line, line);
    return sent !== undefined;
  }

  /** Takes a message from the history. Returns whether it answers a query. */
  take(event: ChatMessageEvent, context: EventContext): boolean {
    const sent = this.#find(context);
    const isFull = (sent?.messages.length ?? 0) >= MAX_RECEIVED;
    if (!isFull) sent?.messages.push(event);
    return sent !== undefined;
  }

  /** A line was answered: if it is a query, all its messages have come. */
  answered(entry: OutboxEntry): void {
    const sent = this.#sent.get(entry);
    if (sent === undefined) return;
    this.#sent.delete(entry);
    const { searched, conversation, token, limit = DEFAULT_MESSAGES } = sent.query;
    const time = this.#options.now();
    const all = [...sent.messages, ...sent.newer];
    const before = sent.progress.answered();
    if (before !== undefined) return this.#send({ ...sent, messages: [], newer: all }, before);
    // With a time after which to search, the server begins at the oldest.
    const isFromOldest = sent.terms?.after !== undefined;
    const messages = isFromOldest ? all.slice(0, limit) : all.slice(-limit);
    const more = sent.terms !== undefined && all.length > limit;
    sent.asked.result = { type: "found", time, searched, conversation, messages, more, token };
    this.#show();
  }

  /** A line was refused, which may be a query. */
  refused(entry: OutboxEntry): void {
    const sent = this.#sent.get(entry);
    if (sent === undefined) return;
    this.#sent.delete(entry);
    this.#asked.splice(this.#asked.indexOf(sent.asked), 1);
    this.#show();
  }

  /** Shows the results for which those of no earlier query are missing. */
  #show(): void {
    for (let first = this.#asked[0]; first?.result !== undefined; first = this.#asked[0]) {
      this.#asked.shift();
      this.#options.emit(first.result);
    }
  }

  /** The connection is lost: the outbox sends the queries again, and they are answered anew. */
  lost(): void {
    for (const { messages, progress } of this.#sent.values()) {
      messages.length = 0;
      progress.restart();
    }
  }

  #historyLine(
    { conversation = "", limit = DEFAULT_MESSAGES }: HistoryQuery,
    before: MessagePosition | undefined,
  ): string {
    const { info } = this.#options;
    const count = String(info.limitPage(limit));
    const range = before === undefined
      ? ["LATEST", conversation, "*"]
      : ["BEFORE", conversation, referenceTo(before, info.isupport)];
    return formatMessage({ command: "CHATHISTORY", params: [...range, count] });
  }

  #searchLine(
    { conversation, limit = DEFAULT_MESSAGES }: HistoryQuery,
    { text, from, after, before }: SearchTerms,
  ): string {
    // One more than is shown says whether there are more.
    const attributes = new Map([["text", text], ["limit", String(limit + 1)]]);
    if (conversation !== undefined) attributes.set("in", conversation);
    if (from !== undefined) attributes.set("from", from);
    if (after !== undefined) attributes.set("after", new Date(after).toISOString());
    if (before !== undefined) attributes.set("before", new Date(before).toISOString());
    // Attributes have the format of tags without the leading "@".
    const words = formatTags(attributes).slice(1).trimEnd();
    return formatMessage({ command: "SEARCH", params: [words] });
  }

  #find({ entry, playback }: EventContext): SentQuery | undefined {
    return entry === undefined ? this.#findUnlabelled(playback ?? "") : this.#sent.get(entry);
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

/** The query with the conversation that its words name, which are those that `/to` understands. */
function scoped(
  query: HistoryQuery,
  terms: SearchTerms | undefined,
  isWanted: (channel: string) => boolean,
): HistoryQuery {
  const place = terms?.in;
  if (place === undefined) return query;
  if (place === "*") return { ...query, conversation: undefined };
  if (place.startsWith("@")) return { ...query, conversation: place.slice(1) };
  const channel = channelName(place);
  // No nickname begins with a digit.
  const isRoom = /^\d/.test(place) || isWanted(channel);
  return { ...query, conversation: isRoom ? channel : place };
}
