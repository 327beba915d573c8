/** Runs tests on a copy of the tree in which one place is changed. */

import { applyChange, type Change } from "./changes.ts";
import type { TestGroup } from "./reach.ts";

/** Whether the tests notice a change: one fails, or does not end. */
export interface Verdict {
  readonly noticed: boolean;
  /** The test that noticed it, or how many test files did not. */
  readonly by: string;
  readonly seconds: number;
}

/** How a run of test files ended. */
type Run =
  | { readonly kind: "passed" }
  | { readonly kind: "hung"; readonly path: string }
  | { readonly kind: "failed"; readonly path: string; readonly test: string };

/** Folders that no test reads. */
const NOT_COPIED: ReadonlySet<string> = new Set([".git", "dist", "node_modules"]);

/** Options for {@linkcode Trials.create}. */
export interface TrialsOptions {
  readonly root: string;
  /** Milliseconds without output of the tests after which they are taken as hanging. */
  readonly silence: number;
}

/** A copy of the tree, in which changes are tried one after another. */
export class Trials implements AsyncDisposable {
  readonly #folder: string;
  readonly #silence: number;
  #running: Deno.ChildProcess | undefined;

  private constructor(folder: string, silence: number) {
    this.#folder = folder;
    this.#silence = silence;
  }

  static async create({ root, silence }: TrialsOptions): Promise<Trials> {
    const folder = await Deno.makeTempDir({ prefix: "mutate-" });
    await copyTree(root, folder);
    return new Trials(folder, silence);
  }

  /** Returns those of the test files that fail without a change. */
  async failing(paths: readonly string[]): Promise<string[]> {
    const failing: string[] = [];
    let rest = paths;
    while (rest.length > 0) {
      const run = await this.#run(rest);
      if (run.kind === "passed") break;
      failing.push(run.path);
      rest = after(rest, run.path);
    }
    return failing;
  }

  /** Makes a change, runs the tests until one fails, and takes the change back. */
  async try(change: Change, groups: readonly TestGroup[]): Promise<Verdict> {
    const file = `${this.#folder}/${change.path}`;
    const text = await Deno.readTextFile(file);
    const start = performance.now();
    await Deno.writeTextFile(file, applyChange(text, change));
    try {
      for (const { paths } of groups) {
        const run = await this.#runSurely(paths);
        if (run.kind === "passed") continue;
        const by = run.kind === "hung" ? `${run.path} hangs` : `${run.path} "${run.test}"`;
        return { noticed: true, by, seconds: secondsSince(start) };
      }
    } finally {
      await Deno.writeTextFile(file, text);
    }
    const count = groups.reduce((sum, { paths }) => sum + paths.length, 0);
    return {
      noticed: false,
      by: `${count} test file${count === 1 ? "" : "s"}`,
      seconds: secondsSince(start),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill();
    await Deno.remove(this.#folder, { recursive: true });
  }

  /** Runs test files; a failure has to happen twice, since a slow machine can cause one. */
  async #runSurely(paths: readonly string[]): Promise<Run> {
    let rest = paths;
    while (rest.length > 0) {
      const run = await this.#run(rest);
      if (run.kind !== "failed") return run;
      const again = await this.#run([run.path]);
      if (again.kind !== "passed") return again;
      rest = after(rest, run.path);
    }
    return { kind: "passed" };
  }

  /** Runs test files in their order up to the first failure. */
  async #run(paths: readonly string[]): Promise<Run> {
    const env = Deno.env.toObject();
    delete env.CHAT_BINARY;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--lock=tests/deno.lock",
        "--no-check",
        "--quiet",
        "-A",
        "--fail-fast",
        ...paths,
      ],
      cwd: this.#folder,
      env: { ...env, NO_COLOR: "1" },
      clearEnv: true,
      // A group of its own, so that a hanging test's servers end with it.
      detached: true,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#running = child;
    let output = "";
    let hung = false;
    const hang = () => {
      hung = true;
      this.#kill();
    };
    let timer = setTimeout(hang, this.#silence);
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      output += text;
      clearTimeout(timer);
      timer = setTimeout(hang, this.#silence);
    }
    const { success } = await child.status;
    clearTimeout(timer);
    this.#running = undefined;
    if (success) return { kind: "passed" };
    const { path = paths[0]!, test } = readFailure(output);
    return hung ? { kind: "hung", path } : { kind: "failed", path, test };
  }

  #kill(): void {
    if (this.#running === undefined) return;
    try {
      Deno.kill(-this.#running.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}

/** What follows a path in a list; all but the first if the list does not have it. */
function after(paths: readonly string[], path: string): readonly string[] {
  return paths.slice(Math.max(0, paths.indexOf(path)) + 1);
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}

/** Finds in the output of `deno test` which file and which test of it failed first. */
export function readFailure(output: string): { path?: string; test: string } {
  let path: string | undefined;
  for (const line of output.split("\n")) {
    const uncaught = /^Uncaught error from \.\/(.+) FAILED$/.exec(line);
    if (uncaught) return { path: uncaught[1]!, test: "an error outside of its tests" };
    path = /^running \d+ tests? from \.\/(.+)$/.exec(line)?.[1] ?? path;
    const failed = /^(.+?) \.\.\. FAILED/.exec(line);
    if (failed) return { ...(path !== undefined && { path }), test: failed[1]! };
  }
  return { ...(path !== undefined && { path }), test: "none of its tests" };
}

async function copyTree(from: string, to: string): Promise<void> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (NOT_COPIED.has(name)) continue;
    if (isFile) await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
    if (!isDirectory) continue;
    await Deno.mkdir(`${to}/${name}`);
    await copyTree(`${from}/${name}`, `${to}/${name}`);
  }
}
