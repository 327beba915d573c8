import { ownText } from "../../protocol/lines.ts";
import type { NumericName } from "../../protocol/numerics.ts";
import type { ClientEvent, ListedEvent, RoomOfServer } from "../events.ts";
import { NameMap } from "../session/name_map.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { t } from "../texts/mod.ts";
import { shortText } from "./bounds.ts";
import type { Translation, TranslationContext } from "./context.ts";
import { lastParam, param } from "./message.ts";
import type { ReceivedMessage } from "./message.ts";
import { RoomLists } from "./room_lists.ts";
import { WhoisAnswers } from "./whois_answers.ts";

/** Members that are kept of all rooms whose lists are not complete, and the letters of a name. */
const MAX_MEMBERS = 30_000;
const MAX_NAME_CHARACTERS = 300;
/** Answers to NAMES that may be incomplete at one time. */
const MAX_INCOMPLETE = 20;
const MAX_AWAY_CHARACTERS = 1_000;
const MAX_MOTD_LINES = 1_000;
const MAX_MOTD_CHARACTERS = 200_000;
/** Rooms that are kept of an answer to our own LIST. */
const MAX_ROOMS = 10_000;
const MAX_TOPIC_CHARACTERS = 500;

type Member = { readonly nick: string; readonly prefixes: string };
type ByNumeric<Value> = Readonly<Partial<Record<NumericName, Value>>>;

/** The numerics that are not shown: greetings, statistics and the ends of lists. */
const HIDDEN: ReadonlySet<NumericName> = new Set([
  "RPL_YOURHOST",
  "RPL_CREATED",
  "RPL_MYINFO",
  "RPL_ISUPPORT",
  "RPL_BOUNCE",
  "RPL_YOURID",
  "RPL_ENDOFSTATS",
  "RPL_STATSCONN",
  "RPL_ENDOFWHO",
  "RPL_LISTSTART",
  "RPL_CREATIONTIME",
  "RPL_TOPICWHOTIME",
  "RPL_ENDOFLINKS",
  "RPL_ENDOFINFO",
  "RPL_ENDOFWHOWAS",
  "RPL_HOSTHIDDEN",
  "RPL_STARTTLS",
  "RPL_ENDOFMONLIST",
  "RPL_LOGGEDIN",
  "RPL_LOGGEDOUT",
  "RPL_SASLSUCCESS",
  // Ergo sends it beside the answer REGISTER SUCCESS.
  "RPL_REG_SUCCESS",
]);

/** The answer to LUSERS, which a server also sends to those who register. */
const HIDDEN_UNLESS_ASKED: ReadonlySet<NumericName> = new Set([
  "RPL_LUSERCLIENT",
  "RPL_LUSEROP",
  "RPL_LUSERUNKNOWN",
  "RPL_LUSERCHANNELS",
  "RPL_LUSERME",
  "RPL_LOCALUSERS",
  "RPL_GLOBALUSERS",
]);

/**
 * Translates numerics into events. An answer of several lines becomes one event at its last line:
 * the members of a room, the description of a person, the message of the day.
 */
