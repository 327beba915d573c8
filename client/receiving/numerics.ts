import type { IrcMessage } from "../../protocol/message.ts";
import type { ClientEvent, ListedEvent, WhoisEvent } from "../events.ts";
import { param, reasonOf } from "./context.ts";
import type { Context } from "./context.ts";

/** More members than any room has; what is beyond is not kept. */
const MAX_MEMBERS = 100_000;
const MAX_GATHERED = 100;
const MAX_NOTES = 50;
const MAX_MOTD_LINES = 1_000;

type Member = { readonly nick: string; readonly prefixes: string };
type Draft = { -readonly [Key in keyof WhoisEvent]: WhoisEvent[Key] };
type Translation = (message: IrcMessage, context: Context) => ClientEvent[];

const WHOIS_FIELDS: Readonly<Record<string, (draft: Draft, message: IrcMessage) => void>> = {
  "301": (draft, message) => draft.away = param(message, 2),
  "311": (draft, message) => {
    draft.user = param(message, 2);
    draft.host = param(message, 3);
    draft.realname = message.params.at(-1);
  },
  "312": (draft, message) => draft.server = param(message, 2),
  "317": (draft, message) => {
    draft.idleSeconds = Number(param(message, 2)) || 0;
    const signedOn = Number(param(message, 3)) * 1000;
    if (signedOn > 0) draft.signedOn = signedOn;
  },
  "319": (draft, message) =>
    draft.channels = [
      ...draft.channels,
      ...param(message, 2).split(" ").filter((name) => name !== ""),
    ].slice(0, MAX_NOTES),
  "330": (draft, message) => draft.account = param(message, 2),
};

/** Further lines of a WHOIS, kept in the server's words. */
const WHOIS_NOTES = new Set([
  "275",
  "276",
  "307",
  "310",
  "313",
  "320",
  "335",
  "338",
  "344",
  "350",
  "378",
  "379",
  "671",
]);

/** Numerics that the model has no use for and nobody asked to see. */
const SILENT = new Set([
  "002",
  "003",
  "004",
  "005",
  "010",
  "042",
  "250",
  "251",
  "252",
  "253",
  "254",
  "255",
  "265",
  "266",
  "329",
  "333",
  "396",
  "670",
  "900",
  "901",
  "903",
  "321",
  "315",
  "368",
  "347",
  "349",
  "374",
  "365",
  "219",
  "733",
  "734",
]);

/**
 * The server's numerics as events. Some answers come in many lines and are gathered here until
 * their last: who is in a room, who someone is, the message of the day.
 */
