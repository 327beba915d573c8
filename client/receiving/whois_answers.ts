import type { NumericName } from "../../protocol/numerics.ts";
import type { ClientEvent, WhoisEvent } from "../events.ts";
import { NameMap } from "../session/name_map.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { t } from "../texts/mod.ts";
import { shortText } from "./bounds.ts";
import { lastParam, param } from "./message.ts";
import type { ReceivedMessage } from "./message.ts";

/** Answers that may be incomplete at one time. */
const MAX_INCOMPLETE = 20;
/** Notes and channels that are kept of one answer. */
const MAX_NOTES = 50;
const MAX_NOTE_CHARACTERS = 1_000;
const MAX_NAME_CHARACTERS = 300;

type WhoisDraft = { -readonly [Key in keyof WhoisEvent]: WhoisEvent[Key] };
type ByNumeric<Value> = Readonly<Partial<Record<NumericName, Value>>>;

/** The lines of WHOIS that have a field in the event. */
const FIELDS: ByNumeric<(draft: WhoisDraft, message: ReceivedMessage) => void> = {
  RPL_AWAY: (draft, message) => draft.away = shortText(param(message, 2), MAX_NOTE_CHARACTERS),
  RPL_WHOISUSER: (draft, message) => {
    draft.user = param(message, 2);
    draft.host = param(message, 3);
    draft.realname = shortText(lastParam(message), MAX_NOTE_CHARACTERS);
  },
  RPL_WHOISSERVER: (draft, message) => draft.server = param(message, 2),
  RPL_WHOISIDLE: (draft, message) => {
    draft.idleSeconds = Number(param(message, 2)) || 0;
    const signedOn = Number(param(message, 3)) * 1000;
    if (signedOn > 0) draft.signedOn = signedOn;
  },
  RPL_WHOISCHANNELS: (draft, message) => {
    const channels = param(message, 2).split(" ").filter((name) => name !== "");
    draft.channels = [...draft.channels, ...channels].slice(0, MAX_NOTES)
      .map((name) => shortText(name, MAX_NAME_CHARACTERS));
  },
  RPL_WHOISACCOUNT: (draft, message) => draft.account = param(message, 2),
};

/**
 * The other lines, as sentences: undefined for a line that is not as servers usually write it, which
 * is shown in the server's words, and "" for one that says nothing.
 */
const NOTES: ByNumeric<(message: ReceivedMessage) => string | undefined> = {
  RPL_USINGSSL: () => t("uses a secure connection"),
  RPL_WHOISSECURE: () => t("uses a secure connection"),
  RPL_WHOISCERTFP: (message) => {
    const fingerprint = /\b[0-9a-f]{32,}$/i.exec(lastParam(message))?.[0];
    return fingerprint &&
      t("has a certificate with the fingerprint {fingerprint}", { fingerprint });
  },
  RPL_WHOISREGNICK: () => t("is logged in to the account of this name"),
  RPL_WHOISHELPOP: () => undefined,
  RPL_WHOISOPERATOR: ({ params }) =>
    /\boperator\b/i.test(params.at(-1) ?? "") ? t("is an operator of the server") : undefined,
  RPL_WHOISSPECIAL: () => undefined,
  RPL_WHOISBOT: () => t("is a bot"),
  RPL_WHOISACTUALLY: ({ params }) => {
    const host = params.slice(2, -1).join(" ");
    return host === "" ? undefined : t("really connects from {host}", { host });
  },
  RPL_WHOISCOUNTRY: () => undefined,
  RPL_WHOISGATEWAY: () => undefined,
  RPL_WHOISHOST: (message) => {
    const host = /\bfrom (\S.*)$/.exec(lastParam(message))?.[1];
    return host && t("connects from {host}", { host });
  },
  RPL_WHOISMODES: (message) => {
    const modes = /\bmodes? ([+-].*)$/.exec(lastParam(message))?.[1];
    return modes === "+" ? "" : modes && t("has the modes {modes}", { modes });
  },
};

/** Puts the lines of WHOIS together to one event for each person. */
export class WhoisAnswers {
  readonly #drafts: NameMap<WhoisDraft>;

  constructor(info: ServerInfo) {
    this.#drafts = new NameMap(info);
  }

  /** Whether the answer about a person has begun and is not complete. */
  has(nick: string): boolean {
    return this.#drafts.has(nick);
  }

  /** Takes a numeric; undefined if it is none of WHOIS. */
  take(message: ReceivedMessage, time: number): ClientEvent[] | undefined {
    const { numeric } = message;
    if (numeric === undefined) return undefined;
    if (numeric === "RPL_ENDOFWHOIS") return this.#end(message);
    if (FIELDS[numeric] === undefined && NOTES[numeric] === undefined) return undefined;
    this.#add(message, { numeric, time });
    return [];
  }

  /** Forgets the incomplete answers. */
  reset(): void {
    this.#drafts.clear();
  }

  #add(
    message: ReceivedMessage,
    { numeric, time }: { readonly numeric: NumericName; readonly time: number },
  ): void {
    const nick = param(message, 1);
    let draft = this.#drafts.get(nick);
    if (draft === undefined) {
      if (this.#drafts.size >= MAX_INCOMPLETE) return;
      draft = emptyWhois(nick, time);
      this.#drafts.set(nick, draft);
    }
    const setField = FIELDS[numeric];
    if (setField !== undefined) setField(draft, message);
    else if (draft.notes.length < MAX_NOTES) {
      const note = NOTES[numeric]?.(message) ?? message.params.slice(2).join(" ");
      if (note !== "") draft.notes = [...draft.notes, shortText(note, MAX_NOTE_CHARACTERS)];
    }
  }

  #end(message: ReceivedMessage): ClientEvent[] {
    const nick = param(message, 1);
    const draft = this.#drafts.get(nick);
    this.#drafts.delete(nick);
    return draft === undefined ? [] : [draft];
  }
}

function emptyWhois(nick: string, time: number): WhoisDraft {
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
