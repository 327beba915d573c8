/** A queue of values that one side pushes and the other side awaits. */
export class Feed<T> implements AsyncIterableIterator<T> {
  readonly #values: T[] = [];
  #waiting: (() => void) | undefined;
  #ended = false;

  push(value: T): void {
    if (this.#ended) return;
    this.#values.push(value);
    this.#waiting?.();
  }

  end(): void {
    this.#ended = true;
    this.#waiting?.();
  }

  async next(): Promise<IteratorResult<T>> {
    while (this.#values.length === 0) {
      if (this.#ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => this.#waiting = resolve);
    }
    return { done: false, value: this.#values.shift() as T };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
