/** The least time between two drawings of what others do, in milliseconds. */
const MIN_GAP_MS = 50;

/** Draws after changes, several together in a flood. */
export class Pacer {
  readonly #draw: () => void;
  #drawnAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Has a drawing made soon. */
  request(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#drawnAt + MIN_GAP_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
      this.#drawnAt = performance.now();
    }, wait);
  }
}
