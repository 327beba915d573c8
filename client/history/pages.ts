import type {
  ChatMessageEvent,
  PageEvent,
  PageKind,
  PageRequestedEvent,
  ReactionEvent,
} from "../events.ts";
import type { EventContext, HistoryLine } from "../receiving/context.ts";
import { quietDraft } from "../sending/outbox.ts";
import type { Outbox, OutboxEntry } from "../sending/outbox.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { type MessagePosition, PageProgress, referenceTo } from "./page_progress.ts";

/** Messages of one page. */
const PAGE_MESSAGES = 100;

/** Messages after which a page is not filled up further. */
const MIN_PAGE_MESSAGES = 20;

export type { MessagePosition } from "./page_progress.ts";

/** Messages and reactions that are taken from one answer; the server was asked for fewer. */
const MAX_RECEIVED = 2_000;

/** A page of the history of one conversation. */
export interface PageRequest {
  readonly kind: PageKind;
  readonly conversation: string;
  readonly room: boolean;
  /** The message before which, or around which, it is; undefined for the last page. */
  readonly message: MessagePosition | undefined;
}

/** Options for {@linkcode HistoryPages}. */
export interface HistoryPagesOptions {
  readonly info: ServerInfo;
  readonly outbox: Outbox;
  readonly has: (capability: "draft/chathistory") => boolean;
  readonly now: () => number;
  readonly emit: (event: PageEvent | PageRequestedEvent) => void;
}

interface SentPage {
  readonly request: PageRequest;
  readonly progress: PageProgress;
  /** What the current request has returned. */
  readonly messages: ChatMessageEvent[];
  readonly reactions: ReactionEvent[];
  /** What the requests before it have returned, which is newer. */
  readonly newer: {
    readonly messages: readonly ChatMessageEvent[];
    readonly reactions: readonly ReactionEvent[];
  };
}

/** Requests pages of the history, one at a time for each conversation: "draft/chathistory". */
export class HistoryPages {
  readonly #options: HistoryPagesOptions;
  readonly #sent = new Map<OutboxEntry, SentPage>();

  constructor(options: HistoryPagesOptions) {
    this.#options = options;
  }

  /** Requests a page. Returns false if another one of the conversation is still to come. */
  request(request: PageRequest): boolean {
    const { now, emit } = this.#options;
    const { conversation, room, kind, message } = request;
    if (this.#isRequested(conversation)) return false;
    const page: SentPage = {
      request,
      progress: new PageProgress(kind === "older" ? MIN_PAGE_MESSAGES : 0),
      messages: [],
      reactions: [],
      newer: { messages: [], reactions: [] },
    };
    if (!this.#options.has("draft/chathistory")) {
      this.#end(page, false);
      return true;
    }
    emit({ type: "page-requested", time: now(), conversation, room, kind });
    this.#send(page, message);
    return true;
  }

  #send(page: SentPage, message: MessagePosition | undefined): void {
    const { info, outbox } = this.#options;
    const { conversation, kind } = page.request;
    const limit = info.limitPage(PAGE_MESSAGES);
    const position = message === undefined ? "*" : referenceTo(message, info.isupport);
    const subcommand = kind === "around" ? "AROUND" : message === undefined ? "LATEST" : "BEFORE";
    const params = [subcommand, conversation, position, String(limit)];
    // Without a target: a refusal that names the room refuses a message to it.
    const entry = outbox.push({ ...quietDraft("CHATHISTORY", params), target: "" });
    this.#sent.set(entry, page);
    outbox.pump();
  }

  /** Takes a line of the history. Returns whether it is part of a page. */
  takeLine(line: HistoryLine, context: EventContext): boolean {
    const sent = this.#find(context);
    sent?.progress.line(line, line);
    return sent !== undefined;
  }

  /** Takes an event from the history. Returns whether it is part of a page. */
  take(event: ChatMessageEvent | ReactionEvent, context: EventContext): boolean {
    const sent = this.#find(context);
    if (sent === undefined) return false;
    const count = sent.messages.length + sent.reactions.length;
    if (count >= MAX_RECEIVED) return true;
    if (event.type === "message") sent.messages.push(event);
    else sent.reactions.push(event);
    return true;
  }

  /** A line was answered. Returns whether it requested a page. */
  answered(entry: OutboxEntry): boolean {
    const sent = this.#sent.get(entry);
    if (sent === undefined) return false;
    this.#sent.delete(entry);
    // A server may return fewer messages than requested, so only an empty page is the last.
    const hasMore = !sent.progress.isEmpty;
    const before = sent.progress.answered();
    if (before === undefined) this.#end(sent, hasMore);
    else this.#send({ ...sent, messages: [], reactions: [], newer: all(sent) }, before);
    return true;
  }

  /** A line was refused. Returns whether it requested a page. */
  refused(entry: OutboxEntry): boolean {
    const sent = this.#sent.get(entry);
    if (sent === undefined) return false;
    this.#sent.delete(entry);
    this.#end(sent, false);
    return true;
  }

  /** The connection is lost: the pages can be requested again. */
  lost(): void {
    const pages = [...this.#sent.values()];
    this.#sent.clear();
    const nothing = { messages: [], reactions: [] };
    for (const sent of pages) this.#end({ ...sent, ...nothing, newer: nothing }, undefined);
  }

  #end(page: SentPage, more: boolean | undefined): void {
    const { now, emit } = this.#options;
    const { conversation, room, kind } = page.request;
    emit({ type: "page", time: now(), conversation, room, kind, ...all(page), more });
  }

  #isRequested(conversation: string): boolean {
    const { info } = this.#options;
    return [...this.#sent.values()].some(({ request }) =>
      info.same(request.conversation, conversation)
    );
  }

  #find({ entry, playback }: EventContext): SentPage | undefined {
    return entry === undefined ? this.#findUnlabelled(playback ?? "") : this.#sent.get(entry);
  }

  #findUnlabelled(playback: string): SentPage | undefined {
    const { info, outbox } = this.#options;
    if (outbox.hasLabels) return undefined;
    return [...this.#sent].find(([entry, { request }]) =>
      outbox.inFlight.includes(entry) && info.same(request.conversation, playback)
    )?.[1];
  }
}

/** Everything that the requests for a page have returned, in the server's order. */
function all({ messages, reactions, newer }: SentPage): SentPage["newer"] {
  return {
    messages: [...messages, ...newer.messages],
    reactions: [...reactions, ...newer.reactions],
  };
}
