/** The least time between two drawings of what others do, in milliseconds. */
const MIN_GAP_MS = 50;
/** The same in a flood, of which nobody can read every line. */
const FLOOD_GAP_MS = 100;
/** Requests for one drawing that are a flood. */
const FLOOD_REQUESTS = 10;

/** Draws after changes, several together in a flood. */
export class Pacer {
  readonly #draw: () => void;
  #drawnAt = -Infinity;
  #requests = 0;
  #isFlood = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Has a drawing made soon. */
  request(): void {
    this.#requests++;
    if (this.#timer !== undefined) return;
    const gap = this.#isFlood ? FLOOD_GAP_MS : MIN_GAP_MS;
    const wait = Math.max(0, this.#drawnAt + gap - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#isFlood = this.#requests > FLOOD_REQUESTS;
      this.#requests = 0;
      this.#draw();
      this.#drawnAt = performance.now();
    }, wait);
  }
}
