import { format as formatDuration } from "@std/fmt/duration";

import type { ChatMessageEvent, ClientEvent, FoundEvent, WhoisEvent } from "../events.ts";
import { sanitize } from "./sanitize.ts";
import { mentions } from "../model/mod.ts";
import { roomName } from "./names.ts";
import type { Palette } from "./palette.ts";

/** Names listed when nobody asked for them; the rest is counted. */
const MAX_UNREQUESTED_NAMES = 40;

/** What the one who reads sees now. */
export interface View {
  readonly palette: Palette;
  readonly nick: string;
  /** The room whose name need not be said, "" for none, `*` for all. */
  readonly current: string;
  /** A person at a terminal, not a program: tell what helps to find one's way. */
  readonly chatty: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How to write when something happened, if not by {@linkcode clock}. */
  readonly stamp?: (time: number) => string;
  readonly same: (a: string, b: string) => boolean;
}

/** Lines to print: what is said to standard output, diagnostics to standard error. */
export interface Rendered {
  readonly out?: string;
  readonly err?: string;
}

type Renderers = {
  readonly [Type in ClientEvent["type"]]?: (
    event: Extract<ClientEvent, { type: Type }>,
    view: View,
  ) => Rendered | undefined;
};

/** One event as lines of text, undefined when there is nothing to say about it. */
export function render(event: ClientEvent, view: View): Rendered | undefined {
  const renderer = RENDERERS[event.type] as
    | ((event: ClientEvent, view: View) => Rendered | undefined)
    | undefined;
  return renderer?.(event, view);
}

const RENDERERS: Renderers = {
  message: (event, view) => {
    const line = message(event, view);
    return { out: event.history && event.missed !== true ? view.palette.faint(line) : line };
  },
  join: (event, view) => happened(event, view, `${who(event.nick, view)} joined ${room(event)}`),
  part: (event, view) =>
    happened(event, view, `${who(event.nick, view)} left ${room(event)}${because(event.reason)}`),
  quit: (event, view) =>
    happened(event, view, `${who(event.nick, view)} went offline${because(event.reason)}`),
  kick: (event, view) => {
    const by = who(event.by, view);
    const what = `${who(event.nick, view)} was removed from ${room(event)} by ${by}`;
    return happened(event, view, what + because(event.reason));
  },
  nick: (event, view) =>
    happened(event, view, `${who(event.nick, view)} is now ${who(event.newNick, view)}`),
  topic: (event, view) => happened(event, view, topic(event, view)),
  names: (event, view) => {
    if (!event.asked && !view.chatty) return undefined;
    const names = event.members.map(({ nick, prefixes }) => prefixes + who(nick, view));
    const shown = event.asked ? names : names.slice(0, MAX_UNREQUESTED_NAMES);
    const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
    return happened(event, view, `In ${room(event)}: ${shown.join(", ")}${more}`);
  },
  mode: (event, view) => {
    const where = event.room ? roomName(event.target) : event.target;
    const modes = sanitize([event.modes, ...event.args].join(" "));
    const what = event.by === undefined
      ? `${sanitize(where)} has mode ${modes}`
      : `${who(event.by, view)} set mode ${modes} on ${sanitize(where)}`;
    // What a server does to us on entering says nothing to a person.
    const ours = event.by === undefined || view.same(event.by, view.nick);
    return event.room || view.chatty && ours ? happened(event, view, what) : undefined;
  },
  invite: (event, view) => {
    const whom = event.own ? "you" : who(event.nick, view);
    const hint = event.own && view.chatty ? ` (/join ${room(event)})` : "";
    return happened(
      event,
      view,
      `${who(event.by, view)} invited ${whom} to ${room(event)}${hint}`,
    );
  },
  away: (event, view) => {
    if (event.own) {
      const what = event.message === undefined ? "You are back" : "You are away";
      return happened(event, view, what);
    }
    const what = event.message === undefined
      ? `${who(event.nick, view)} is back`
      : `${who(event.nick, view)} is away: ${sanitize(event.message)}`;
    return happened(event, view, what);
  },
  presence: (event, view) =>
    happened(event, view, `${who(event.nick, view)} is ${event.online ? "online" : "offline"}`),
  whois: (event, view) => ({ out: whois(event, view) }),
  listed: (event) => {
    const about = event.topic === "" ? "" : `: ${sanitize(event.topic)}`;
    return { out: `${room(event)} (${event.people})${about}` };
  },
  found: (event, view) => found(event, view),
  server: (event, view) => {
    if (event.code === "323") return undefined;
    const wanted = event.asked || view.chatty || event.code === "NOTICE";
    if (!wanted) return undefined;
    const text = event.text.split("\n").map((line) => view.palette.faint(sanitize(line))).join(
      "\n",
    );
    return event.asked ? { out: text } : { err: text };
  },
  local: (event) => ({ err: event.text.split("\n").map(sanitize).join("\n") }),
  problem: (event, view) => ({ err: view.palette.error(sanitize(event.reason)) }),
  refused: (event, view) => {
    const about = event.about === "" ? "" : `${sanitize(event.about.replace(/^#(?=\w)/, ""))}: `;
    const what = event.text?.startsWith("/") === true ? "not done" : "not sent";
    const lost = event.text === undefined ? "" : ` (${what}: ${sanitize(event.text)})`;
    return { err: view.palette.error(`${about}${sanitize(event.reason)}${lost}`) };
  },
  connection: (event, view) => {
    if (event.status === "online") {
      return { err: `Connected${event.again === true ? " again" : ""} as ${sanitize(view.nick)}` };
    }
    if (event.status !== "waiting") return undefined;
    const seconds = ((event.retryMs ?? 0) / 1000).toFixed(1);
    const reason = sanitize(event.reason ?? "");
    const what = reason.startsWith("Cannot connect") ? reason : `Connection lost: ${reason}`;
    const text = `${what}. Trying again in ${seconds} s`;
    return { err: view.palette.error(text) };
  },
};

