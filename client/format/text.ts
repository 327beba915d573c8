import { NUMERICS } from "../../protocol/numerics.ts";
import type {
  ChatMessageEvent,
  ClientEvent,
  ConnectionEvent,
  FoundEvent,
  RefusedEvent,
  TopicEvent,
  WhoisEvent,
} from "../events.ts";
import { maskSecrets } from "../commands/secrets.ts";
import { isForUs } from "../model/mod.ts";
import { language, t, translatable } from "../texts/mod.ts";
import { roomName, withoutRights } from "./names.ts";
import type { Palette } from "./palette.ts";
import { sanitize } from "./sanitize.ts";

/** Members shown when we join a room; the rest is counted. */
const MAX_NAMES_ON_JOIN = 40;
/** The width of the labels of /whois, with the space behind them. */
const LABEL_COLUMNS = 8;

/** Characters of a refused text that a screen shows beside the reason. */
const MAX_REFUSED_CHARACTERS = 200;

/** How events are shown now. */
export interface View {
  readonly palette: Palette;
  /** Our nickname. */
  readonly nick: string;
  /** The room whose name is left out; "" for no room, `*` for every room. */
  readonly current: string;
  /** Whether to show what helps a person at a terminal, but not a script. */
  readonly verbose: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Formats the time of an event, instead of {@linkcode formatClock}. */
  readonly formatTime?: (time: number) => string;
  /** Whether events that are no messages are written without their time. */
  readonly bare?: boolean;
  /** Whether two names are the same on this server. */
  readonly same: (a: string, b: string) => boolean;
}

/** The lines of an event: for standard output, or diagnostics for standard error. */
export interface EventText {
  readonly out?: string;
  readonly err?: string;
}

type Formatters = {
  readonly [Type in ClientEvent["type"]]?: (
    event: Extract<ClientEvent, { type: Type }>,
    view: View,
  ) => EventText | undefined;
};

/** Formats an event as lines of text; undefined if it is not shown. */
export function toText(event: ClientEvent, view: View): EventText | undefined {
  const formatter = FORMATTERS[event.type] as
    | ((event: ClientEvent, view: View) => EventText | undefined)
    | undefined;
  return formatter?.(event, view);
}

