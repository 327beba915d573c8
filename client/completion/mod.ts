/** What the text before the cursor can go on with: /commands, their arguments, names, and emoji. */

import type { Command } from "../commands/mod.ts";
import type { ClientState } from "../model/mod.ts";
import { NETWORKS_TABLE, type Settings, THEME_NAMES } from "../settings/mod.ts";
import { t } from "../texts/mod.ts";
import type { Candidate } from "./candidate.ts";
import type { EmojiTable } from "./emoji.ts";
import { peopleNames, roomNames } from "./names.ts";

export type { Candidate } from "./candidate.ts";

/** The ways to go on. */
export interface Completions {
  /** How many UTF-16 units before the cursor a candidate replaces. */
  readonly replaces: number;
  readonly candidates: readonly Candidate[];
  /** Whether a list shows them while one types, or only when one asks. */
  readonly automatic: boolean;
  /** The command whose arguments are typed. */
  readonly command: Command | undefined;
  /** Whether the name of an emoji is typed, and the emoji are not loaded yet. */
  readonly isLoading?: boolean;
}

/** What completions are found in. */
export interface CompletionSources {
  readonly state: ClientState;
  /** The commands of the front end. */
  readonly commands: readonly Command[];
  readonly settings?: Settings;
  /** Undefined until it is loaded. */
  readonly emoji?: EmojiTable | undefined;
}

/** Letters after a colon from which emoji are looked for. */
const MIN_EMOJI_LETTERS = 2;

/** A longer word is not completed. */
const MAX_WORD_CHARACTERS = 100;

/** Finds the ways to go on after a text. */
export function complete(before: string, sources: CompletionSources): Completions {
  const word = /\S*$/.exec(before.slice(-MAX_WORD_CHARACTERS))?.[0] ?? "";
  const isFirst = word.length === before.length;
  if (isFirst && /^\/[^/]*$/.test(word)) return commandNames(word, sources);
  const command = commandOf(before, sources);
  const emoji = emojiNames(word, sources.emoji);
  if (emoji !== undefined) return { ...emoji, command };
  const names = command === undefined
    ? messageNames(word, { isFirst, state: sources.state })
    : argumentNames(command, { before, word, sources });
  return {
    replaces: word.length,
    candidates: names.map((name) => ({ text: name, label: name.trimEnd(), note: "" })),
    // Whoever types one of these signs wants a name.
    automatic: command === undefined && /^[@#]/.test(word),
    command,
  };
}

function commandNames(word: string, { commands }: CompletionSources): Completions {
  const candidates = commands
    .filter(({ name }) => startsWith(`/${name}`, word))
    .map(({ name, usage, description }) => ({
      text: `/${name} `,
      label: usage,
      note: t(description),
    }));
  return { replaces: word.length, candidates, automatic: true, command: undefined };
}

/** The command that a text begins with, if its name is whole. */
function commandOf(before: string, { commands }: CompletionSources): Command | undefined {
  const name = /^\/(\S+)\s/.exec(before)?.[1]?.toLowerCase();
  return name === undefined ? undefined : commands.find((one) => one.name === name);
}

function emojiNames(
  word: string,
  table: EmojiTable | undefined,
): Omit<Completions, "command"> | undefined {
  const [found, name = ""] = /:([\w+-]+)$/.exec(word) ?? [];
  if (found === undefined || name.length < MIN_EMOJI_LETTERS) return undefined;
  // A colon inside a word is none that begins a name: 12:30, http://…
  if (found !== word && /[\w/]$/.test(word.slice(0, -found.length))) return undefined;
  const candidates = table?.find(name) ?? [];
  return candidates.length === 0
    ? undefined
    : { replaces: found.length, candidates, automatic: true };
}

/** The first word of a message is the person it is for, with a colon. */
function messageNames(
  word: string,
  { isFirst, state }: { isFirst: boolean; state: ClientState },
): string[] {
  if (word === "") return [];
  if (word.startsWith("#")) return matching([...roomNames(state, { withSign: true })], word);
  const mark = word.startsWith("@") ? "@" : "";
  const names = peopleNames(state).map((name) => mark + name);
  return matching(names, word, isFirst && mark === "" ? ": " : " ");
}

function argumentNames(
  { completes, firstWords }: Command,
  { before, word, sources }: { before: string; word: string; sources: CompletionSources },
): string[] {
  const { state, commands, settings } = sources;
  const words = before.slice(0, before.length - word.length).trim().split(/\s+/).slice(1);
  if (words.length === 0 && firstWords !== undefined) return matching(firstWords, word);
  const rooms = roomNames(state, { withSign: word.startsWith("#") });
  switch (completes) {
    case "commands":
      return matching(commands.map(({ name }) => name), word);
    case "rooms":
      return matching(rooms, word);
    case "targets":
      if (words.length === 0) return matching([...rooms, ...peopleNames(state)], word);
      return matching(peopleNames(state), word);
    case "settings":
      return matching(settingWords(words, settings), word);
    case "themes":
      return matching([...THEME_NAMES, ...settings?.ownThemes ?? []], word);
    case "ignored":
      return matching(settings?.get("ignore") ?? [], word);
    case "networks":
      return matching([...settings?.networks.keys() ?? []], word);
    case "people":
    case "none":
      if (word === "" && completes === "none") return [];
      return matching([...peopleNames(state), ...(word === "" ? [] : rooms)], word);
  }
}

/** What may follow in /set: a key, or for a key its values. */
function settingWords(
  [first, ...others]: readonly string[],
  settings: Settings | undefined,
): readonly string[] {
  const keys = settings?.rows.map(({ key }) => key) ?? [];
  if (first === undefined) return [...keys, NETWORKS_TABLE, "reset"];
  if (others.length > 0) return [];
  if (first === "reset") return keys;
  const row = settings?.row(first);
  if (row?.type === "switch") return ["on", "off"];
  return row?.type === "choice" ? row.choices : [];
}

function matching(names: readonly string[], word: string, end = " "): string[] {
  return names.filter((name) => startsWith(name, word)).map((name) => name + end);
}

function startsWith(name: string, word: string): boolean {
  return name.toLowerCase().startsWith(word.toLowerCase());
}
