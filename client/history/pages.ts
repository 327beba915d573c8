import { isupportValue } from "../../protocol/isupport.ts";
import type {
  ChatMessageEvent,
  PageEvent,
  PageKind,
  PageRequestedEvent,
  ReactionEvent,
} from "../events.ts";
import type { EventContext } from "../receiving/context.ts";
import { quietDraft } from "../sending/outbox.ts";
import type { Outbox, OutboxEntry } from "../sending/outbox.ts";
import type { ServerInfo } from "../session/server_info.ts";

/** Messages of one page. */
const PAGE_MESSAGES = 100;

/** A message by its id, if it has one, and its time. */
export interface MessagePosition {
  readonly msgid: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

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
  readonly messages: ChatMessageEvent[];
  readonly reactions: ReactionEvent[];
}

/** Requests pages of the history, one at a time for each conversation: "draft/chathistory". */
export class HistoryPages {
  readonly #options: HistoryPagesOptions;
  readonly #sent = new Map<OutboxEntry, SentPage>();

  constructor(options: HistoryPagesOptions) {
    this.#options = options;
  }

  /** Requests a page. Returns whether it was requested. */
  request(request: PageRequest): boolean {
    const { info, outbox, now, emit } = this.#options;
    const { conversation, room, kind, message } = request;
    if (this.#isRequested(conversation)) return false;
    if (!this.#options.has("draft/chathistory")) {
      this.#end({ request, messages: [], reactions: [] }, false);
      return false;
    }
    const limit = info.limitPage(PAGE_MESSAGES);
    const position = message === undefined ? "*" : this.#reference(message);
    const subcommand = kind === "around" ? "AROUND" : message === undefined ? "LATEST" : "BEFORE";
    const params = [subcommand, conversation, position, String(limit)];
    // Without a target: a refusal that names the room refuses a message to it.
    const entry = outbox.push({ ...quietDraft("CHATHISTORY", params), target: "" });
    this.#sent.set(entry, { request, messages: [], reactions: [] });
    emit({ type: "page-requested", time: now(), conversation, room, kind });
    outbox.pump();
    return true;
  }

  /** Takes an event from the history. Returns whether it is part of a page. */
  take(event: ChatMessageEvent | ReactionEvent, { entry, playback }: EventContext): boolean {
    const sent = entry === undefined ? this.#findUnlabelled(playback ?? "") : this.#sent.get(entry);
    if (event.type === "message") sent?.messages.push(event);
    else sent?.reactions.push(event);
    return sent !== undefined;
  }

  /** A line was answered. Returns whether it requested a page. */
  answered(entry: OutboxEntry): boolean {
    const sent = this.#sent.get(entry);
    if (sent === undefined) return false;
    this.#sent.delete(entry);
    // A server may return fewer messages than requested, so only an empty page is the last.
    this.#end(sent, sent.messages.length > 0);
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
    const all = [...this.#sent.values()];
    this.#sent.clear();
    for (const sent of all) this.#end({ ...sent, messages: [], reactions: [] }, undefined);
  }

  #end({ request, messages, reactions }: SentPage, more: boolean | undefined): void {
    const { now, emit } = this.#options;
    const { conversation, room, kind } = request;
    emit({ type: "page", time: now(), conversation, room, kind, messages, reactions, more });
  }

  #isRequested(conversation: string): boolean {
    const { info } = this.#options;
    return [...this.#sent.values()].some(({ request }) =>
      info.same(request.conversation, conversation)
    );
  }

  #reference({ msgid, time }: MessagePosition): string {
    const types = isupportValue(this.#options.info.isupport, "MSGREFTYPES");
    const byId = types === undefined || types.split(",").includes("msgid");
    return msgid !== undefined && byId
      ? `msgid=${msgid}`
      : `timestamp=${new Date(time).toISOString()}`;
  }

  #findUnlabelled(playback: string): SentPage | undefined {
    const { info, outbox } = this.#options;
    if (outbox.hasLabels) return undefined;
    return [...this.#sent].find(([entry, { request }]) =>
      outbox.inFlight.includes(entry) && info.same(request.conversation, playback)
    )?.[1];
  }
}
