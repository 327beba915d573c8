import type { Command, UserCommand, UserContext } from "../context.ts";
import { COMMAND_NOTES, HELP_TOPICS, type HelpTopic } from "./help_text.ts";
import { packWords } from "../../replies/packing.ts";

/** Bytes of a list of commands on one line of help. */
const MAX_LIST_BYTES = 72;

type Commands = Readonly<Record<string, Command>>;

/** HELP and HELPOP for these commands and themselves. Modern IRC, "HELP message". */
export function helpCommands(others: Commands): Readonly<Record<string, UserCommand>> {
  const run: UserCommand["run"] = (context, params) => help(context, { commands, params });
  const own = {
    HELP: { run, usage: "HELP [<subject>]" },
    HELPOP: { run, usage: "HELPOP [<subject>]" },
  };
  const commands: Commands = { ...others, ...own };
  return own;
}

function help(
  { session }: UserContext,
  { commands, params }: { commands: Commands; params: readonly string[] },
): void {
  const [subject = ""] = params;
  const topic = subject === "" ? indexOf(commands) : topicOf(commands, subject.toUpperCase());
  if (topic === undefined) {
    session.numeric("ERR_HELPNOTFOUND", [subject]);
    return;
  }
  session.numeric("RPL_HELPSTART", [subject], topic.title);
  session.numeric("RPL_HELPTXT", [subject], "");
  for (const line of topic.lines) session.numeric("RPL_HELPTXT", [subject], line);
  session.numeric("RPL_ENDOFHELP", [subject]);
}

function indexOf(commands: Commands): HelpTopic {
  const names = Object.keys(commands).sort();
  const isForOperators = (name: string) => {
    const command = commands[name];
    return command !== undefined && "operator" in command && command.operator === true;
  };
  const list = (words: readonly string[]) => packWords(words, { maxBytes: MAX_LIST_BYTES });
  return {
    title: "Help: HELP <subject> explains one of these",
    lines: [
      "Subjects:",
      ...list(Object.keys(HELP_TOPICS)),
      "Commands:",
      ...list(names.filter((name) => !isForOperators(name))),
      "Commands for operators of the server:",
      ...list(names.filter(isForOperators)),
    ],
  };
}

function topicOf(commands: Commands, subject: string): HelpTopic | undefined {
  if (Object.hasOwn(HELP_TOPICS, subject)) return HELP_TOPICS[subject];
  const command = Object.hasOwn(commands, subject) ? commands[subject] : undefined;
  if (command === undefined) return undefined;
  const note = Object.hasOwn(COMMAND_NOTES, subject) ? COMMAND_NOTES[subject] : undefined;
  return { title: command.usage, lines: note === undefined ? [] : [note] };
}
