import { format as formatDuration } from "@std/fmt/duration";

import { NUMERICS } from "../../protocol/numerics.ts";
import type {
  ChatMessageEvent,
  ClientEvent,
  FoundEvent,
  TopicEvent,
  WhoisEvent,
} from "../events.ts";
import { mentions } from "../model/mod.ts";
import { roomName } from "./names.ts";
import type { Palette } from "./palette.ts";
import { sanitize } from "./sanitize.ts";

/** Members shown when we join a room; the rest is counted. */
const MAX_NAMES_ON_JOIN = 40;

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
  join: (event, view) => notice(event, view, `${person(event.nick, view)} joined ${room(event)}`),
  part: (event, view) => {
    const what = `${person(event.nick, view)} left ${room(event)}`;
    return notice(event, view, what + inBrackets(event.reason));
  },
  quit: (event, view) => {
    const what = `${person(event.nick, view)} went offline`;
    return notice(event, view, what + inBrackets(event.reason));
  },
  kick: (event, view) => {
    const by = person(event.by, view);
    const what = `${person(event.nick, view)} was removed from ${room(event)} by ${by}`;
    return notice(event, view, what + inBrackets(event.reason));
  },
  nick: (event, view) =>
    notice(event, view, `${person(event.nick, view)} is now ${person(event.newNick, view)}`),
  topic: (event, view) => notice(event, view, topic(event, view)),
  names: (event, view) => {
    if (!event.requested && !view.verbose) return undefined;
    const names = event.members.map(({ nick, prefixes }) => prefixes + person(nick, view));
    const shown = event.requested ? names : names.slice(0, MAX_NAMES_ON_JOIN);
    const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
    return notice(event, view, `In ${room(event)}: ${shown.join(", ")}${more}`);
  },
  mode: (event, view) => {
    const target = sanitize(event.room ? roomName(event.target) : event.target);
    const modes = sanitize([event.modes, ...event.args].join(" "));
    const what = event.by === undefined
      ? `${target} has mode ${modes}`
      : `${person(event.by, view)} set mode ${modes} on ${target}`;
    // Modes that a server sets on us when we register are not shown.
    const isOurs = event.by === undefined || view.same(event.by, view.nick);
    return event.room || view.verbose && isOurs ? notice(event, view, what) : undefined;
  },
  invite: (event, view) => {
    const invited = event.own ? "you" : person(event.nick, view);
    const hint = event.own && view.verbose ? ` (/join ${room(event)})` : "";
    const what = `${person(event.by, view)} invited ${invited} to ${room(event)}${hint}`;
    return notice(event, view, what);
  },
  away: (event, view) => {
    if (event.own) {
      const what = event.message === undefined ? "You are back" : "You are away";
      return notice(event, view, what);
    }
    const what = event.message === undefined
      ? `${person(event.nick, view)} is back`
      : `${person(event.nick, view)} is away: ${sanitize(event.message)}`;
    return notice(event, view, what);
  },
  presence: (event, view) =>
    notice(event, view, `${person(event.nick, view)} is ${event.online ? "online" : "offline"}`),
  whois: (event, view) => ({ out: whois(event, view) }),
  listed: (event) => {
    const about = event.topic === "" ? "" : `: ${sanitize(event.topic)}`;
    return { out: `${room(event)} (${event.people})${about}` };
  },
  found: (event, view) => found(event, view),
  server: (event, view) => {
    if (event.code === NUMERICS.RPL_LISTEND.code) return undefined;
    if (!event.requested && !view.verbose && event.code !== "NOTICE") return undefined;
    const lines = event.text.split("\n").map((line) => view.palette.faint(sanitize(line)));
    return event.requested ? { out: lines.join("\n") } : { err: lines.join("\n") };
  },
  local: (event) => ({ err: event.text.split("\n").map(sanitize).join("\n") }),
  problem: (event, view) => ({ err: view.palette.error(sanitize(event.reason)) }),
  refused: (event, view) => {
    const about = event.about === "" ? "" : `${sanitize(event.about.replace(/^#(?=\w)/, ""))}: `;
    const result = event.text?.startsWith("/") === true ? "not done" : "not sent";
    const typed = event.text === undefined ? "" : ` (${result}: ${sanitize(event.text)})`;
    return { err: view.palette.error(`${about}${sanitize(event.reason)}${typed}`) };
  },
  connection: (event, view) => {
    if (event.status === "online") {
      return { err: `Connected${event.again === true ? " again" : ""} as ${sanitize(view.nick)}` };
    }
    if (event.status !== "waiting") return undefined;
    const seconds = ((event.retryMs ?? 0) / 1000).toFixed(1);
    const reason = sanitize(event.reason ?? "");
    const what = reason.startsWith("Cannot connect") ? reason : `Connection lost: ${reason}`;
    return { err: view.palette.error(`${what}. Trying again in ${seconds} s`) };
  },
};

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
  const isMentioned = !event.own && mentions(event.text, view.nick);
  const lines = event.text.split("\n").map(sanitize);
  const text = (isMentioned ? lines.map(palette.strong) : lines).join("\n");
  let from = person(event.from, view);
  if (!event.room) {
    from = event.own ? `you → ${person(event.conversation, view)}` : `${from} → you`;
  }
  const isElsewhere = event.room && view.current !== "*" &&
    !view.same(event.conversation, view.current);
  const where = isElsewhere ? `[${sanitize(roomName(event.conversation))}] ` : "";
  if (event.kind === "action") return `${where}* ${from} ${text}`;
  return event.kind === "notice" ? `${where}${from} (notice): ${text}` : `${where}${from}: ${text}`;
}