const FORMATTERS: Formatters = {
  message: (event, view) => {
    const line = timedMessage(event, view);
    return { out: event.history && event.missed !== true ? view.palette.faint(line) : line };
  },
  join: (event, view) =>
    notice(
      event,
      view,
      t("{name} joined {room}", { name: person(event.nick, view), room: room(event) }),
    ),
  part: (event, view) => {
    const what = t("{name} left {room}", { name: person(event.nick, view), room: room(event) });
    return notice(event, view, what + inBrackets(event.reason));
  },
  quit: (event, view) => {
    const what = t("{name} went offline", { name: person(event.nick, view) });
    return notice(event, view, what + inBrackets(event.reason));
  },
  kick: (event, view) => {
    const [name, by] = [person(event.nick, view), person(event.by, view)];
    const what = t("{name} was removed from {room} by {by}", { name, room: room(event), by });
    return notice(event, view, what + inBrackets(event.reason));
  },
  nick: (event, view) => {
    const [name, newName] = [person(event.nick, view), person(event.newNick, view)];
    return notice(event, view, t("{name} is now {newName}", { name, newName }));
  },
  topic: (event, view) => notice(event, view, topic(event, view)),
  names: (event, view) => {
    if (!event.requested && !view.verbose) return undefined;
    if (event.members.length === 0) {
      if (!event.requested) return undefined;
      return notice(event, view, t("{room} shows no members", { room: room(event) }));
    }
    const names = event.members.map(({ nick, prefixes }) => prefixes + person(nick, view));
    const shown = event.requested ? names : names.slice(0, MAX_NAMES_ON_JOIN);
    const more = names.length - shown.length;
    const values = { room: room(event), names: shown.join(t(", ")) };
    const text = more > 0
      ? t("In {room}: {names} and {count} more", { ...values, count: more })
      : t("In {room}: {names}", values);
    return notice(event, view, text);
  },
  mode: (event, view) => {
    const target = sanitize(event.room ? roomName(event.target) : event.target);
    const modes = sanitize([event.modes, ...event.args].join(" "));
    // Modes that a server sets on us when we register are not shown.
    const isShown = event.room || event.by === undefined ||
      view.verbose && view.same(event.by, view.nick);
    if (!isShown) return undefined;
    if (event.by !== undefined) {
      const name = person(event.by, view);
      return notice(event, view, t("{name} set mode {modes} on {target}", { name, modes, target }));
    }
    const what = /^\+?$/.test(modes)
      ? t("{target} has no modes", { target })
      : t("{target} has mode {modes}", { target, modes });
    return notice(event, view, what);
  },
  invite: (event, view) => {
    const hint = event.own && view.verbose ? ` (/join ${room(event)})` : "";
    const values = { by: person(event.by, view), room: room(event) };
    const what = event.own
      ? t("{by} invited you to {room}", values)
      : t("{by} invited {name} to {room}", { ...values, name: person(event.nick, view) });
    return notice(event, view, what + hint);
  },
  away: (event, view) => {
    if (event.own) {
      const what = event.message === undefined ? t("You are back") : t("You are away");
      return notice(event, view, what);
    }
    const name = person(event.nick, view);
    const what = event.message === undefined
      ? t("{name} is back", { name })
      : t("{name} is away: {text}", { name, text: sanitize(event.message) });
    return notice(event, view, what);
  },
  presence: (event, view) => {
    const name = person(event.nick, view);
    const what = event.online ? t("{name} is online", { name }) : t("{name} is offline", { name });
    return notice(event, view, what);
  },
  whois: (event, view) => ({ out: whois(event, view) }),
  listed: (event) => {
    const about = event.topic === "" ? "" : `: ${sanitize(event.topic)}`;
    return { out: `${room(event)} (${event.people})${about}` };
  },
  found: (event, view) => found(event, view),
  server: (event, view) => {
    if (event.code === NUMERICS.RPL_LISTEND.code) return undefined;
    const isAnnouncement = event.code === "ANNOUNCEMENT";
    const isSaid = isAnnouncement || event.code === "NOTICE";
    if (!event.requested && !view.verbose && !isSaid) return undefined;
    const { strong, faint } = view.palette;
    const lines = event.text.split("\n").map(sanitize).map(isAnnouncement ? strong : faint);
    return event.requested ? { out: lines.join("\n") } : { err: lines.join("\n") };
  },
  local: (event) => ({ err: event.text.split("\n").map(sanitize).join("\n") }),
  problem: (event, view) => {
    return { err: view.palette.error(sanitize(event.reason) + refusedLine(event.text, view)) };
  },
  refused: (event, view) => {
    return { err: view.palette.error(refusal(event) + refusedLine(event.text, view)) };
  },
  connection: (event, view) => {
    if (event.status === "online") {
      return { err: connected(event, view.nick) };
    }
    if (event.status !== "waiting") return undefined;
    const seconds = ((event.retryMs ?? 0) / 1000).toFixed(1);
    const reason = sanitize(event.reason ?? "");
    const what = reason.startsWith(t("Cannot connect"))
      ? reason
      : t("Connection lost: {reason}", { reason });
    const next = event.retryMs === 0 && event.server !== undefined
      ? t("{what}. Trying {server}", { what, server: sanitize(event.server) })
      : t("{what}. Trying again in {seconds} s", { what, seconds });
    return { err: view.palette.error(next) };
  },
};

