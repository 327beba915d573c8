import { type LineError, ownText } from "../../protocol/lines.ts";
import { formatMessage, parseMessage } from "../../protocol/message.ts";
import type { ReadMarkers } from "../history/read_markers.ts";
import { boundMessage } from "../receiving/bounds.ts";
import { CtcpAnswers } from "../receiving/ctcp_answers.ts";
import type { Dispatcher } from "../receiving/dispatcher.ts";
import type { Inbox } from "../receiving/inbox.ts";
import {
  describeLineError,
  lastParam,
  param,
  receiveMessage,
  senderOf,
} from "../receiving/message.ts";
import type { ReceivedMessage } from "../receiving/message.ts";
import { type Outbox, quietDraft } from "../sending/outbox.ts";
import { t } from "../texts/mod.ts";
import type { LoginTokens } from "./accounts/login_tokens.ts";
import type { Departure } from "./departure.ts";
import type { FriendPresence } from "./friend_presence.ts";
import type { LagMeter } from "./lag_meter.ts";
import type { NicknameRecovery } from "./nickname_recovery.ts";
import type { SessionOptions } from "./options.ts";
import type { Pings } from "./pings.ts";
import type { Registrar } from "./registrar.ts";
import type { ServerInfo } from "./server_info.ts";

/** The token of the PING after whose PONG the server's features are known. */
export const READY_TOKEN = "chat-ready";

/** Milliseconds between two notes about lines that cannot be read. */
const UNREADABLE_GAP_MS = 60_000;

/** The parts of a session that lines concern. */
export interface LineReceivers {
  readonly info: ServerInfo;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly dispatcher: Dispatcher;
  readonly registrar: Registrar;
  readonly recovery: NicknameRecovery;
  readonly readMarkers: ReadMarkers;
  readonly presence: FriendPresence;
  readonly loginTokens: LoginTokens;
  readonly lag: LagMeter;
  readonly pings: Pings;
  readonly departure: Departure;
}

/** Options for {@linkcode ReceivedLines}. */
export interface ReceivedLinesOptions {
  readonly session: SessionOptions;
  readonly receivers: LineReceivers;
  readonly isRegistering: () => boolean;
  readonly send: (line: string) => void;
  /** Ends this connection. */
  readonly drop: (reason: string) => void;
  /** The server has let us in with this nickname. */
  readonly registered: (nick: string) => void;
  /** The server's features are known. */
  readonly ready: () => void;
}

/** Passes each line of the server to the parts of the session that it concerns. */
export class ReceivedLines {
  readonly #options: ReceivedLinesOptions;
  readonly #ctcp: CtcpAnswers;
  #unreadableAt = -Infinity;

  constructor(options: ReceivedLinesOptions) {
    this.#options = options;
    this.#ctcp = new CtcpAnswers(options.session.version);
  }

  async handle(lines: readonly (string | LineError)[]): Promise<void> {
    const { session, receivers: { outbox, departure } } = this.#options;
    for (const line of lines) {
      // Lines of one chunk share its memory, and a word of one may be kept for long.
      const message = typeof line === "string" ? parseMessage(ownText(line)) : line;
      if (typeof message === "string") this.#noteUnreadable();
      else if ("error" in message) this.#note(describeLineError(message));
      else {
        const bounded = boundMessage(message, typeof line === "string" ? line.length : 0);
        await this.#handleSafely(receiveMessage(bounded));
      }
    }
    outbox.pump();
    departure.leaveWhenDone();
    await session.flush?.();
  }

