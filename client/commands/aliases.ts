import { messageOf } from "../../protocol/errors.ts";
import { t } from "../texts/mod.ts";
import type { Actions, Arguments, Command } from "./command.ts";
import { hasSecret } from "./secrets.ts";

const ALIAS_USAGE = "/alias [NAME [/COMMAND…]]";

/** Commands for the person's own short names of commands. */
export const ALIAS_COMMANDS: readonly Command[] = [
  {
    name: "alias",
    usage: ALIAS_USAGE,
    description: "Give a command a short name; $1 to $9 and $* are what follows it",
    minWords: 0,
    completes: "commands",
    execute(actions, { words: [word = "", command = ""], after }) {
      const name = word.replace(/^\//, "").toLowerCase();
      if (name === "") return actions.tell(describe(actions));
      if (!command.startsWith("/")) {
        return actions.refuse(t("Usage: {usage}", { usage: ALIAS_USAGE }));
      }
      const text = after(1);
      // What is typed after such a name would not be recognised as a password.
      if (hasSecret(`${text} `)) {
        return actions.refuse(t("A command with a password cannot have a short name"));
      }
      change(actions, { name, text });
    },
  },
  {
    name: "unalias",
    usage: "/unalias NAME",
    description: "Forget a short name",
    minWords: 1,
    completes: "none",
    execute(actions, { words: [word = ""] }) {
      change(actions, { name: word.replace(/^\//, "").toLowerCase(), text: undefined });
    },
  },
];

/** The command line that a short name stands for; undefined if it is none. */
export function expandAlias(
  { settings }: Pick<Actions, "settings">,
  { name, args }: { readonly name: string; readonly args: Arguments },
): string | undefined {
  const alias = settings.get("aliases").find((one) => nameOf(one) === name);
  const text = alias?.slice(alias.indexOf(" ") + 1).trim() ?? "";
  if (!text.startsWith("/") || hasSecret(`${text} `)) return undefined;
  if (!/\$[1-9*]/.test(text)) return `${text} ${args.text}`.trim();
  return text.replace(/\$([1-9*])/g, (_sign, which: string) => {
    return which === "*" ? args.text : args.words[Number(which) - 1] ?? "";
  }).trim();
}

function nameOf(alias: string): string {
  return (alias.split(" ", 1)[0] ?? "").replace(/^\//, "").toLowerCase();
}

function describe({ settings }: Actions): string {
  const aliases = settings.get("aliases");
  return aliases.length === 0
    ? t("There are no short names")
    : aliases.map((alias) => `/${alias}`).join("\n");
}

function change(
  { settings, tell, refuse }: Actions,
  { name, text }: { readonly name: string; readonly text: string | undefined },
): void {
  const before = settings.get("aliases");
  const others = before.filter((alias) => nameOf(alias) !== name);
  if (text === undefined && others.length === before.length) {
    return refuse(t("There is no short name /{name}", { name }));
  }
  try {
    settings.set("aliases", text === undefined ? others : [...others, `${name} ${text}`]);
  } catch (error) {
    return refuse(messageOf(error));
  }
  tell(
    text === undefined
      ? t("/{name} is no short name any more", { name })
      : t("/{name} is {command} now", { name, command: text }),
  );
}