function found(event: FoundEvent, view: View): EventText {
  const { messages, searched, conversation } = event;
  const where = conversation === undefined ? "" : ` in ${sanitize(roomName(conversation))}`;
  const what = searched === undefined ? "" : ` with “${sanitize(searched)}”`;
  const count = messages.length === 1 ? "1 message" : `${messages.length || "No"} messages`;
  const foundView = { ...view, current: conversation ?? "" };
  const lines = messages.map((one) => "  " + indent(timedMessage(one, foundView), "  "));
  return notice(event, view, [`${count}${what}${where}`, ...lines].join("\n"));
}

function notice(event: ClientEvent, view: View, text: string): EventText {
  return { out: `${timeOf(event.time, view)} * ${text}` };
}

function topic(event: TopicEvent, view: View): string {
  const text = sanitize(event.topic);
  if (event.by === undefined) {
    return event.topic === "" ? `${room(event)} has no topic` : `Topic of ${room(event)}: ${text}`;
  }
  const by = person(event.by, view);
  return event.topic === ""
    ? `${by} removed the topic of ${room(event)}`
    : `${by} set the topic of ${room(event)}: ${text}`;
}

function whois(event: WhoisEvent, view: View): string {
  const { host, user, channels, idleSeconds, signedOn } = event;
  const rows: [string, string | undefined][] = [
    ["name", event.realname],
    ["from", host === undefined ? undefined : `${user}@${host}`],
    ["account", event.account],
    ["rooms", channels.map(roomName).join(" ")],
    ["server", event.server],
    ["away", event.away],
    ["idle", idleSeconds === undefined ? undefined : formatIdle(idleSeconds)],
    ["since", signedOn === undefined ? undefined : timeOf(signedOn, view)],
    ...event.notes.map((note): [string, string] => ["", note]),
  ];
  const lines = rows.filter(([, value]) => value !== undefined && value !== "")
    .map(([label, value]) => `  ${label.padEnd(8)}${sanitize(value ?? "")}`);
  return [person(event.nick, view), ...lines].join("\n");
}

function person(nick: string, view: View): string {
  return view.palette.nick(sanitize(nick), nick);
}

function room(event: { readonly channel: string }): string {
  return sanitize(roomName(event.channel));
}

function inBrackets(reason: string | undefined): string {
  return reason === undefined ? "" : ` (${sanitize(reason)})`;
}

/** Formats a time without messages: `5m 3s`. */
function formatIdle(seconds: number): string {
  return seconds === 0 ? "0s" : formatDuration(seconds * 1000, { ignoreZero: true });
}
