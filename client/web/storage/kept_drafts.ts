import { DRAFTS } from "./memory.ts";
import type { Storage } from "./storage.ts";

/** What a person has typed and not sent, by conversation. Each tab writes what was typed in it. */
export class KeptDrafts {
  readonly #storage: Storage;
  readonly #prefix: string;
  #saved: ReadonlyMap<string, string>;

  constructor(options: { readonly storage: Storage; readonly owner: string }) {
    this.#storage = options.storage;
    this.#prefix = `${DRAFTS}${options.owner}.`;
    const keys = this.#storage.keys(this.#prefix);
    this.#saved = new Map(keys.map((key) => [
      key.slice(this.#prefix.length),
      this.#storage.read(key) ?? "",
    ]));
  }

  /** What was kept last, by conversation. */
  get texts(): ReadonlyMap<string, string> {
    return this.#saved;
  }

  /**
   * Keeps what has changed, and removes what was sent. Returns false if the browser keeps not all of
   * it; what is missing is tried again the next time.
   */
  save(drafts: ReadonlyMap<string, string>): boolean {
    // Removed first: that makes room in a storage that is full.
    for (const conversation of this.#saved.keys()) {
      if (!drafts.has(conversation)) this.#storage.write(this.#prefix + conversation, undefined);
    }
    const saved = new Map<string, string>();
    for (const [conversation, text] of drafts) {
      const before = this.#saved.get(conversation);
      const isKept = before === text || this.#storage.write(this.#prefix + conversation, text);
      if (isKept) saved.set(conversation, text);
      else if (before !== undefined) saved.set(conversation, before);
    }
    this.#saved = saved;
    return [...drafts].every(([conversation, text]) => saved.get(conversation) === text);
  }
}
