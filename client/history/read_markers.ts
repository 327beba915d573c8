import type { Clock } from "../connection/clock.ts";
import type { ChatMessageEvent } from "../events.ts";
import type { ServerInfo } from "../session/server_info.ts";

/** Milliseconds in which what was read is gathered. */
const GATHER_MS = 2_000;
/** Conversations of which it is remembered how far they were read. */
const MAX_KNOWN = 2_000;

/** Options for {@linkcode ReadMarkers}. */
export interface ReadMarkersOptions {
  readonly info: ServerInfo;
  readonly clock: Clock;
  /** Whether the server is there and knows draft/read-marker. */
  readonly isOffered: () => boolean;
  readonly send: (command: string, params: readonly string[]) => void;
}

/** How far a person has read: tells the server, so that their other clients know, and hears it. */
export class ReadMarkers {
  readonly #options: ReadMarkersOptions;
  readonly #unsent = new Map<string, ChatMessageEvent>();
  readonly #known = new Map<string, number>();
  #cancel: (() => void) | undefined;

  constructor(options: ReadMarkersOptions) {
    this.#options = options;
  }

  /** Takes what the server says: `MARKREAD bob timestamp=2026-…`, or `*` for nothing. */
  heard([name = "", word = ""]: readonly string[]): void {
    const key = this.#options.info.fold(name);
    if (this.#known.size >= MAX_KNOWN && !this.#known.has(key)) return;
    const time = Date.parse(word.replace(/^timestamp=/, ""));
    this.#known.set(key, Number.isNaN(time) ? 0 : time);
  }

  /**
   * How far a conversation was read, in milliseconds since 1970; 0 for not at all, undefined
   * where the server has not said.
   */
  until(conversation: string): number | undefined {
    return this.#known.get(this.#options.info.fold(conversation));
  }

  /** The person has seen this message. */
  read(event: ChatMessageEvent): void {
    const { info, clock, isOffered } = this.#options;
    if (!isOffered()) return;
    const key = info.fold(event.conversation);
    if ((this.#unsent.get(key)?.time ?? 0) < event.time) this.#unsent.set(key, event);
    this.#cancel ??= clock.after(GATHER_MS, () => this.send());
  }

  /** Sends what is gathered. */
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
