import { type IsupportTokens, isupportValue } from "../../protocol/isupport.ts";

/** Requests for one page of messages; each may return only events. */
const MAX_REQUESTS = 50;

/** A message, or another line of the history, by its id, if it has one, and its time. */
export interface MessagePosition {
  readonly msgid: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/**
 * How far messages have come that are requested backwards in time. With draft/event-playback the
 * server counts joins, parts and the like among them, so one request may return too few messages.
 */
export class PageProgress {
  readonly #wanted: number;
  #messages = 0;
  #requests = 0;
  /** What the current request has returned. */
  #lines = 0;
  #lineMessages = 0;
  #first: MessagePosition | undefined;

  /** `wanted` is the number of messages after which no more are requested. */
  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  /** Whether the current request has returned nothing so far. */
  get isEmpty(): boolean {
    return this.#lines === 0;
  }

  /** Takes a line of the history, in the server's order. */
  line(position: MessagePosition, { isMessage }: { readonly isMessage: boolean }): void {
    this.#first ??= position;
    this.#lines++;
    if (isMessage) {
      this.#messages++;
      this.#lineMessages++;
    }
  }

  /** The current request is answered. Returns the line before which to go on; undefined to end. */
  answered(): MessagePosition | undefined {
    const first = this.#first;
    const hadEvents = this.#lines > this.#lineMessages;
    const goesOn = hadEvents && this.#messages < this.#wanted && ++this.#requests < MAX_REQUESTS;
    this.restart();
    return goesOn ? first : undefined;
  }

  /** The current request begins anew. */
  restart(): void {
    this.#first = undefined;
    this.#lines = 0;
    this.#lineMessages = 0;
  }
}

/** What a position is called in a request, by msgid if the server knows that. */
export function referenceTo({ msgid, time }: MessagePosition, isupport: IsupportTokens): string {
  return msgid !== undefined && referenceType(isupport) === "msgid"
    ? `msgid=${msgid}`
    : timeReference(time);
}

/** What a time is called in a request, in milliseconds since 1970. */
export function timeReference(time: number): string {
  return `timestamp=${new Date(time).toISOString()}`;
}

/** The type of reference that is exact, if the server knows it: IRCv3, "draft/chathistory". */
export function referenceType(isupport: IsupportTokens): "msgid" | "timestamp" {
  const types = isupportValue(isupport, "MSGREFTYPES");
  return types === undefined || types.split(",").includes("msgid") ? "msgid" : "timestamp";
}
