import type { IrcMessage } from "../../protocol/message.ts";
import type { MaybePromise } from "../maybe_promise.ts";

/** Messages of a session that may be on their way at a time. */
const MAX_UNDERWAY = 64;

/** Commands whose lines need not wait for the outcome of earlier ones like them. */
const MESSAGES: ReadonlySet<string> = new Set(["PRIVMSG", "NOTICE", "TAGMSG"]);

/** Whether a line is a message that has no answer of its own. */
function isMessage({ command, tags }: IrcMessage): boolean {
  return MESSAGES.has(command) && !tags.has("label");
}

/**
 * The messages of a session whose outcome the journal does not know yet, since it is shared with
 * other machines. Further messages follow at once, so that a burst is one batch of the log; all
 * other lines wait, so that a PONG comes after what was sent before its PING.
 */
export class Underway {
  #count = 0;
  #landed: PromiseWithResolvers<void> | undefined;

  /** Takes a line that is done when `running` is. Returns what the next line waits for. */
  add(message: IrcMessage, running: Promise<void>): MaybePromise {
    if (!isMessage(message)) return running;
    this.#count++;
    void running.then(() => {
      this.#count--;
      if (this.#count === 0) this.#landed?.resolve();
    });
  }

  /** Waits until a line may be run; undefined if it may be at once. */
  before(message: IrcMessage): MaybePromise {
    if (this.#count === 0 || (this.#count < MAX_UNDERWAY && isMessage(message))) return;
    if (this.#landed === undefined) {
      this.#landed = Promise.withResolvers();
      this.#landed.promise.then(() => this.#landed = undefined);
    }
    return this.#landed.promise;
  }
}
