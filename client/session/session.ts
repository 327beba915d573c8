import type { CapabilityName } from "../../protocol/capabilities.ts";
import { isupportValue } from "../../protocol/isupport.ts";
import type { LineError } from "../../protocol/lines.ts";
import { formatMessage, parseMessage } from "../../protocol/message.ts";
import type { Connection } from "../connection/connection.ts";
import { Link, type LinkDown, type NextAttempt } from "../connection/link.ts";
import type { ChatMessageEvent } from "../events.ts";
import type { HistoryPages } from "../history/pages.ts";
import type { HistoryQuery } from "../history/queries.ts";
import { ReadMarkers } from "../history/read_markers.ts";
import { CtcpAnswers } from "../receiving/ctcp_answers.ts";
import { Dispatcher } from "../receiving/dispatcher.ts";
import { Inbox } from "../receiving/inbox.ts";
import {
  describeLineError,
  lastParam,
  param,
  receiveMessage,
  senderOf,
} from "../receiving/message.ts";
import type { ReceivedMessage } from "../receiving/message.ts";
import { Outbox, quietDraft } from "../sending/outbox.ts";
import { type CommandOptions, Sender } from "../sending/sender.ts";
import { t } from "../texts/mod.ts";
import { Departure } from "./departure.ts";
import { DesiredState } from "./desired_state.ts";
import { FriendPresence } from "./friend_presence.ts";
import { LagMeter } from "./lag_meter.ts";
import { LoginTokens } from "./accounts/login_tokens.ts";
import { NicknameRecovery } from "./nickname_recovery.ts";
import type { SessionContinuation, SessionEnd, SessionOptions } from "./options.ts";
import { Registrar } from "./registrar.ts";
import { ServerInfo } from "./server_info.ts";

/** Milliseconds after a lost connection until the server has stored every message sent over it. */
const HISTORY_DELAY_MS = 1_000;
const READY_TOKEN = "chat-ready";

/**
 * Our presence on one server: registers, speaks IRC, reconnects when the connection is lost, and
 * emits what happens as events. All I/O goes through its options.
 */
