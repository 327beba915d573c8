import type { Clock } from "../connection/clock.ts";
import type { ChatMessageEvent, ReadEvent } from "../events.ts";
import { NameMap } from "../session/name_map.ts";
import type { ServerInfo } from "../session/server_info.ts";

/** Milliseconds for which read messages are collected before markers are sent. */
const COLLECT_MS = 2_000;
/** Conversations whose marker is remembered. */
const MAX_MARKERS = 2_000;

/** How far a guest has read, kept by the front end: a server forgets guests. Names are casefolded. */
export interface KeptMarkers {
  /** Milliseconds since 1970; undefined if nothing is kept of a conversation. */
  readUntil(conversation: string): number | undefined;
  /** Everything up to a time is read, in milliseconds since 1970. */
  markRead(conversation: string, time: number): void;
}

/** Options for {@linkcode ReadMarkers}. */
export interface ReadMarkersOptions {
  readonly info: ServerInfo;
  readonly clock: Clock;
  readonly kept: KeptMarkers | undefined;
  /** Whether the connection is ready and the server has draft/read-marker. */
  readonly isOffered: () => boolean;
  readonly send: (command: string, params: readonly string[]) => void;
  readonly emit: (event: ReadEvent) => void;
}

/** How far the person has read, shared with their other clients: IRCv3, "Read marker". */
export class ReadMarkers {
  readonly #options: ReadMarkersOptions;
  readonly #unsent: NameMap<ChatMessageEvent>;
  readonly #known: NameMap<number>;
  #cancel: (() => void) | undefined;

  constructor(options: ReadMarkersOptions) {
    this.#options = options;
    this.#unsent = new NameMap(options.info);
    this.#known = new NameMap(options.info, MAX_MARKERS);
  }

  /** Takes the parameters of MARKREAD: `bob timestamp=2026-…`, or `bob *` for nothing read. */
  handle([name = "", word = ""]: readonly string[]): void {
    if (this.#known.size >= MAX_MARKERS && !this.#known.has(name)) return;
    const time = Date.parse(word.replace(/^timestamp=/, ""));
    const { clock, info, kept, emit } = this.#options;
    const keptUntil = kept?.readUntil(info.fold(name));
    const until = Math.max(Number.isNaN(time) ? 0 : time, keptUntil ?? 0);
    this.#known.set(name, until);
    // What comes to a room from now on is new until it is read.
    if (keptUntil === undefined) kept?.markRead(info.fold(name), clock.now());
    const room = info.isChannel(name);
    emit({ type: "read", time: clock.now(), conversation: name, room, until });
  }

  /**
   * How far a conversation is read, in milliseconds since 1970; 0 for nothing read, undefined if
   * the server has not sent a marker.
   */
  readUntil(conversation: string): number | undefined {
    return this.#known.get(conversation);
  }

  /** Marks a message, and those before it, as read. */
  markRead(event: ChatMessageEvent): void {
    const { clock, info, kept, isOffered } = this.#options;
    const { conversation, time } = event;
    kept?.markRead(info.fold(conversation), time);
    if (!isOffered()) return;
    if ((this.#unsent.get(conversation)?.time ?? 0) < time) this.#unsent.set(conversation, event);
    this.#cancel ??= clock.after(COLLECT_MS, () => this.send());
  }

  /** Sends the collected markers. */
  send(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const { isOffered, send } = this.#options;
    if (isOffered()) {
      for (const { conversation, time } of this.#unsent.values()) {
        send("MARKREAD", [conversation, `timestamp=${new Date(time).toISOString()}`]);
      }
    }
    this.#unsent.clear();
  }
}
