/** The /commands: one table, from which they are run, completed and explained. */

import { ACCOUNT_COMMANDS } from "./accounts.ts";
import type { Actions, Command } from "./command.ts";
import { parseArguments } from "./command.ts";
import { HISTORY_COMMANDS } from "./history.ts";
import { PEOPLE_COMMANDS } from "./people.ts";
import { ROOM_COMMANDS } from "./rooms.ts";
import { MESSAGE_COMMANDS } from "./messages.ts";
import { currentTarget } from "./targets.ts";

export type { Actions, Command, Completion, SendOptions, Target } from "./command.ts";
export { currentTarget, resolveTarget } from "./targets.ts";

const HELP: Command = {
  name: "help",
  usage: "/help [COMMAND]",
  description: "These lines",
  minWords: 0,
  completes: "commands",
  execute(actions, { words: [name] }) {
    const wanted = name?.replace(/^\//, "").toLowerCase();
    const commands = wanted === undefined
      ? COMMANDS
      : COMMANDS.filter((one) => one.name === wanted);
    if (commands.length === 0) actions.refuse(unknownCommand(wanted ?? ""));
    else actions.tell(describeCommands(commands));
  },
};

const QUIT: Command = {
  name: "quit",
  usage: "/quit [REASON]",
  description: "Leave, once everything typed is delivered; twice, leave at once",
  minWords: 0,
  completes: "none",
  execute(actions, { text }) {
    actions.quit(text || undefined);
  },
};

/** Every command. */
export const COMMANDS: readonly Command[] = [
  ...ROOM_COMMANDS,
  ...MESSAGE_COMMANDS,
  ...PEOPLE_COMMANDS,
  ...HISTORY_COMMANDS,
  ...ACCOUNT_COMMANDS,
  QUIT,
  HELP,
];

/** Usages and descriptions in two columns. */
export function describeCommands(commands: readonly Command[] = COMMANDS): string {
  const width = Math.max(...commands.map((command) => command.usage.length));
  const lines = commands.map(({ usage, description }) => `${usage.padEnd(width)}  ${description}`);
  if (commands === COMMANDS) lines.push(`${"//TEXT".padEnd(width)}  Say a text that begins with /`);
  return lines.join("\n");
}

/** Does what a line asks for: a /command, or saying it to the room or person one talks to. */
export function runLine(line: string, actions: Actions): void {
  try {
    if (line.startsWith("/") && !line.startsWith("//")) runCommand(line, actions);
    else sayLine(line.startsWith("//") ? line.slice(1) : line, actions);
  } catch (error) {
    // What a line of the protocol cannot hold, such as a name that begins with a colon.
    if (!(error instanceof TypeError)) throw error;
    actions.refuse(error.message);
  }
}

/** Says a line as it is, whatever it begins with. */
export function sayLine(text: string, actions: Actions): void {
  if (text.trim() === "") return;
  const target = currentTarget(actions.state);
  if (target === undefined) actions.refuse("You talk to nobody: /join ROOM or /to NICK first");
  else actions.say(target, text, "message");
}

function runCommand(line: string, actions: Actions): void {
  const [, word = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  const name = word.toLowerCase();
  const command = COMMANDS.find((one) => one.name === name);
  const args = parseArguments(rest);
  if (command === undefined) actions.refuse(unknownCommand(name));
  else if (args.words.length < command.minWords) actions.refuse(`Usage: ${command.usage}`);
  else command.execute(actions, args);
}

function unknownCommand(name: string): string {
  const near = COMMANDS
    .map((command) => ({ name: command.name, distance: distanceBetween(name, command.name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = near !== undefined && near.distance <= 2 && near.distance < name.length
    ? `did you mean /${near.name}?`
    : "/help lists them, //… sends a leading slash";
  return `There is no command "/${name}": ${hint}`;
}

/** How many letters have to be added, taken away, changed or swapped with the next. */
function distanceBetween(a: string, b: string): number {
  const most = 20;
  if (Math.abs(a.length - b.length) > 2 || a.length > most) return most;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const at = (up: number, left: number) => rows[row - up]?.[column - left] ?? most;
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(1, 0) + 1,
        (current[column - 1] ?? most) + 1,
        at(1, 1) + (same ? 0 : 1),
        swapped ? at(2, 2) + 1 : most,
      );
    }
    rows.push(current);
  }
  return rows[a.length]?.[b.length] ?? most;
}
