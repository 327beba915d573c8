import type { Conversation, MessageEntry } from "../model/mod.ts";
import { SERVER_KEY } from "../model/mod.ts";
import type { Actions, Command } from "./command.ts";
import { t } from "../texts/mod.ts";

const WHICH = "[-N|MSGID]";
/** Characters of one reaction; an emoji may have several. */
const MAX_REACTION_CHARACTERS = 20;

/** Commands about one message of the current conversation. */
export const ANSWER_COMMANDS: readonly Command[] = [
  {
    name: "reply",
    usage: `/reply ${WHICH} TEXT`,
    description: "Reply to the last message of others here, the Nth last, or MSGID",
    minWords: 1,
    completes: "people",
    execute(actions, { text, words, after }) {
      const about = requireMessage(actions, { words, isWanted: ({ own }) => !own });
      if (about === undefined) return;
      const answer = about.words === 0 ? text : after(about.words);
      if (answer === "") {
        return actions.refuse(t("Usage: {usage}", { usage: `/reply ${WHICH} TEXT` }));
      }
      actions.reply(about.msgid, answer);
    },
  },
  {
    name: "react",
    usage: `/react ${WHICH} EMOJI`,
    description: "React to it with an emoji; once more takes that back",
    minWords: 1,
    completes: "none",
    execute(actions, { words, after }) {
      const about = requireMessage(actions, { words, isWanted: ({ own }) => !own });
      if (about === undefined) return;
      const emoji = after(about.words);
      if (emoji === "" || emoji.includes(" ") || emoji.length > MAX_REACTION_CHARACTERS) {
        return actions.refuse(t("Usage: {usage}", { usage: `/react ${WHICH} EMOJI` }));
      }
      const mine = about.entry?.reactions?.get(emoji)?.includes(actions.state.nick) === true;
      actions.react({ msgid: about.msgid, emoji, on: !mine });
    },
  },
  {
    name: "redact",
    usage: `/redact ${WHICH} [REASON]`,
    description: "Remove your last message for everybody, the Nth last, or MSGID",
    minWords: 0,
    completes: "none",
    execute(actions, { words, after }) {
      const about = requireMessage(actions, { words, isWanted: ({ own }) => own });
      if (about !== undefined) actions.redact(about.msgid, after(about.words) || undefined);
    },
  },
  {
    name: "read",
    usage: "/read",
    description: "Mark everything as read, on your other devices, too",
    minWords: 0,
    completes: "none",
    execute(actions) {
      actions.markRead();
    },
  },
];

interface MessageReference {
  readonly msgid: string;
  readonly entry: MessageEntry | undefined;
  /** The number of words that name it. */
  readonly words: 0 | 1;
}

/** The message that the first word names, or else the last one. Refuses if there is none. */
function requireMessage(
  actions: Actions,
  { words: [word = ""], isWanted }: {
    readonly words: readonly string[];
    readonly isWanted: (entry: MessageEntry) => boolean;
  },
): MessageReference | undefined {
  const conversation = actions.state.conversations.get(actions.state.current ?? SERVER_KEY);
  const entries = messagesOf(conversation);
  const named = entries.find(({ msgid }) => msgid === word);
  if (named !== undefined) return { msgid: word, entry: named, words: 1 };
  const isPosition = /^-[1-9]\d{0,4}$/.test(word);
  const position = isPosition ? Number(word.slice(1)) : 1;
  const entry = entries.filter(isWanted).at(-position);
  if (entry?.msgid === undefined) {
    actions.refuse(t("There is no such message here"));
    return undefined;
  }
  return { msgid: entry.msgid, entry, words: isPosition ? 1 : 0 };
}

function messagesOf(conversation: Conversation | undefined): MessageEntry[] {
  return (conversation?.entries ?? []).flatMap((entry) =>
    entry.type === "message" && entry.msgid !== undefined && entry.redacted === undefined
      ? [entry]
      : []
  );
}
