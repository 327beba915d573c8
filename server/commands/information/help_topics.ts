import { CHANNEL_MODES, USER_MODES } from "../../../protocol/modes.ts";

/** A subject of HELP. */
export interface HelpTopic {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Subjects of HELP that are not commands. */
export const HELP_TOPICS: Readonly<Record<string, HelpTopic>> = {
  ROOMS: {
    title: "Rooms",
    lines: [
      "A room is a channel: room 1 is #1 here. JOIN #1 enters it or makes it.",
      "PRIVMSG #1 :text sends a message to it, PART #1 leaves it, LIST shows all rooms.",
      "The first person in a room operates it, with MODE, KICK, INVITE, TOPIC and RENAME.",
    ],
  },
  MODES: {
    title: "Modes of a room: MODE <room> <changes> [<argument>…]",
    lines: CHANNEL_MODES.map(({ letter, symbol = "", note }) =>
      `${letter} ${symbol.padEnd(1)} ${note}`
    ),
  },
  USERMODES: {
    title: "Modes of a user: MODE <nickname> <changes>",
    lines: USER_MODES.map(({ letter, note }) => `${letter} ${note}`),
  },
  MASKS: {
    title: "Masks",
    lines: [
      "A mask is nickname!user@host; * stands for any text and ? for any one character.",
      "A part that is left out matches all: bob is bob!*@*, *@host is *!*@host.",
      "~a:name matches people logged in as name; ~m:mask lets people stay but not speak.",
    ],
  },
};
