import type { Network, Networks } from "../networks.ts";
import type { SessionEnd } from "../session/options.ts";
import { t } from "../texts/mod.ts";
import { describeEnd } from "../navigation/network_actions.ts";
import type { Questions } from "./start/questions.ts";

/** Options for {@linkcode Leaving}. */
export interface LeavingOptions {
  readonly networks: () => Networks;
  readonly questions: Questions;
  /** Shows the person a text. */
  readonly tell: (text: string) => void;
}

/** How the person leaves: when everything is delivered, or at once. */
export class Leaving {
  /** Resolves when the person leaves and no session goes on. */
  readonly over: Promise<void>;
  readonly #options: LeavingOptions;
  readonly #end: () => void;
  #isLeaving = false;
  /** Whether the person was asked if they want to leave although something is not sent. */
  #asked = false;

  constructor(options: LeavingOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#end = resolve;
  }

  /** The person goes on: they are asked again before something is lost. */
  goOn(): void {
    this.#asked = false;
  }

  /** Leaves when everything typed is delivered; called again, leaves at once. */
  quit(reason: string | undefined): void {
    const networks = this.#options.networks();
    const count = networks.unsentOffline;
    if (count > 0 && !this.#asked) {
      this.#asked = true;
      const text = count === 1
        ? t("1 line is not sent, as there is no connection: quit again to leave without it")
        : t(
          "{count} lines are not sent, as there is no connection: quit again to leave without them",
          { count },
        );
      this.#options.tell(text);
      return;
    }
    this.#begin(() => networks.quit(reason));
  }

  /** Leaves now. */
  leave(): void {
    this.#begin(() => this.#options.networks().leave());
  }

  /** Leaves when everything typed is delivered, as the terminal is gone. */
  finish(): void {
    this.#begin(() => this.#options.networks().finish());
  }

  /** A session has ended. */
  ended(network: Network, end: SessionEnd): void {
    if (!this.#isLeaving) {
      const text = describeEnd(network, end);
      if (text !== undefined) network.chat.tell(text);
    }
    this.#endWhenOver();
  }

  /** How the whole has ended: with the lines of all networks that were not sent. */
  get end(): SessionEnd {
    const { all } = this.#options.networks();
    const unsent = all.flatMap(({ chat }) => chat.unsent);
    const end = all.length === 1 ? all[0]?.end : undefined;
    if (end !== undefined && "unsent" in end) return { ...end, unsent };
    return end !== undefined && unsent.length === 0 ? end : { type: "left", unsent };
  }

  #begin(leave: () => void): void {
    this.#isLeaving = true;
    // A session that waits for an answer would not end.
    this.#options.questions.close();
    leave();
    this.#endWhenOver();
  }

  #endWhenOver(): void {
    if (this.#isLeaving && this.#options.networks().areOver) this.#end();
  }
}
