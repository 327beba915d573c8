import { type Outbox, type OutboxEntry, quietDraft } from "../sending/outbox.ts";
import type { CatchUpTask } from "./catch_up_task.ts";

/** Requests in flight if every request has an answer of its own. */
const MAX_REQUESTS = 4;

/** Requests that wait; a server that has us join without end gets no more. */
const MAX_WAITING = 2_000;

/** What a request is for: a task, or the list of those who wrote to us. */
export type RequestedFor = CatchUpTask | "people";

/** Options for {@linkcode CatchUpRequests}. */
export interface CatchUpRequestsOptions {
  readonly outbox: Outbox;
  readonly has: (capability: "labeled-response") => boolean;
}

/** The requests of the catching up, of which few are in flight at one time. */
export class CatchUpRequests {
  readonly #options: CatchUpRequestsOptions;
  readonly #sent = new Map<OutboxEntry, RequestedFor>();
  readonly #waiting: (() => void)[] = [];

  constructor(options: CatchUpRequestsOptions) {
    this.#options = options;
  }

  send(about: RequestedFor, params: readonly string[], command = "CHATHISTORY"): void {
    const { outbox, has } = this.#options;
    // Without labels, a refusal can only be assigned if one request is in flight.
    const max = has("labeled-response") ? MAX_REQUESTS : 1;
    const send = () => {
      // The entry has no target, because a refusal that names the room would be matched to it.
      const entry = outbox.push({ ...quietDraft(command, params), target: "" });
      this.#sent.set(entry, about);
    };
    if (this.#sent.size < max) send();
    else if (this.#waiting.length < MAX_WAITING) this.#waiting.push(send);
  }

  /** Takes a request that is answered or refused; undefined if the line is none. */
  take(entry: OutboxEntry | undefined): RequestedFor | undefined {
    const about = entry === undefined ? undefined : this.#sent.get(entry);
    if (entry !== undefined) this.#sent.delete(entry);
    return about;
  }

  /** What was taken is done: sends the next one. */
  next(): void {
    this.#waiting.shift()?.();
  }

  clear(): void {
    this.#sent.clear();
    this.#waiting.length = 0;
  }
}