export class Numerics {
  readonly #members: NameMap<Member[]>;
  readonly #whois: WhoisAnswers;
  readonly #lists = new RoomLists();
  #motd: string[] = [];
  #motdCharacters = 0;
  /** Of all lists that are not complete. */
  #memberCount = 0;
  #rooms: RoomOfServer[] = [];
  readonly #translations: ByNumeric<Translation> = {
    RPL_AWAY: (message, context) => this.#away(message, context),
    RPL_UNAWAY: (_message, { info, time }) => [
      { type: "away", time, nick: info.nick, own: true, message: undefined },
    ],
    RPL_NOWAWAY: (_message, { info, time }) => [
      { type: "away", time, nick: info.nick, own: true, message: "away" },
    ],
    RPL_INVITING: (message, { info, time }) => [{
      type: "invite",
      time,
      by: info.nick,
      nick: param(message, 1),
      channel: param(message, 2),
      own: false,
    }],
    RPL_WHOWASUSER: (message, { time }) => wasHere(message, time),
    RPL_LIST: (message, context) => this.#listed(message, context),
    RPL_LISTEND: (message, context) => this.#listEnd(message, context),
    RPL_CHANNELMODEIS: (message, { time, isAnswerTo, isQuietAnswerTo }) =>
      isAnswerTo("MODE") || isQuietAnswerTo("MODE")
        ? [{
          type: "mode",
          time,
          target: param(message, 1),
          room: true,
          by: undefined,
          modes: param(message, 2),
          args: message.params.slice(3),
          ...(!isAnswerTo("MODE") && { quiet: true }),
        }]
        : [],
    // A server says it without being asked, too, to those who register.
    RPL_UMODEIS: (message, { info, time, isAnswerTo }) =>
      isAnswerTo("MODE")
        ? [{
          type: "mode",
          time,
          target: info.nick,
          room: false,
          by: undefined,
          modes: param(message, 1),
          args: message.params.slice(2),
        }]
        : [],
    RPL_NOTOPIC: (message, { time }) => [
      { type: "topic", time, channel: param(message, 1), topic: "", by: undefined },
    ],
    RPL_TOPIC: (message, { time }) => [
      { type: "topic", time, channel: param(message, 1), topic: param(message, 2), by: undefined },
    ],
    RPL_NAMREPLY: (message, context) => this.#names(message, context),
    RPL_ENDOFNAMES: (message, context) => this.#namesEnd(message, context),
    RPL_WHOREPLY: (message, context) => this.#whoReply(message, context),
    RPL_MOTD: (message) => this.#motdLine(message),
    RPL_MOTDSTART: () => {
      this.#motd = [];
      this.#motdCharacters = 0;
      return [];
    },
    RPL_ENDOFMOTD: (_message, context) => this.#motdEnd(context),
    ERR_NOMOTD: (message, { time, isAnswerTo }) =>
      isAnswerTo("MOTD") ? serverAnswer(message, time) : [],
    RPL_MONONLINE: (message, { time }) => presence(message, { time, online: true }),
    RPL_MONOFFLINE: (message, { time }) => presence(message, { time, online: false }),
  };

  constructor(info: ServerInfo) {
    this.#members = new NameMap(info);
    this.#whois = new WhoisAnswers(info);
  }

  translate(message: ReceivedMessage, context: TranslationContext): ClientEvent[] {
    const { numeric } = message;
    if (numeric !== undefined) {
      const translation = this.#translations[numeric];
      if (translation !== undefined) return translation(message, context);
      if (HIDDEN.has(numeric)) return [];
      if (HIDDEN_UNLESS_ASKED.has(numeric) && !context.isAnswerTo("LUSERS")) return [];
    }
    const { time } = context;
    return this.#whois.take(message, time) ?? this.#lists.take(message, time) ??
      serverAnswer(message, time);
  }

  /** Forgets the incomplete answers of a lost connection. */
  reset(): void {
    this.#members.clear();
    this.#memberCount = 0;
    this.#whois.reset();
    this.#lists.reset();
    this.#motd = [];
    this.#motdCharacters = 0;
    this.#rooms = [];
  }

  #listed(message: ReceivedMessage, context: TranslationContext): ClientEvent[] {
    const room = listed(message, context.time);
    if (!isOwnList(context)) return [room];
    const { channel, people, topic } = room;
    if (this.#rooms.length < MAX_ROOMS) {
      const short = shortText(topic, MAX_TOPIC_CHARACTERS);
      this.#rooms.push({ channel, people, topic: short });
    }
    return [];
  }

  #listEnd(message: ReceivedMessage, context: TranslationContext): ClientEvent[] {
    const { time } = context;
    if (!isOwnList(context)) {
      const text = lastParam(message);
      return [{ type: "server", time, code: message.command, text, requested: true }];
    }
    const rooms = this.#rooms;
    this.#rooms = [];
    return [{ type: "rooms", time, rooms }];
  }

  #names(message: ReceivedMessage, { info }: TranslationContext): ClientEvent[] {
    const channel = param(message, 2);
    let members = this.#members.get(channel);
    if (members === undefined) {
      if (this.#members.size >= MAX_INCOMPLETE) return [];
      members = [];
      this.#members.set(channel, members);
    }
    for (const word of param(message, 3).split(" ")) {
      const fits = word.length <= MAX_NAME_CHARACTERS && this.#memberCount < MAX_MEMBERS;
      if (word === "" || !fits) continue;
      this.#memberCount++;
      // A short name of a long line must not keep that line.
      const { prefixes, rest } = info.splitPrefixes(ownText(word));
      const bang = rest.indexOf("!");
      members.push({ nick: bang === -1 ? rest : rest.slice(0, bang), prefixes });
    }
    return [];
  }

  #namesEnd(
    message: ReceivedMessage,
    { time, isAnswerTo }: TranslationContext,
  ): ClientEvent[] {
    const channel = param(message, 1);
    const members = this.#members.get(channel) ?? [];
    this.#members.delete(channel);
    this.#memberCount -= members.length;
    return [{ type: "names", time, channel, members, requested: isAnswerTo("NAMES", channel) }];
  }

  #away(message: ReceivedMessage, context: TranslationContext): ClientEvent[] {
    const nick = param(message, 1);
    if (this.#whois.has(nick)) return this.#whois.take(message, context.time) ?? [];
    return [{
      type: "away",
      time: context.time,
      nick,
      own: false,
      message: shortText(param(message, 2), MAX_AWAY_CHARACTERS),
    }];
  }

  // The answer to our own question is not shown: it says only who is away ("G", not "H").
  #whoReply(message: ReceivedMessage, context: TranslationContext): ClientEvent[] {
    if (context.isAnswerTo("WHO") || !context.isQuietAnswerTo("WHO")) {
      return serverAnswer(message, context.time);
    }
    const away = param(message, 6).startsWith("G");
    return [{ type: "person", time: context.time, nick: param(message, 5), away }];
  }

  #motdLine(message: ReceivedMessage): ClientEvent[] {
    const line = param(message, 1).replace(/^- ?/, "");
    const fits = this.#motdCharacters + line.length <= MAX_MOTD_CHARACTERS;
    if (fits && this.#motd.length < MAX_MOTD_LINES) {
      this.#motd.push(line);
      this.#motdCharacters += line.length;
    }
    return [];
  }

  #motdEnd({ time, isAnswerTo }: TranslationContext): ClientEvent[] {
    const text = this.#motd.join("\n");
    this.#motd = [];
    this.#motdCharacters = 0;
    if (text === "") return [];
    return [{ type: "server", time, code: "MOTD", text, requested: isAnswerTo("MOTD") }];
  }
}