/** Says as whom we are connected and, if the network has several servers, to which. */
function connected({ again, server }: ConnectionEvent, nick: string): string {
  const name = sanitize(nick);
  if (server === undefined) {
    return again === true
      ? t("Connected again as {name}", { name })
      : t("Connected as {name}", { name });
  }
  const values = { name, server: sanitize(server) };
  return again === true
    ? t("Connected again as {name}, to {server}", values)
    : t("Connected as {name}, to {server}", values);
}

/** Formats a time as `21:18`, with the date if that is not today. */
export function formatClock(time: number, now: number): string {
  const date = new Date(time);
  const hours = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
  if (date.toDateString() === new Date(now).toDateString()) return hours;
  return `${formatDate(date)} ${hours}`;
}

/** Formats a time as `2026-01-02 03:04:05`, in the local time zone. */
export function formatDateTime(time: number): string {
  const date = new Date(time);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
  return `${formatDate(date)} ${clock}`;
}

function formatDate(date: Date): string {
  return [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join("-");
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function timeOf(time: number, view: View): string {
  return view.formatTime === undefined ? formatClock(time, view.now) : view.formatTime(time);
}

function timedMessage(event: ChatMessageEvent, view: View): string {
  const time = timeOf(event.time, view);
  // Further lines are indented, so that none of them looks like a message from somebody else.
  return indent(`${time} ${messageText(event, view)}`, " ".repeat(time.length + 1));
}

/** Puts a margin before each line but the first. */
function indent(text: string, margin: string): string {
  return text.replace(/\n(?!\n|$)/g, "\n" + margin);
}

function messageText(event: ChatMessageEvent, view: View): string {
  const { palette } = view;
  const isMentioned = !event.own && isForUs(event, view.nick);
  const lines = event.text.split("\n").map(sanitize);
  const text = (isMentioned ? lines.map(palette.strong) : lines).join("\n");
  let from = person(event.from, view);
  if (!event.room) {
    from = event.own
      ? t("you → {name}", { name: person(event.conversation, view) })
      : t("{name} → you", { name: from });
  }
  const isElsewhere = event.room && view.current !== "*" &&
    !view.same(event.conversation, view.current);
  const where = isElsewhere ? `[${sanitize(roomName(event.conversation))}] ` : "";
  if (event.kind === "action") return `${where}* ${from} ${text}`;
  return where +
    (event.kind === "notice" ? `${from} ${t("(notice)")}: ${text}` : `${from}: ${text}`);
}

function found(event: FoundEvent, view: View): EventText {
  const { messages, conversation } = event;
  const foundView = { ...view, current: conversation ?? "" };
  const lines = messages.map((one) => "  " + indent(timedMessage(one, foundView), "  "));
  if (event.more === true) {
    lines.push("  " + t("There are more: add from:NICK, before:DATE or after:DATE"));
  }
  return notice(event, view, [foundTitle(event), ...lines].join("\n"));
}

function foundTitle({ messages, searched, conversation }: FoundEvent): string {
  const count = messages.length === 1
    ? t("1 message")
    : messages.length === 0
    ? t("No messages")
    : t("{count} messages", { count: messages.length });
  const room = sanitize(roomName(conversation ?? ""));
  const words = sanitize(searched ?? "");
  if (searched === undefined) {
    return conversation === undefined ? count : t("{count} in {room}", { count, room });
  }
  return conversation === undefined
    ? t("{count} with “{words}”", { count, words })
    : t("{count} with “{words}” in {room}", { count, words, room });
}

/** What a server without these commands, which ours send, does not have. */
const NOT_THERE: Readonly<Record<string, string>> = {
  NS: translatable("This server has no NickServ, and so no accounts"),
  REGISTER: translatable(
    "Accounts are not registered by this command here: ask the server's services, by /msg NickServ HELP",
  ),
};

/** Why a server has refused a line. */
function refusal({ code, about, reason }: RefusedEvent): string {
  if (code === NUMERICS.ERR_USERONCHANNEL.code) return alreadyThere(about);
  const missing = code === NUMERICS.ERR_UNKNOWNCOMMAND.code && Object.hasOwn(NOT_THERE, about)
    ? NOT_THERE[about]
    : undefined;
  if (missing !== undefined) return t(missing);
  const named = about === "" ? "" : `${sanitize(about.replace(/^#(?=\w)/, ""))}: `;
  return named + sanitize(reason);
}

/** Says of `bob #1` that nobody needs to be invited there. */
function alreadyThere(about: string): string {
  const [name = "", channel = ""] = about.split(" ").map(sanitize);
  return t("{name} is in {room} already", { name, room: roomName(channel) });
}

/** What was typed and refused, without a password. */
function refusedLine(typed: string | undefined, view: View): string {
  if (typed === undefined || typed.trim() === "") return "";
  const result = typed.startsWith("/") ? t("not done") : t("not sent");
  const isLong = view.bare === true && typed.length > MAX_REFUSED_CHARACTERS;
  const shown = isLong ? `${typed.slice(0, MAX_REFUSED_CHARACTERS)}…` : typed;
  return ` (${result}: ${sanitize(maskSecrets(shown))})`;
}

function notice(event: ClientEvent, view: View, text: string): EventText {
  return { out: view.bare === true ? text : `${timeOf(event.time, view)} * ${text}` };
}

function topic(event: TopicEvent, view: View): string {
  const [name, text] = [room(event), sanitize(event.topic)];
  const isNone = event.topic === "";
  if (event.by === undefined) {
    return isNone
      ? t("{room} has no topic", { room: name })
      : t("Topic of {room}: {topic}", { room: name, topic: text });
  }
  const by = person(event.by, view);
  return isNone
    ? t("{name} removed the topic of {room}", { name: by, room: name })
    : t("{name} set the topic of {room}: {topic}", { name: by, room: name, topic: text });
}

function whois(event: WhoisEvent, view: View): string {
  const { host, user, channels, idleSeconds, signedOn } = event;
  const rows: [string, string | undefined][] = [
    [t("name"), event.realname],
    [t("from"), host === undefined ? undefined : `${user}@${host}`],
    [t("account"), event.account],
    [t("rooms"), channels.map(roomWithRights).join(" ")],
    [t("server"), event.server],
    [t("away"), event.away],
    [t("idle"), idleSeconds === undefined ? undefined : formatIdle(idleSeconds)],
    [t("since"), signedOn === undefined ? undefined : timeOf(signedOn, view)],
    ...event.notes.map((note): [string, string] => ["", note]),
  ];
  const lines = rows.filter(([, value]) => value !== undefined && value !== "")
    .map(([label, value]) => `  ${padLabel(label)}${sanitize(value ?? "")}`);
  return [person(event.nick, view), ...lines].join("\n");
}

/** The labels are ours, of Latin letters or of Chinese characters, which are two columns wide. */
function padLabel(label: string): string {
  const columns = label.replace(/[^\0-\x7f]/g, "--").length;
  return label + " ".repeat(Math.max(1, LABEL_COLUMNS - columns));
}

function person(nick: string, view: View): string {
  return view.palette.nick(sanitize(nick), nick);
}

function room(event: { readonly channel: string }): string {
  return sanitize(roomName(event.channel));
}

/** A room of an answer to WHOIS, with the person's rights there: `@#1` becomes `@1`. */
function roomWithRights(channel: string): string {
  const name = withoutRights(channel);
  return channel.slice(0, channel.length - name.length) + roomName(name);
}

function inBrackets(reason: string | undefined): string {
  return reason === undefined ? "" : ` (${sanitize(reason)})`;
}

/** Formats a time without messages: `5m 3s`. */
function formatIdle(seconds: number): string {
  const format = new Intl.DurationFormat(language(), {
    style: "narrow",
    ...(seconds === 0 && { secondsDisplay: "always" }),
  });
  return format.format({
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  });
}
