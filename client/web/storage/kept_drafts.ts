import { DRAFTS } from "./memory.ts";
import type { Storage } from "./storage.ts";

/** Characters of one draft that are kept. */
const MAX_CHARACTERS = 50_000;

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

  /** Keeps what has changed, and removes what was sent. Returns false if that is not possible. */
  save(drafts: ReadonlyMap<string, string>): boolean {
    let isKept = true;
    for (const [conversation, text] of drafts) {
      if (this.#saved.get(conversation) === text) continue;
      const kept = text.slice(0, MAX_CHARACTERS);
      isKept = this.#storage.write(this.#prefix + conversation, kept) && isKept;
    }
    for (const conversation of this.#saved.keys()) {
      if (!drafts.has(conversation)) this.#storage.write(this.#prefix + conversation, undefined);
    }
    this.#saved = new Map(drafts);
    return isKept;
  }
}
