import { formatCtcp } from "../../protocol/ctcp.ts";
import type { Ctcp } from "../../protocol/ctcp.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { param, senderOf } from "./message.ts";
import type { ReceivedMessage } from "./message.ts";

/** Answers to CTCP queries that are sent within {@linkcode WINDOW_MS}. */
const MAX_ANSWERS = 4;
const WINDOW_MS = 30_000;
const MAX_PING_CHARACTERS = 100;

/** A NOTICE that answers a request. */
export interface CtcpAnswer {
  readonly to: string;
  readonly text: string;
}

/** Answers the CTCP requests VERSION, PING and TIME, a few of them in each window of time. */
export class CtcpAnswers {
  readonly #version: string;
  #times: number[] = [];

  constructor(version: string) {
    this.#version = version;
  }

  /** The answer to a message; undefined if it gets none. `now` is in milliseconds. */
  answer(
    message: ReceivedMessage,
    { info, now }: { readonly info: ServerInfo; readonly now: number },
  ): CtcpAnswer | undefined {
    const { command, ctcp, source, tags } = message;
    if (command !== "PRIVMSG" || ctcp === undefined) return undefined;
    const to = senderOf(message);
    if (!info.isMe(param(message, 0)) || info.isMe(to)) return undefined;
    // Only people are answered, and nothing in a batch: it may be from the history.
    if (!source?.includes("!") || to === "" || tags.has("batch")) return undefined;
    const text = this.#textFor(ctcp, now);
    if (text === undefined) return undefined;
    this.#times = this.#times.filter((time) => now - time < WINDOW_MS);
    if (this.#times.length >= MAX_ANSWERS) return undefined;
    this.#times.push(now);
    return { to, text: formatCtcp({ command: ctcp.command, text }) };
  }

  #textFor({ command, text }: Ctcp, now: number): string | undefined {
    if (command === "VERSION") return this.#version;
    if (command === "PING") return text.slice(0, MAX_PING_CHARACTERS);
    // The time zone would say where somebody is.
    if (command === "TIME") return new Date(now).toUTCString();
    return undefined;
  }
}
