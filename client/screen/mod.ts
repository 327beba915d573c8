import type { JoinIo } from "../cli/io.ts";
import type { FrontEndResult } from "../line/pipe.ts";
import type { NetworkSetup } from "../networks.ts";
import type { Settings } from "../settings/mod.ts";
import { Looks } from "./drawing/looks.ts";
import { Screen } from "./screen.ts";
import { askStart, type StartAnswers } from "./start/mod.ts";
import { checkName } from "../format/nickname.ts";

export type { StartAnswers } from "./start/mod.ts";

/** Options for {@linkcode runScreen}. */
export interface RunScreenOptions {
  /** What the first page offers; undefined for no such page. */
  readonly start: StartAnswers | undefined;
  /** Returns what is wrong with a server or rooms as typed; undefined if they can be used. */
  readonly checkStart: (field: "server" | "rooms", text: string) => string | undefined;
  /** The networks to begin with, at least one. Throws an Error. */
  readonly networks: (answers: StartAnswers | undefined) => readonly NetworkSetup[];
  /** What is wrong with networks of the settings. */
  readonly problems: readonly string[];
  /** What /connect connects to. Throws an Error whose message says why it cannot. */
  readonly setUp: (words: readonly string[]) => NetworkSetup;
  readonly settings: Settings;
  /** The text of a theme of the person's own. Throws an Error. */
  readonly readTheme: (name: string) => string;
}

/** The front end of a full screen, on a terminal. */
export async function runScreen(io: JoinIo, options: RunScreenOptions): Promise<FrontEndResult> {
  const { settings, setUp } = options;
  const shared = { ...io, stdin: { ...io.stdin, chunks: shareInput(io.stdin.chunks) } };
  const looks = new Looks({ settings, env: (name) => io.env(name), readTheme: options.readTheme });
  const problems = [...settings.problems, ...options.problems];
  const themeProblem = looks.update();
  if (themeProblem !== undefined) problems.push(themeProblem);
  let answers: StartAnswers | undefined;
  if (options.start !== undefined) {
    answers = await askStart(shared, {
      answers: options.start,
      check: (field, text) => field === "name" ? checkName(text) : options.checkStart(field, text),
      painter: looks.painter,
    });
    if (answers === undefined) return { session: { type: "left", unsent: [] }, refused: false };
  }
  const networks = options.networks(answers);
  const onName = (nick: string) => remember(settings, nick);
  const screen = new Screen(shared, { networks, setUp, settings, looks, onName });
  for (const problem of problems) screen.tell(problem);
  return await screen.run();
}

/** Input that one reader after the other takes: ending the first one does not end it. */
function shareInput(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
}

function remember(settings: Settings, nick: string): void {
  try {
    settings.set("last.name", nick);
  } catch {
    // The name is only not offered next time.
  }
}