/** An answer that is shown in the server's words. */
function serverAnswer(message: ReceivedMessage, time: number): ClientEvent[] {
  const text = message.params.slice(1).join(" ");
  return [{ type: "server", time, code: message.command, text, requested: true }];
}

/** `<nick> <user> <host> * :<real name>`: somebody who was on the server. */
function wasHere(message: ReceivedMessage, time: number): ClientEvent[] {
  const [name, user, host] = [1, 2, 3].map((index) => param(message, index));
  const from = `${user}@${host}`;
  const text = t("{name} was here from {from} ({realname})", {
    name: name ?? "",
    from,
    realname: shortText(lastParam(message), MAX_AWAY_CHARACTERS),
  });
  return [{ type: "server", time, code: message.command, text, requested: true }];
}

/** Whether the client has asked for the list by itself, and the person has not. */
function isOwnList({ isAnswerTo, isQuietAnswerTo }: TranslationContext): boolean {
  return isQuietAnswerTo("LIST") && !isAnswerTo("LIST");
}

function listed(message: ReceivedMessage, time: number): ListedEvent {
  return {
    type: "listed",
    time,
    channel: param(message, 1),
    people: Number(param(message, 2)) || 0,
    // Some servers write the room's modes in brackets before the topic.
    topic: param(message, 3).replace(/^\[\+[^\]]*\] ?/, ""),
  };
}

function presence(
  message: ReceivedMessage,
  options: { readonly time: number; readonly online: boolean },
): ClientEvent[] {
  return param(message, 1).split(",").filter((target) => target !== "").map((target) => ({
    type: "presence",
    time: options.time,
    nick: target.split("!")[0] ?? target,
    online: options.online,
  }));
}
