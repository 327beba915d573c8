import { RECORD_FORMATS } from "../record/record_formats.ts";
import type { Command } from "./command.ts";
import { currentTarget, requireTarget } from "./targets.ts";
import { t } from "../texts/mod.ts";

/** Messages that /history shows if no number is given, and that /search shows. */
const DEFAULT_MESSAGES = 50;
const MAX_MESSAGES = 10_000;
const MAX_SEARCH_CHARACTERS = 300;
const EXPORT_USAGE = `/export [${RECORD_FORMATS.join("|")}]`;

/** Commands for the messages of the past. */
export const HISTORY_COMMANDS: readonly Command[] = [
  {
    name: "history",
    usage: "/history [N]",
    description: `Show the last N messages here, ${DEFAULT_MESSAGES} if no number is given`,
    minWords: 0,
    completes: "none",
    execute(actions, { words: [word = String(DEFAULT_MESSAGES)] }) {
      const limit = /^\d{1,6}$/.test(word) ? Math.min(Number(word), MAX_MESSAGES) : 0;
      if (limit === 0) {
        return actions.refuse(t('"{text}" is not a number of messages', { text: word }));
      }
      const target = requireTarget(actions);
      if (target === undefined) return;
      actions.find({ searched: undefined, conversation: target.name, limit });
    },
  },
  {
    name: "search",
    usage: "/search TEXT [from:NICK] [after:DATE] …",
    description: "Find messages here, in:NAME or everywhere (in:*), by sender and date",
    minWords: 1,
    completes: "none",
    execute(actions, { text }) {
      if (text.length > MAX_SEARCH_CHARACTERS) {
        return actions.refuse(
          t("Cannot search for more than {max} characters", { max: MAX_SEARCH_CHARACTERS }),
        );
      }
      const conversation = currentTarget(actions.state)?.name;
      actions.find({ searched: text, conversation, limit: DEFAULT_MESSAGES });
    },
  },
  {
    name: "clear",
    usage: "/clear",
    description: "Empty what is shown of this conversation",
    minWords: 0,
    completes: "none",
    execute(actions) {
      actions.clear(currentTarget(actions.state));
    },
  },
  {
    name: "export",
    usage: EXPORT_USAGE,
    description: "Write the messages and events of this conversation to a file",
    minWords: 0,
    completes: "none",
    firstWords: ["text", "json", "html"],
    execute(actions, { words: [word = "txt"] }) {
      const wanted = word.toLowerCase() === "text" ? "txt" : word.toLowerCase();
      const format = RECORD_FORMATS.find((one) => one === wanted);
      if (format === undefined) return actions.refuse(t("Usage: {usage}", { usage: EXPORT_USAGE }));
      const target = requireTarget(actions);
      if (target !== undefined) actions.export(target, format);
    },
  },
];
