import { CHANNEL_MODES, USER_MODES } from "../../../protocol/modes.ts";

/** What HELP says of a subject. */
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
      "PRIVMSG #1 :text speaks to those in it, PART #1 leaves it, LIST shows all rooms.",
      "Who makes a room runs it: MODE, KICK, INVITE, TOPIC and RENAME are theirs.",
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
      "A mask is nickname!user@host, where * stands for any text and ? for any one character.",
      "What is left out matches all: bob is bob!*@*, *@host is *!*@host.",
      "~a:name means who is logged in as name; ~m:mask may stay in a room and not speak there.",
    ],
  },
};

/** What each command does, in a line. */
export const COMMAND_NOTES: Readonly<Record<string, string>> = {
  ADMIN: "Tells who runs the server.",
  AUTHENTICATE: "Logs in to an account, by SASL.",
  AWAY: "Says that one is away, and why; without a text, that one is back.",
  BATCH: "Begins a message of many lines with +, ends it with -.",
  CAP: "Agrees with the server on what both know beyond plain IRC.",
  CHATHISTORY: "Asks for what was said before.",
  CHGHOST: "Gives someone another host, and another username where one is given.",
  HELP: "Explains a command or a subject.",
  INFO: "Tells what program the server is.",
  INVITE: "Lets someone into a room whatever its modes say; alone, lists one's own invitations.",
  ISON: "Tells which of these people are here.",
  ISUPPORT: "Tells what the server supports.",
  JOIN: "Enters rooms, with their keys where they have some.",
  KICK: "Removes people from a room.",
  KILL: "Disconnects someone from the server.",
  LINKS: "Lists the servers of the network beside this one.",
  LIST: "Lists rooms: by name or mask, by size (>10, <3), age (C<60) or topic (T<60), in minutes.",
  LUSERS: "Counts people, rooms and connections.",
  MARKREAD: "Keeps how far one has read in a room or conversation.",
  METADATA: "Reads and writes what people and rooms say about themselves.",
  MODE: "Shows or changes the modes of a room or one's own; see HELP MODES and HELP USERMODES.",
  MONITOR:
    "Tells when people come and go: + adds, - removes, C clears, L lists, S shows who is here.",
  MOTD: "Shows the message of the day.",
  NAMES: "Lists who is in a room.",
  NICK: "Takes a nickname.",
  NOTICE: "Says something that no program answers.",
  OPER: "Makes one an operator of this server.",
  PART: "Leaves rooms.",
  PASS: "Gives the server's password; comes before NICK and USER.",
  PING: "Asks for a sign of life; the answer is PONG.",
  PONG: "Answers PING.",
  PRIVMSG: "Says something to a room or a person.",
  QUIT: "Leaves the network.",
  REDACT: "Takes a message back.",
  REGISTER: "Makes an account.",
  REHASH: "Reads the settings again.",
  RENAME: "Gives a room another name.",
  SEARCH: "Finds messages by their text.",
  SETNAME: "Takes another real name.",
  STATS: "Tells u, how long the server has been up, or o, who its operators are.",
  TAGMSG: "Sends tags without a text.",
  TIME: "Tells the server's time.",
  TOPIC: "Shows or sets what a room is about.",
  USER: "Says who one is; comes once, at the beginning.",
  USERHOST: "Tells where people are connected from and whether they are away.",
  VERIFY: "Confirms an account with the code that was sent.",
  VERSION: "Tells the server's version and what it supports.",
  WALLOPS: "Tells all who set mode w on themselves.",
  WHO: "Lists people: those of a room, or those that a mask matches; see HELP MASKS.",
  WHOIS: "Tells about a person.",
  WHOWAS: "Tells who had a nickname before.",
};