/** `21:18`, with the date when that is not today. */
export function clock(time: number, view: Pick<View, "now" | "stamp">): string {
  if (view.stamp !== undefined) return view.stamp(time);
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === new Date(view.now).toDateString()) return hours;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${hours}`;
}

function message(event: ChatMessageEvent, view: View): string {
  const time = clock(event.time, view);
  // Further lines stand below the first, so that none can pass for what another says.
  return indented(`${time} ${said(event, view)}`, " ".repeat(time.length + 1));
}

function indented(text: string, margin: string): string {
  return text.replace(/\n(?!\n|$)/g, "\n" + margin);
}

function found(event: FoundEvent, view: View): Rendered {
  const { messages, searched, conversation } = event;
  const where = conversation === undefined ? "" : ` in ${sanitize(roomName(conversation))}`;
  const what = searched === undefined ? "" : ` with “${sanitize(searched)}”`;
  const count = messages.length === 1 ? "1 message" : `${messages.length || "No"} messages`;
  const all = { ...view, current: conversation ?? "" };
  const lines = messages.map((one) => "  " + indented(message(one, all), "  "));
  return happened(event, view, [`${count}${what}${where}`, ...lines].join("\n"));
}

function said(event: ChatMessageEvent, view: View): string {
  const { palette } = view;
  const named = !event.own && mentions(event.text, view.nick);
  const words = event.text.split("\n").map(sanitize);
  const text = (named ? words.map(palette.strong) : words).join("\n");
  let from = who(event.from, view);
  if (!event.room) from = event.own ? `you → ${who(event.conversation, view)}` : `${from} → you`;
  const elsewhere = event.room && view.current !== "*" &&
    !view.same(event.conversation, view.current);
  const where = elsewhere ? `[${sanitize(roomName(event.conversation))}] ` : "";
  if (event.kind === "action") return `${where}* ${from} ${text}`;
  return event.kind === "notice" ? `${where}${from} (notice): ${text}` : `${where}${from}: ${text}`;
}

function happened(event: ClientEvent, view: View, what: string): Rendered {
  return { out: `${clock(event.time, view)} * ${what}` };
}

function topic(event: Extract<ClientEvent, { type: "topic" }>, view: View): string {
  const about = sanitize(event.topic);
  if (event.by === undefined) {
    return event.topic === "" ? `${room(event)} has no topic` : `Topic of ${room(event)}: ${about}`;
  }
  const by = who(event.by, view);
  if (event.topic === "") return `${by} took away the topic of ${room(event)}`;
  return `${by} set the topic of ${room(event)}: ${about}`;
}

function whois(event: WhoisEvent, view: View): string {
  const rows: [string, string | undefined][] = [
    ["name", event.realname],
    ["from", event.host === undefined ? undefined : `${event.user}@${event.host}`],
    ["account", event.account],
    ["rooms", event.channels.length === 0 ? undefined : event.channels.map(roomName).join(" ")],
    ["server", event.server],
    ["away", event.away],
    ["idle", event.idleSeconds === undefined ? undefined : idle(event.idleSeconds)],
    ["since", event.signedOn === undefined ? undefined : clock(event.signedOn, view)],
    ...event.notes.map((note): [string, string] => ["", note]),
  ];
  const lines = rows.filter(([, value]) => value !== undefined && value !== "")
    .map(([label, value]) => `  ${label.padEnd(8)}${sanitize(value ?? "")}`);
  return [who(event.nick, view), ...lines].join("\n");
}

function who(nick: string, view: View): string {
  return view.palette.nick(sanitize(nick), nick);
}

function room(event: { readonly channel: string }): string {
  return sanitize(roomName(event.channel));
}

function because(reason: string | undefined): string {
  return reason === undefined ? "" : ` (${sanitize(reason)})`;
}

/** How long someone has said nothing: `5m 3s`. */
function idle(seconds: number): string {
  return seconds === 0 ? "0s" : formatDuration(seconds * 1000, { ignoreZero: true });
}
