/** The table of /commands: they are run, completed and explained from it. */

import { closestString, levenshteinDistance } from "@std/text";

import { ACCOUNT_COMMANDS } from "./accounts.ts";
import { ALIAS_COMMANDS, expandAlias } from "./aliases.ts";
import { ANSWER_COMMANDS } from "./answers.ts";
import type { Actions, Arguments, Command } from "./command.ts";
import { parseArguments } from "./command.ts";
import { HISTORY_COMMANDS } from "./history.ts";
import { MESSAGE_COMMANDS } from "./messages.ts";
import { MODERATION_COMMANDS } from "./moderation.ts";
import { NETWORK_COMMANDS } from "./networks.ts";
import { PEOPLE_COMMANDS } from "./people.ts";
import { ROOM_COMMANDS } from "./rooms.ts";
import { SETTING_COMMANDS } from "./settings.ts";
import { requireTarget } from "./targets.ts";

export type {
  Actions,
  Arguments,
  Command,
  Completion,
  ScreenActions,
  SendOptions,
  Target,
} from "./command.ts";
import { t } from "../texts/mod.ts";
export { currentTarget } from "./targets.ts";

/** A longer word is not compared with the names of commands. */
const MAX_NAME_CHARACTERS = 20;
/** Mistakes in a word up to which the nearest command is suggested. */
const MAX_TYPING_DISTANCE = 2;

/** Names that people know from other programs, and the commands that they mean. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  banlist: "ban",
  bye: "quit",
  dm: "msg",
  exit: "quit",
  identify: "login",
  j: "join",
  leave: "part",
  logoff: "quit",
  ns: "msg NickServ",
  pm: "msg",
  rejoin: "join",
  users: "names",
  w: "msg",
  whisper: "msg",
  who: "names",
};
/** Names of commands that send what follows, which needs no command. */
const SPEAKING: ReadonlySet<string> = new Set(["amsg", "echo", "s", "say"]);

const HELP: Command = {
  name: "help",
  usage: "/help [COMMAND]",
  description: "Explain all commands, or one",
  minWords: 0,
  completes: "commands",
  execute(actions, { words: [name] }) {
    const wanted = name?.replace(/^\//, "").toLowerCase();
    const known = commandsOf(actions);
    const commands = wanted === undefined ? known : known.filter((one) => one.name === wanted);
    if (commands.length === 0) actions.refuse(unknownCommand(wanted ?? ""));
    else actions.tell(describeCommands(commands));
  },
};

const QUIT: Command = {
  name: "quit",
  usage: "/quit [REASON]",
  description: "Leave when everything typed is delivered; twice: leave at once",
  minWords: 0,
  completes: "none",
  execute(actions, { text }) {
    actions.quit(text || undefined);
  },
};

/** All commands, in the order of /help. */
export const COMMANDS: readonly Command[] = [
  ...ROOM_COMMANDS,
  ...MODERATION_COMMANDS,
  ...MESSAGE_COMMANDS,
  ...ANSWER_COMMANDS,
  ...PEOPLE_COMMANDS,
  ...HISTORY_COMMANDS,
  ...ACCOUNT_COMMANDS,
  ...NETWORK_COMMANDS,
  ...SETTING_COMMANDS,
  ...ALIAS_COMMANDS,
  QUIT,
  HELP,
];

/** The commands of the front ends that are no screen. */
export const LINE_COMMANDS: readonly Command[] = COMMANDS.filter(({ onScreen }) => !onScreen);

/** Formats usages and descriptions in two columns. */
export function describeCommands(commands: readonly Command[] = LINE_COMMANDS): string {
  const width = Math.max(...commands.map((command) => command.usage.length));
  const lines = commands.map(({ usage, description }) =>
    `${usage.padEnd(width)}  ${t(description)}`
  );
  if (commands.includes(HELP) && commands.length > 1) {
    lines.push(`${"//TEXT".padEnd(width)}  ${t("Send a text that begins with /")}`);
  }
  return lines.join("\n");
}

/** Runs a typed line: a /command, or a message to the current conversation. */
export function runLine(line: string, actions: Actions): void {
  try {
    if (isCommand(line)) runCommand(withoutAlias(line, actions), actions);
    else sayLine(line.startsWith("//") ? line.slice(1) : line, actions);
  } catch (error) {
    // An argument that a line of IRC cannot hold, such as a name that begins with a colon.
    if (!(error instanceof TypeError)) throw error;
    const [command = ""] = line.split(/\s/, 1);
    actions.refuse(t("Cannot send {command}: a word in it is not possible in IRC", { command }));
  }
}

/** Sends a line as a message to the current conversation, even if it begins with a slash. */
export function sayLine(text: string, actions: Actions): void {
  if (text.trim() === "") return;
  const target = requireTarget(actions);
  if (target !== undefined) actions.say(target, text, "message");
}

function commandsOf({ screen }: Actions): readonly Command[] {
  return screen === undefined ? LINE_COMMANDS : COMMANDS;
}

function isCommand(line: string): boolean {
  return line.startsWith("/") && !line.startsWith("//");
}

function parseCommand(line: string): { readonly name: string; readonly args: Arguments } {
  const [, word = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  return { name: word.toLowerCase(), args: parseArguments(rest) };
}

/** The command that a short name stands for; a command of ours stands for itself. */
function withoutAlias(line: string, actions: Actions): string {
  const parsed = parseCommand(line);
  if (COMMANDS.some(({ name }) => name === parsed.name)) return line;
  return expandAlias(actions, parsed) ?? line;
}

function runCommand(line: string, actions: Actions): void {
  const { name, args } = parseCommand(line);
  const command = commandsOf(actions).find((one) => one.name === name);
  if (command === undefined) actions.refuse(unknownCommand(name));
  else if (args.words.length < command.minWords) {
    actions.refuse(t("Usage: {usage}", { usage: command.usage }));
  } else command.execute(actions, args);
}

function unknownCommand(typed: string): string {
  const meant = Object.hasOwn(OTHER_NAMES, typed) ? OTHER_NAMES[typed] : nearestCommand(typed);
  const hint = SPEAKING.has(typed)
    ? t("a message is typed without a command")
    : meant === undefined
    ? t("/help lists them, //… sends a leading slash")
    : t("did you mean /{name}?", { name: meant });
  return t('There is no command "/{name}": {hint}', { name: typed, hint });
}

function nearestCommand(typed: string): string | undefined {
  if (typed.length > MAX_NAME_CHARACTERS) return undefined;
  const names = COMMANDS.map(({ name }) => name);
  const nearest = closestString(typed, names, { compareFn: typingDistance });
  const distance = typingDistance(typed, nearest);
  // Half of the letters have to be right: /say is no mistake for /raw.
  return distance <= Math.min(MAX_TYPING_DISTANCE, typed.length / 2) ? nearest : undefined;
}

/** The edit distance, where two letters in the wrong order are one mistake instead of two. */
function typingDistance(typed: string, name: string): number {
  let distance = levenshteinDistance(typed, name);
  for (let at = 0; at + 1 < typed.length; at++) {
    const swapped = typed.slice(0, at) + typed.charAt(at + 1) + typed.charAt(at) +
      typed.slice(at + 2);
    distance = Math.min(distance, 1 + levenshteinDistance(swapped, name));
  }
  return distance;
}
