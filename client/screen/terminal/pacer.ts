import type { Clock } from "../../connection/clock.ts";

/** Least time between the beginnings of two frames, in milliseconds: 30 a second. */
const MIN_FRAME_MS = 33;
/** Frames that nobody waits for take at most this share of the time. */
const DRAWING_SHARE = 0.3;

/** Draws when something changed: at once for what a person does, less often amid a flood. */
export class Pacer {
  readonly #clock: Clock;
  readonly #draw: () => void;
  #begun = -Infinity;
  #took = 0;
  #cancel: (() => void) | undefined;
  #due = Infinity;

  constructor(clock: Clock, draw: () => void) {
    this.#clock = clock;
    this.#draw = draw;
  }

  /** Has a frame drawn; `urgent` where a person waits to see it. */
  request({ urgent }: { readonly urgent: boolean }): void {
    const gap = urgent ? MIN_FRAME_MS : Math.max(MIN_FRAME_MS, this.#took / DRAWING_SHARE);
    this.requestAt(Math.max(this.#clock.now(), this.#begun + gap));
  }

  /** Has a frame drawn at a time, in milliseconds since 1970, if none is drawn before. */
  requestAt(due: number): void {
    if (due >= this.#due) return;
    this.#cancel?.();
    this.#due = due;
    this.#cancel = this.#clock.after(Math.max(0, due - this.#clock.now()), () => this.#run());
  }

  stop(): void {
    this.#cancel?.();
    this.#due = Infinity;
  }

  #run(): void {
    this.#due = Infinity;
    this.#begun = this.#clock.now();
    const started = performance.now();
    this.#draw();
    this.#took = performance.now() - started;
  }
}