export class Numerics {
  readonly #members = new Map<string, Member[]>();
  readonly #whois = new Map<string, Draft>();
  #motd: string[] = [];
  readonly #table: Readonly<Record<string, Translation>> = {
    "301": (message, context) => this.#away(message, context),
    "305": (_message, { info, time }) => [
      { type: "away", time, nick: info.nick, own: true, message: undefined },
    ],
    "306": (_message, { info, time }) => [
      { type: "away", time, nick: info.nick, own: true, message: "away" },
    ],
    "318": (message, context) => this.#whoisEnd(message, context),
    "322": (message, { time }) => [listed(message, time)],
    "323": (message, { time }) => [
      { type: "server", time, code: "323", text: message.params.at(-1) ?? "", asked: true },
    ],
    "324": (message, { time, asked }) =>
      asked("MODE")
        ? [{
          type: "mode",
          time,
          target: param(message, 1),
          room: true,
          by: undefined,
          modes: param(message, 2),
          args: message.params.slice(3),
        }]
        : [],
    "331": (message, { time }) => [
      { type: "topic", time, channel: param(message, 1), topic: "", by: undefined },
    ],
    "332": (message, { time }) => [
      { type: "topic", time, channel: param(message, 1), topic: param(message, 2), by: undefined },
    ],
    "353": (message, context) => this.#names(message, context),
    "366": (message, context) => this.#namesEnd(message, context),
    "372": (message) => this.#motdLine(message),
    "375": () => {
      this.#motd = [];
      return [];
    },
    "376": (_message, context) => this.#motdEnd(context),
    "422": () => [],
    "730": (message, { time }) => presence(message, { time, online: true }),
    "731": (message, { time }) => presence(message, { time, online: false }),
  };

  translate(message: IrcMessage, context: Context): ClientEvent[] {
    const known = this.#table[message.command];
    if (known !== undefined) return known(message, context);
    if (SILENT.has(message.command)) return [];
    if (WHOIS_FIELDS[message.command] !== undefined || WHOIS_NOTES.has(message.command)) {
      return this.#whoisLine(message, context);
    }
    const text = message.params.slice(1).join(" ");
    return [{ type: "server", time: context.time, code: message.command, text, asked: true }];
  }

  /** Forgets what a lost connection left unfinished. */
  reset(): void {
    this.#members.clear();
    this.#whois.clear();
    this.#motd = [];
  }

  #names(message: IrcMessage, { info }: Context): ClientEvent[] {
    const key = info.fold(param(message, 2));
    const members = this.#members.get(key) ?? [];
    if (!this.#members.has(key) && this.#members.size >= MAX_GATHERED) return [];
    this.#members.set(key, members);
    for (const word of param(message, 3).split(" ")) {
      if (word === "" || members.length >= MAX_MEMBERS) continue;
      const { prefixes, rest } = info.splitPrefixes(word);
      const bang = rest.indexOf("!");
      members.push({ nick: bang === -1 ? rest : rest.slice(0, bang), prefixes });
    }
    return [];
  }

  #namesEnd(message: IrcMessage, { info, time, asked }: Context): ClientEvent[] {
    const channel = param(message, 1);
    const key = info.fold(channel);
    const members = this.#members.get(key) ?? [];
    this.#members.delete(key);
    return [{ type: "names", time, channel, members, asked: asked("NAMES", channel) }];
  }

  #away(message: IrcMessage, context: Context): ClientEvent[] {
    const nick = param(message, 1);
    if (this.#whois.has(context.info.fold(nick))) return this.#whoisLine(message, context);
    return [{ type: "away", time: context.time, nick, own: false, message: param(message, 2) }];
  }

  #whoisLine(message: IrcMessage, { info, time }: Context): ClientEvent[] {
    const nick = param(message, 1);
    const key = info.fold(nick);
    let draft = this.#whois.get(key);
    if (draft === undefined) {
      if (this.#whois.size >= MAX_GATHERED) return [];
      draft = emptyWhois(nick, time);
      this.#whois.set(key, draft);
    }
    const field = WHOIS_FIELDS[message.command];
    if (field !== undefined) field(draft, message);
    else if (draft.notes.length < MAX_NOTES) {
      draft.notes = [...draft.notes, message.params.slice(2).join(" ")];
    }
    return [];
  }

  #whoisEnd(message: IrcMessage, { info }: Context): ClientEvent[] {
    const key = info.fold(param(message, 1));
    const draft = this.#whois.get(key);
    this.#whois.delete(key);
    return draft === undefined ? [] : [draft];
  }

  #motdLine(message: IrcMessage): ClientEvent[] {
    if (this.#motd.length < MAX_MOTD_LINES) this.#motd.push(param(message, 1).replace(/^- ?/, ""));
    return [];
  }

  #motdEnd({ time, asked }: Context): ClientEvent[] {
    const text = this.#motd.join("\n");
    this.#motd = [];
    return text === "" ? [] : [{ type: "server", time, code: "MOTD", text, asked: asked("MOTD") }];
  }
}

function emptyWhois(nick: string, time: number): Draft {
  return {
    type: "whois",
    time,
    nick,
    user: undefined,
    host: undefined,
    realname: undefined,
    server: undefined,
    account: undefined,
    away: undefined,
    channels: [],
    idleSeconds: undefined,
    signedOn: undefined,
    notes: [],
  };
}

function listed(message: IrcMessage, time: number): ListedEvent {
  return {
    type: "listed",
    time,
    channel: param(message, 1),
    people: Number(param(message, 2)) || 0,
    // Some servers put the modes in brackets before the topic.
    topic: reasonOf(param(message, 3).replace(/^\[\+[^\]]*\] ?/, "")) ?? "",
  };
}

function presence(
  message: IrcMessage,
  options: { readonly time: number; readonly online: boolean },
): ClientEvent[] {
  return param(message, 1).split(",").filter((target) => target !== "").map((target) => ({
    type: "presence",
    time: options.time,
    nick: target.split("!")[0] ?? target,
    online: options.online,
  }));
}
