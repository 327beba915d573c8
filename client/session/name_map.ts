import type { ServerInfo } from "./server_info.ts";

/** Names of one map, if nothing else is said: more than anybody has. */
const MAX_NAMES = 1_000;

/** A map whose keys are names, compared as the server compares them. */
export class NameMap<Value> {
  readonly #info: ServerInfo;
  readonly #max: number;
  readonly #values = new Map<string, Value>();

  /** With more than `max` names, the oldest is removed. */
  constructor(info: ServerInfo, max = MAX_NAMES) {
    this.#info = info;
    this.#max = max;
  }

  get size(): number {
    return this.#values.size;
  }

  get(name: string): Value | undefined {
    return this.#values.get(this.#info.fold(name));
  }

  has(name: string): boolean {
    return this.#values.has(this.#info.fold(name));
  }

  set(name: string, value: Value): void {
    this.#values.set(this.#info.fold(name), value);
    removeOldest(this.#values, this.#max);
  }

  /** Returns whether the name was there. */
  delete(name: string): boolean {
    return this.#values.delete(this.#info.fold(name));
  }

  clear(): void {
    this.#values.clear();
  }

  /** The values, the oldest name first. */
  values(): IterableIterator<Value> {
    return this.#values.values();
  }
}

/** Removes the oldest key if there are more than `max`. */
export function removeOldest(
  collection: Set<string> | Map<string, unknown>,
  max: number,
): void {
  if (collection.size <= max) return;
  for (const oldest of collection.keys()) {
    collection.delete(oldest);
    return;
  }
}
