import type { DatabaseSync } from "node:sqlite";
import type { MaybePromise } from "../../maybe_promise.ts";
import { IndexPages, type IndexQuery, type Page } from "./index_pages.ts";
import type { ThreadAnswer, ThreadRequest } from "./index_thread.ts";

/** A query of the index that is going on. */
export interface OpenQuery {
  next(): MaybePromise<Page>;
  /** Ends it; nothing happens if its last page was read. */
  end(): void;
}

/** The index of the full text. */
export interface TextIndex {
  /** Looks something up for somebody; the queries of one lane wait for each other. */
  open(query: IndexQuery, lane: string): OpenQuery;
  close(): void;
}

/** The index of a database in memory, which is small. */
export class LocalIndex implements TextIndex {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  open(query: IndexQuery): OpenQuery {
    return new IndexPages(this.#db, query);
  }

  close(): void {}
}

/** A request that waits for the thread, or is being answered. */
interface Job {
  readonly request: { readonly id: number } & ThreadRequest;
  readonly resolve: (page: Page) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The index of a database in a file, read by a thread of its own: FTS5 cannot be interrupted, and a
 * query for common words of long ago takes seconds. The thread is asked one page at a time, in turns
 * for each lane. It starts with the first query.
 */
export class ThreadIndex implements TextIndex {
  readonly #path: string;
  readonly #waiting = new Map<string, Job[]>();
  #worker: Worker | undefined;
  #running: Job | undefined;
  #lastId = 0;

  constructor(path: string) {
    this.#path = path;
  }

  open(query: IndexQuery, lane: string): OpenQuery {
    const id = ++this.#lastId;
    let begun = false;
    let isOver = false;
    return {
      next: async () => {
        const request = begun ? { id, then: "next" } as const : { id, query };
        begun = true;
        const page = await this.#ask(request, lane);
        isOver = page.isLast;
        return page;
      },
      end: () => {
        if (begun && !isOver) {
          this.#worker?.postMessage({ id, then: "end" } satisfies ThreadRequest);
        }
      },
    };
  }

  close(): void {
    this.#fail(new Error("The server is closing"));
  }

  #ask(request: Job["request"], lane: string): Promise<Page> {
    return new Promise((resolve, reject) => {
      const job = { request, resolve, reject };
      const jobs = this.#waiting.get(lane);
      if (jobs === undefined) this.#waiting.set(lane, [job]);
      else jobs.push(job);
      if (this.#running === undefined) this.#askNext();
    });
  }

  /** Asks for the lane whose turn it is. */
  #askNext(): void {
    const [first] = this.#waiting;
    this.#running = undefined;
    if (first === undefined) return;
    const [lane, jobs] = first;
    this.#waiting.delete(lane);
    this.#running = jobs.shift();
    if (jobs.length > 0) this.#waiting.set(lane, jobs);
    this.#worker ??= this.#start();
    this.#worker.postMessage(this.#running?.request);
  }

  #start(): Worker {
    // The program is either its sources, or JavaScript that is bundled from them.
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const url = new URL(`./index_thread.${extension}`, import.meta.url);
    const worker = new Worker(url, { type: "module", name: "full text" });
    worker.onmessage = ({ data }: MessageEvent<ThreadAnswer>) => {
      const job = this.#running;
      if (job?.request.id !== data.id) return;
      if ("page" in data) job.resolve(data.page);
      else job.reject(new Error(`Cannot read the full text: ${data.error}`));
      this.#askNext();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(`Cannot read the full text: ${event.message}`));
    };
    worker.postMessage({ path: this.#path } satisfies ThreadRequest);
    return worker;
  }

  /** Fails all queries and ends the thread; a later query starts another one. */
  #fail(error: Error): void {
    const jobs = [this.#running ?? [], ...this.#waiting.values()].flat();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#running = undefined;
    this.#waiting.clear();
    for (const job of jobs) job.reject(error);
  }
}
