import type { IrcMessage } from "../../protocol/message.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { senderOf } from "./context.ts";

/** A request or answer inside a message: `\x01ACTION waves\x01`. */
export interface Ctcp {
  readonly command: string;
  readonly text: string;
}

/** Answers to others' requests, at most this many in {@linkcode CTCP_WINDOW_MS}. */
export const MAX_CTCP_ANSWERS = 4;
export const CTCP_WINDOW_MS = 30_000;
const MAX_PING_CHARACTERS = 100;

/** The CTCP in a message's text, undefined when it is plain. */
export function parseCtcp(text: string): Ctcp | undefined {
  if (!text.startsWith("\x01")) return undefined;
  const inside = text.slice(1, text.endsWith("\x01") && text.length > 1 ? -1 : undefined);
  const space = inside.indexOf(" ");
  const command = (space === -1 ? inside : inside.slice(0, space)).toUpperCase();
  return { command, text: space === -1 ? "" : inside.slice(space + 1) };
}

export function formatCtcp(ctcp: Ctcp): string {
  return `\x01${ctcp.command}${ctcp.text === "" ? "" : " " + ctcp.text}\x01`;
}

/** Answers the few questions that a client answers politely, and not more often than is good. */
export class CtcpAnswers {
  readonly #version: string;
  #times: number[] = [];

  constructor(version: string) {
    this.#version = version;
  }

  /** The answer to a message, undefined when it has none. `now` is in milliseconds. */
  answer(
    message: IrcMessage,
    { info, now }: { readonly info: ServerInfo; readonly now: number },
  ): { readonly to: string; readonly text: string } | undefined {
    const [target = "", said = ""] = message.params;
    const request = parseCtcp(said);
    const to = senderOf(message);
    if (message.command !== "PRIVMSG" || request === undefined) return undefined;
    if (!info.isMe(target) || info.isMe(to)) return undefined;
    // Of a person, and now: what is in a batch may have been asked long ago.
    if (!message.source?.includes("!") || to === "" || message.tags.has("batch")) return undefined;
    const text = this.#text(request);
    if (text === undefined) return undefined;
    this.#times = this.#times.filter((time) => now - time < CTCP_WINDOW_MS);
    if (this.#times.length >= MAX_CTCP_ANSWERS) return undefined;
    this.#times.push(now);
    return { to, text: formatCtcp({ command: request.command, text }) };
  }

  #text(request: Ctcp): string | undefined {
    if (request.command === "VERSION") return this.#version;
    if (request.command === "PING") return request.text.slice(0, MAX_PING_CHARACTERS);
    return undefined;
  }
}
