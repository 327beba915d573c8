import { messageOf } from "../../protocol/errors.ts";

/** Milliseconds that a test waits for one thing; generous, since machines are slow at times. */
export const DEADLINE = 20_000;

/** How many items an error shows. */
const SHOWN = 40;

/**
 * The items from one source, in order, and how many of them a test has read. A test waits for an
 * item, never for a time. If the item does not come, the error shows what came instead.
 */
export class Feed<T> {
  readonly name: string;
  readonly items: T[] = [];
  #read = 0;
  #ended: string | undefined;
  #changed = Promise.withResolvers<void>();

  constructor(name: string) {
    this.name = name;
  }

  push(item: T): void {
    this.items.push(item);
    this.#wake();
  }

  /** Marks the end: no item comes after this. */
  end(reason: string): void {
    this.#ended ??= reason;
    this.#wake();
  }

  /** Why the feed ended, if it did. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** Reads all items that have come. */
  take(): T[] {
    const rest = this.items.slice(this.#read);
    this.#read = this.items.length;
    return rest;
  }

  /**
   * Reads up to and including the first unread item that `wanted` accepts.
   * Throws an error with the last items if the feed ends first or after the deadline.
   */
  async waitFor(
    wanted: (item: T) => boolean,
    { what = String(wanted), deadline = DEADLINE }: { what?: string; deadline?: number } = {},
  ): Promise<T> {
    const item = await this.#scan(wanted, { what, deadline });
    if (item === undefined) throw new Error(this.#explain(`ended (${this.#ended}) before ${what}`));
    return item;
  }

  /** Waits for the end and reads all items up to it. */
  async rest({ deadline = DEADLINE }: { deadline?: number } = {}): Promise<T[]> {
    const start = this.#read;
    await this.#scan(() => false, { what: "the end", deadline });
    return this.items.slice(start);
  }

  async #scan(
    wanted: (item: T) => boolean,
    { what, deadline }: { what: string; deadline: number },
  ): Promise<T | undefined> {
    const end = performance.now() + deadline;
    while (true) {
      while (this.#read < this.items.length) {
        const item = this.items[this.#read++]!;
        if (wanted(item)) return item;
      }
      if (this.#ended !== undefined) return undefined;
      await withDeadline(this.#changed.promise, {
        what: () => this.#explain(`gave no ${what}`),
        deadline: Math.max(0, end - performance.now()),
      });
    }
  }

  #wake(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }

  #explain(text: string): string {
    const lines = this.items.slice(-SHOWN).map((item) =>
      `  ${typeof item === "string" ? item : JSON.stringify(item)}`
    );
    const before = this.items.length > SHOWN ? [`  (${this.items.length - SHOWN} before)`] : [];
    return [`${this.name} ${text}; it gave:`, ...before, ...lines, "(end)"].join("\n");
  }
}

/** Waits for `work`; throws an error that names it if it takes longer than the deadline. */
export async function withDeadline<T>(
  work: Promise<T>,
  { what, deadline = DEADLINE }: { what: () => string; deadline?: number },
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what()} after ${deadline} ms`)), deadline);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Pushes the lines of a stream to `feed`, and ends it when the stream ends. */
export async function feedLines(
  stream: ReadableStream<Uint8Array>,
  feed: Feed<string>,
): Promise<void> {
  const decoder = new TextDecoder();
  let pending = "";
  try {
    for await (const chunk of stream) {
      const lines = (pending + decoder.decode(chunk, { stream: true })).split("\n");
      pending = lines.pop() ?? "";
      for (const line of lines) feed.push(line.replace(/\r$/, ""));
    }
    if (pending !== "") feed.push(pending);
    feed.end("end of stream");
  } catch (error) {
    feed.end(messageOf(error));
  }
}
