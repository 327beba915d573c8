/** How long the log takes no events before users are told, in milliseconds: a new leader takes 7 s. */
const TELL_MS = 10_000;

/** Tells the users of a node when what they send waits for long, and when it goes on. */
export class StallNotice {
  readonly #tell: (text: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = false;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** Takes whether the log takes no events. */
  stalled(stalled: boolean): void {
    clearTimeout(this.#timer);
    if (stalled) this.#timer = setTimeout(() => this.#begin(), TELL_MS);
    else if (this.#told) this.#end();
  }

  /** Tells nothing any more. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #begin(): void {
    this.#told = true;
    this.#tell("This server has lost the network; what you send waits until it is back");
  }

  #end(): void {
    this.#told = false;
    this.#tell("The network is back; what you sent is sent");
  }
}
