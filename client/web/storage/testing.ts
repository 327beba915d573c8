import type { Storage } from "./storage.ts";

/** A storage for tests, which may be full. */
export class FakeStorage implements Storage {
  isFull = false;
  readonly #texts = new Map<string, string>();

  read(key: string): string | undefined {
    return this.#texts.get(key);
  }

  write(key: string, text: string | undefined): boolean {
    if (text === undefined) return this.#texts.delete(key) || true;
    if (this.isFull) return false;
    this.#texts.set(key, text);
    return true;
  }

  keys(prefix: string): string[] {
    return [...this.#texts.keys()].filter((key) => key.startsWith(prefix));
  }
}
