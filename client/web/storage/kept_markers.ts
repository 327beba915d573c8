import type { KeptMarkers } from "../../history/read_markers.ts";
import { READ } from "./memory.ts";
import type { Storage } from "./storage.ts";

/** Conversations of which it is kept how far they are read. */
const MAX_CONVERSATIONS = 300;

/** How far a guest has read each conversation, kept by the browser. */
export class BrowserMarkers implements KeptMarkers {
  readonly #storage: Storage;
  readonly #key: string;
  /** By casefolded name, in milliseconds since 1970; the one that was read last comes last. */
  readonly #markers: Map<string, number>;
  #isSaved = true;

  constructor(options: { readonly storage: Storage; readonly owner: string }) {
    this.#storage = options.storage;
    this.#key = READ + options.owner;
    this.#markers = new Map(readMarkers(this.#storage.read(this.#key)));
  }

  readUntil(conversation: string): number | undefined {
    return this.#markers.get(conversation);
  }

  markRead(conversation: string, time: number): void {
    const before = this.#markers.get(conversation) ?? 0;
    if (time <= before) return;
    this.#markers.delete(conversation);
    this.#markers.set(conversation, time);
    for (const oldest of this.#markers.keys()) {
      if (this.#markers.size <= MAX_CONVERSATIONS) break;
      this.#markers.delete(oldest);
    }
    this.#isSaved = false;
  }

  /** Keeps what has changed. */
  save(): void {
    if (this.#isSaved) return;
    this.#isSaved = this.#storage.write(this.#key, JSON.stringify([...this.#markers]));
  }
}

/** Reads what this or an earlier version has written. */
function readMarkers(text: string | undefined): [string, number][] {
  try {
    const markers: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(markers) ? markers.filter(isMarker) : [];
  } catch {
    return [];
  }
}

function isMarker(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "number";
}
