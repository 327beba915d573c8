import { packWords } from "../../../protocol/packing.ts";
import type { Command, UserCommand, UserContext } from "../context.ts";
import { HELP_TOPICS, type HelpTopic } from "./help_topics.ts";

/** Bytes of a list of commands on one line of help. */
const MAX_LIST_BYTES = 72;

type Commands = ReadonlyMap<string, Command>;

/**
 * The row of HELP, or of HELPOP, which does the same. `commands` returns the table of commands,
 * which this row is itself a part of. Modern IRC, "HELP message".
 */
export function helpCommand(name: "HELP" | "HELPOP", commands: () => Commands): UserCommand {
  return {
    run: (context, [subject = ""]) => help(context, commands(), subject),
    usage: `${name} [<subject>]`,
    description: "Explains a command or a subject.",
  };
}

function help({ session }: UserContext, commands: Commands, subject: string): void {
  const topic = subject === "" ? indexOf(commands) : topicOf(commands, subject.toUpperCase());
  if (topic === undefined) return session.numeric("ERR_HELPNOTFOUND", [subject]);
  session.numeric("RPL_HELPSTART", [subject], topic.title);
  session.numeric("RPL_HELPTXT", [subject], "");
  for (const line of topic.lines) session.numeric("RPL_HELPTXT", [subject], line);
  session.numeric("RPL_ENDOFHELP", [subject]);
}

function indexOf(commands: Commands): HelpTopic {
  const names = [...commands.keys()].sort();
  const isForOperators = (name: string) => commands.get(name)?.operator === true;
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
  const command = commands.get(subject);
  return command && { title: command.usage, lines: [command.description] };
}
