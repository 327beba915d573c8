import type { CopyResult, CopyTask } from "./copy_thread.ts";
import type { CopyFile } from "./questions.ts";

/** A copy that a thread makes. */
export interface Copying {
  /** Rejects if the database cannot be copied. */
  readonly file: Promise<CopyFile>;
  /** Ends the thread. */
  stop(): void;
}

/** Copies a database to a file as it is at one moment, by a thread. */
export function copyDatabase(task: CopyTask): Copying {
  // The program is either its sources, or JavaScript that is bundled from them.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const url = new URL(`./copy_thread.${extension}`, import.meta.url);
  const worker = new Worker(url, { type: "module", name: "copy of the database" });
  const file = new Promise<CopyFile>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<CopyResult>) => {
      worker.terminate();
      if ("error" in data) reject(new Error(data.error));
      else resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new Error(event.message));
    };
  });
  worker.postMessage(task);
  return { file, stop: () => worker.terminate() };
}