  // A bug in handling one line must not end the connection.
  async #handleSafely(message: ReceivedMessage): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      const about = { command: message.command, reason: String(error) };
      this.#note(t("A line of the server ({command}) was not understood: {reason}", about));
    }
  }

  /** Says now and then that there are lines which are none of IRC. */
  #noteUnreadable(): void {
    const now = this.#options.session.clock.now();
    if (now - this.#unreadableAt < UNREADABLE_GAP_MS) return;
    this.#unreadableAt = now;
    this.#note(t("The server sends lines that are not of the IRC protocol; they are left out"));
  }

  #note(text: string): void {
    const { clock, emit } = this.#options.session;
    emit({ type: "server", time: clock.now(), code: "NOTE", text, requested: false });
  }

  async #handle(message: ReceivedMessage): Promise<void> {
    const { receivers: { departure, registrar, inbox }, send, registered } = this.#options;
    // After our QUIT, notices from the server are not shown.
    if (departure.isLeaving && message.command === "NOTICE" && !isFromUser(message)) return;
    if (message.command === "PING") {
      send(formatMessage({ command: "PONG", params: message.params }));
    } else if (!this.#options.isRegistering()) this.#handleRegistered(message);
    else {
      const nick = await registrar.handle(message);
      if (nick !== undefined) registered(nick);
      else if (message.command === "NOTICE") inbox.handle(message);
    }
  }

  #handleRegistered(message: ReceivedMessage): void {
    const { session, receivers, send, drop, ready } = this.#options;
    const { info, inbox, dispatcher, registrar, departure } = receivers;
    const last = lastParam(message);
    switch (message.command) {
      case "PONG":
        this.#pong(message);
        return;
      case "CAP":
        for (const line of registrar.capabilities.handle(message).answers) send(line);
        return;
      case "CHATHISTORY":
        dispatcher.catchUp.handleTarget(message.params);
        return;
      case "MARKREAD":
        receivers.readMarkers.handle(message.params);
        break;
      case "KILL":
        if (session.endsWhenKilled !== true || !info.isMe(param(message, 0))) break;
        departure.removed({ by: isFromUser(message) ? senderOf(message) : "", reason: last });
        return;
      case "ERROR": {
        const killed = session.endsWhenKilled === true ? killIn(last) : undefined;
        if (killed !== undefined && !departure.isLeaving) return departure.removed(killed);
        drop(last === "" ? t("The server closed the connection") : last);
        return;
      }
    }
    switch (message.numeric) {
      case "RPL_ISUPPORT":
        info.addTokens(message.params.slice(1, -1));
        if (!isFromUser(message)) info.server = message.source ?? "";
        return;
      case "RPL_ISON":
        if (receivers.presence.handleIson(last.split(" "), session.clock.now())) return;
        break;
      case "RPL_ENDOFMOTD":
      case "ERR_NOMOTD":
        inbox.handle(message);
        ready();
        return;
    }
    this.#passOn(message);
  }

  #pong(message: ReceivedMessage): void {
    const { receivers: { pings, lag, inbox }, ready } = this.#options;
    const token = pings.answered(message.params);
    if (token === READY_TOKEN) ready();
    else if (!lag.pong(token)) inbox.pong(token);
    // It may answer a PING that was typed.
    inbox.confirm(message.tags.get("label"));
  }

  #passOn(message: ReceivedMessage): void {
    const { session, receivers } = this.#options;
    const { info, outbox } = receivers;
    if (receivers.recovery.handle(message)) return;
    receivers.registrar.credentials.handle(message);
    receivers.loginTokens.handle(message);
    const answer = this.#ctcp.answer(message, { info, now: session.clock.now() });
    if (answer !== undefined) outbox.push(quietDraft("NOTICE", [answer.to, answer.text]));
    receivers.inbox.handle(message);
  }
}

function isFromUser({ source }: ReceivedMessage): boolean {
  return source?.includes("!") === true;
}

/**
 * Who has disconnected us and why, where a server says it in its ERROR alone: `Killed`, or
 * `Closing Link: host (Killed (oper (reason)))`.
 */
function killIn(error: string): { readonly by: string; readonly reason: string } | undefined {
  const [found, about = ""] = /(?:^|[[(])Killed\b:?\s*(.*)$/i.exec(error) ?? [];
  if (found === undefined) return undefined;
  const [, by = "", reason = ""] = /^\(([^\s()]+) \((.*?)\)\)/.exec(about) ?? [];
  return { by, reason: reason || error };
}