export class Session {
  readonly info = new ServerInfo();
  readonly desired: DesiredState;
  readonly outbox: Outbox;
  readonly presence: FriendPresence;
  /** Sends messages to rooms and people. */
  readonly sender: Sender;
  readonly loginTokens: LoginTokens;
  readonly #options: SessionOptions;
  readonly #link: Link;
  readonly #inbox: Inbox;
  readonly #dispatcher: Dispatcher;
  readonly #recovery: NicknameRecovery;
  readonly #readMarkers: ReadMarkers;
  readonly #ctcp: CtcpAnswers;
  readonly #lag: LagMeter;
  readonly #registrar: Registrar;
  readonly #departure: Departure;
  #stage: "down" | "registering" | "registered" | "ready" = "down";
  #wasReady = false;
  /** When the last connection, or attempt to connect, ended. */
  #downAt = -Infinity;
  #cancelOpening = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    const { info } = this;
    const { clock, emit } = options;
    const now = () => clock.now();
    const has = (capability: CapabilityName) => this.#registrar.capabilities.has(capability);
    const sendLine = (line: string) => this.#link.send(line);
    const send = (command: string, params: readonly string[]) =>
      this.sender.quietly(command, params);
    this.desired = new DesiredState({ info, nick: options.nick });
    for (const room of options.rooms) this.desired.addRoom(room);
    this.outbox = new Outbox({
      send: sendLine,
      same: (a, b) => info.same(a, b),
      backlog: options.continues?.backlog,
      delivered: (entry) => this.#dispatcher.delivered(entry),
      progress: () => this.#departure.leaveWhenDone(),
    });
    const { desired, outbox } = this;
    const shared = { info, desired, outbox, clock, now, has, send, emit };
    this.sender = new Sender({ ...shared, multiline: () => this.#multilineLimits });
    this.#inbox = new Inbox({ ...shared, dispatcher: () => this.#dispatcher });
    this.#dispatcher = new Dispatcher({
      ...shared,
      session: options,
      serverNow: () => this.#inbox.serverNow,
      readUntil: (conversation) => this.#readMarkers.readUntil(conversation),
    });
    this.presence = new FriendPresence(shared);
    const isOffered = () => this.isOnline && has("draft/read-marker");
    this.#readMarkers = new ReadMarkers({ ...shared, kept: options.keptMarkers, isOffered });
    const credentials = () => this.#registrar.credentials;
    this.loginTokens = new LoginTokens({ info, send, credentials });
    this.#ctcp = new CtcpAnswers(options.version);
    this.#lag = new LagMeter({ clock, send: sendLine, emit, enabled: options.measureLag === true });
    const request = (nick: string) => sendLine(formatMessage({ command: "NICK", params: [nick] }));
    this.#recovery = new NicknameRecovery({ ...shared, random: options.random, request });
    this.#registrar = new Registrar({
      session: options,
      desired,
      recovery: this.#recovery,
      send: sendLine,
      drop: (reason) => this.#link.drop(reason),
    });
    this.#departure = new Departure({
      clock,
      isConnected: () => this.#stage !== "down",
      isDone: () => this.isOnline && outbox.isEmpty,
      beforeLeaving: () => this.#readMarkers.send(),
      send: sendLine,
      close: (reason) => this.#link.close(reason),
    });
    this.#link = new Link(options, {
      connecting: () => emit({ type: "connection", time: now(), status: "connecting" }),
      opened: (connection) => this.#opened(connection),
      lines: (lines) => this.#handleLines(lines),
      quiet: () => outbox.barrier(),
      down: (down) => this.#down(down),
      waiting: (milliseconds) => this.#waiting(milliseconds),
    });
  }

  /** Whether the connection is lost and not restored yet. */
  get isLost(): boolean {
    return this.#wasReady && this.#stage === "down";
  }

  /** Whether the connection is ready for commands. */
  get isOnline(): boolean {
    return this.#stage === "ready";
  }

  /** Runs until {@linkcode finish}, {@linkcode leave} or a failure ends it. Never throws. */
  async run(): Promise<SessionEnd> {
    await this.#link.run();
    this.#dispatcher.catchUp.end();
    this.loginTokens.close();
    this.#options.emit({ type: "connection", time: this.#options.clock.now(), status: "closed" });
    if (this.#registrar.end !== undefined) return this.#registrar.end;
    return this.#departure.end(this.outbox.backlog.lines, { wasReady: this.#wasReady });
  }

  /** Connects at once if it waits to connect again. Returns false if it does not wait. */
  readonly connectNow = (): boolean => this.#link.connectNow();

  /** Finds out soon whether the connection is still there. */
  readonly probe = (): void => this.#link.probe();

  /** What the next session on this network needs to go on from here. */
  get continuation(): SessionContinuation {
    const { seen, catchUp } = this.#dispatcher;
    return { backlog: this.outbox.backlog, seen, began: catchUp.began };
  }

  /** Whether the server has enabled a capability. */
  has(capability: CapabilityName): boolean {
    return this.isOnline && this.#registrar.capabilities.has(capability);
  }

  /** The pages of the history. */
  get pages(): HistoryPages {
    return this.#dispatcher.pages;
  }

  /** Tells the server that the person has read up to this message. */
  markRead(event: ChatMessageEvent): void {
    this.#readMarkers.markRead(event);
  }

  /** Sends a command that was typed. */
  command(command: string, params: readonly string[], options: CommandOptions): void {
    this.#registrar.credentials.noteCommand(command, params);
    this.sender.command(command, params, options);
  }

  /** Requests messages from the history. Returns why that is not possible, or undefined. */
  find(query: HistoryQuery): string | undefined {
    const { queries } = this.#dispatcher;
    return this.isOnline ? queries.send(query) : queries.sendLater(query);
  }

  /** Sets or, with undefined, ends being away. It is kept over lost connections. */
  setAway(message: string | undefined, text: string): void {
    this.desired.away = message;
    if (this.#stage === "down") return;
    this.command("AWAY", message === undefined ? [] : [message], { text, target: "AWAY" });
  }

  /** Changes our nickname, now or on the next connection. */
  changeNick(nick: string, text: string): void {
    this.#recovery.stop();
    if (this.isOnline) this.command("NICK", [nick], { text });
    else {
      this.desired.nick = nick;
      if (this.#stage === "registering") this.#registrar.changeNick(nick);
    }
  }

  /** Leaves when everything typed is delivered. */
  finish(reason?: string): void {
    this.#departure.finish(reason);
  }

  /** Leaves now; {@linkcode run} returns what is not delivered. */
  leave(reason?: string): void {
    this.#departure.leave(reason);
  }

  get #multilineLimits() {
    return this.isOnline ? this.#registrar.capabilities.multilineLimits : undefined;
  }

  #opened(connection: Connection): void {
    this.#stage = "registering";
    this.info.reset();
    this.#registrar.begin(connection);
  }

  async #handleLines(lines: readonly (string | LineError)[]): Promise<void> {
    for (const line of lines) {
      const message = typeof line === "string" ? parseMessage(line) : line;
      if (typeof message === "string") continue;
      if ("error" in message) this.#note(describeLineError(message));
      else await this.#handleSafely(receiveMessage(message));
    }
    this.outbox.pump();
    this.#departure.leaveWhenDone();
    await this.#options.flush?.();
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

  #note(text: string): void {
    const time = this.#options.clock.now();
    this.#options.emit({ type: "server", time, code: "NOTE", text, requested: false });
  }

  async #handle(message: ReceivedMessage): Promise<void> {
    // After our QUIT, notices from the server are not shown.
    const isFromServer = message.source?.includes("!") !== true;
    if (this.#departure.isLeaving && message.command === "NOTICE" && isFromServer) return;
    if (message.command === "PING") {
      this.#link.send(formatMessage({ command: "PONG", params: message.params }));
    } else if (this.#stage !== "registering") this.#handleRegistered(message);
    else {
      const nick = await this.#registrar.handle(message);
      if (nick !== undefined) this.#registered(nick);
      else if (message.command === "NOTICE") this.#inbox.handle(message);
    }
  }

  #handleRegistered(message: ReceivedMessage): void {
    const last = lastParam(message);
    switch (message.command) {
      case "PONG":
        if (last === READY_TOKEN) this.#ready();
        else if (!this.#lag.pong(last)) this.#inbox.pong(last);
        return;
      case "CAP":
        for (const line of this.#registrar.capabilities.handle(message).answers) {
          this.#link.send(line);
        }
        return;
      case "CHATHISTORY":
        this.#dispatcher.catchUp.handleTarget(message.params);
        return;
      case "MARKREAD":
        this.#readMarkers.handle(message.params);
        break;
      case "KILL":
        if (this.#options.endsWhenKilled !== true || !this.info.isMe(param(message, 0))) break;
        this.#departure.removed({ by: senderOf(message), reason: last });
        return;
      case "ERROR":
        this.#link.drop(last === "" ? t("The server closed the connection") : last);
        return;
    }
    switch (message.numeric) {
      case "RPL_ISUPPORT":
        this.info.addTokens(message.params.slice(1, -1));
        return;
      case "RPL_ISON":
        if (this.presence.handleIson(last.split(" "), this.#options.clock.now())) return;
        break;
      case "RPL_ENDOFMOTD":
      case "ERR_NOMOTD":
        this.#inbox.handle(message);
        this.#ready();
        return;
    }
    if (this.#recovery.handle(message)) return;
    this.#registrar.credentials.handle(message);
    this.loginTokens.handle(message);
    const now = this.#options.clock.now();
    const answer = this.#ctcp.answer(message, { info: this.info, now });
    if (answer !== undefined) this.outbox.push(quietDraft("NOTICE", [answer.to, answer.text]));
    this.#inbox.handle(message);
  }

  #registered(nick: string): void {
    this.#stage = "registered";
    this.#link.settle();
    this.info.nick = nick;
    this.desired.addOwnNick(nick);
    this.#link.send(`PING ${READY_TOKEN}`);
  }

  // The server's features and casemapping are known now, so typed lines may be sent.
  #ready(): void {
    if (this.#stage !== "registered") return;
    this.#stage = "ready";
    const { info, desired, outbox } = this;
    const { clock, emit, address } = this.#options;
    const time = clock.now();
    emit({
      type: "welcome",
      time,
      nick: info.nick,
      server: address,
      network: isupportValue(info.isupport, "NETWORK"),
      isupport: info.isupport,
    });
    const again = this.#wasReady;
    emit({ type: "connection", time, status: "online", again });
    this.#wasReady = true;
    this.#departure.online();
    if (desired.nick !== undefined && !info.isMe(desired.nick)) {
      if (this.#options.nick === undefined) desired.nick = info.nick;
      else this.#recovery.recover(desired.nick);
    }
    const delay = this.#downAt + HISTORY_DELAY_MS - time;
    if (!outbox.hasDoubtful || delay <= 0 || !this.has("draft/chathistory")) this.#open(again);
    else this.#cancelOpening = clock.after(delay, () => this.#open(again));
  }

  #open(again: boolean): void {
    const { capabilities, credentials } = this.#registrar;
    const { away } = this.desired;
    if (away !== undefined) this.outbox.push(quietDraft("AWAY", [away]));
    for (const { channels, key } of this.desired.joins()) {
      this.outbox.push(quietDraft("JOIN", key === undefined ? [channels] : [channels, key]));
    }
    const { showUnread, continues } = this.#options;
    const unread = showUnread && credentials.account !== undefined;
    this.#dispatcher.catchUp.begin({ again: again || continues !== undefined, unread });
    this.outbox.open({
      labels: capabilities.has("labeled-response") && capabilities.has("batch"),
      echo: capabilities.has("echo-message"),
      history: capabilities.has("draft/chathistory"),
    });
    this.presence.open();
    this.#lag.open();
    this.#dispatcher.queries.open();
    this.loginTokens.open();
    this.#departure.leaveWhenDone();
  }

  async #down(down: LinkDown): Promise<NextAttempt> {
    const { clock, emit } = this.#options;
    this.#stage = "down";
    this.#downAt = clock.now();
    this.#cancelOpening();
    this.#recovery.stop();
    this.presence.close();
    this.#lag.close();
    this.#inbox.reset();
    this.#dispatcher.lost();
    this.loginTokens.lost();
    for (const { id, target, text } of this.outbox.close()) {
      const reason = t("The connection broke before the server answered");
      emit({ type: "refused", time: clock.now(), code: "unsent", about: target, reason, id, text });
    }
    if (await this.#registrar.waitForAnswer()) {
      return this.#departure.isLeaving ? "never" : "at once";
    }
    if (this.#departure.isLeaving || this.#registrar.end !== undefined) return "never";
    const isKept = this.#wasReady || this.#options.retriesFirst === true;
    return this.#departure.lost(down.reason, { isKept }) ? "later" : "never";
  }

  #waiting(retryMs: number): void {
    const [time, reason] = [this.#options.clock.now(), this.#departure.reason];
    this.#options.emit({ type: "connection", time, status: "waiting", reason, retryMs });
  }
}
