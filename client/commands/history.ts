import { RECORD_FORMATS } from "../format/record.ts";
import type { Command } from "./command.ts";
import { currentTarget } from "./targets.ts";

/** Messages that /history shows where no number is given. */
const DEFAULT_MESSAGES = 50;
const MAX_MESSAGES = 10_000;
/** Characters to search for. */
const MAX_SEARCH = 300;
const NOWHERE = "You talk to nobody: /join ROOM or /to NICK first";

/** What was said. */
export const HISTORY_COMMANDS: readonly Command[] = [
  {
    name: "history",
    usage: "/history [N]",
    description: `The last N messages here, ${DEFAULT_MESSAGES} if no number is given`,
    minWords: 0,
    completes: "none",
    execute(actions, { words: [word = String(DEFAULT_MESSAGES)] }) {
      const target = currentTarget(actions.state);
      const limit = /^\d{1,6}$/.test(word) ? Math.min(Number(word), MAX_MESSAGES) : 0;
      if (limit === 0) actions.refuse(`"${word}" is no number of messages`);
      else if (target === undefined) actions.refuse(NOWHERE);
      else actions.find({ searched: undefined, conversation: target.name, limit });
    },
  },
  {
    name: "search",
    usage: "/search TEXT",
    description: "Messages with these words, here or, where you talk to nobody, everywhere",
    minWords: 1,
    completes: "none",
    execute(actions, { text }) {
      if (text.length > MAX_SEARCH) actions.refuse(`Search for ${MAX_SEARCH} characters at most`);
      else {
        const conversation = currentTarget(actions.state)?.name;
        actions.find({ searched: text, conversation, limit: DEFAULT_MESSAGES });
      }
    },
  },
  {
    name: "export",
    usage: `/export [${RECORD_FORMATS.join("|")}]`,
    description: "Write what was said and what happened here to a file",
    minWords: 0,
    completes: "none",
    execute(actions, { words: [word = "txt"] }) {
      const format = RECORD_FORMATS.find((one) => one === word.toLowerCase());
      const target = currentTarget(actions.state);
      if (format === undefined) actions.refuse(`Usage: /export [${RECORD_FORMATS.join("|")}]`);
      else if (target === undefined) actions.refuse(NOWHERE);
      else actions.export(target, format);
    },
  },
];
