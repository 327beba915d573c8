import type { CapabilityName } from "../../protocol/capabilities.ts";
import { isupportValue } from "../../protocol/isupport.ts";
import { formatMessage } from "../../protocol/message.ts";
import type { Connection } from "../connection/connection.ts";
import { Link, type LinkDown, type NextAttempt } from "../connection/link.ts";
import type { ChatMessageEvent, ConnectionEvent } from "../events.ts";
import type { HistoryPages } from "../history/pages.ts";
import type { HistoryQuery } from "../history/queries.ts";
import { ReadMarkers } from "../history/read_markers.ts";
import { Dispatcher } from "../receiving/dispatcher.ts";
import { Inbox } from "../receiving/inbox.ts";
import { Outbox, type OutboxEntry, quietDraft } from "../sending/outbox.ts";
import { type CommandOptions, Sender } from "../sending/sender.ts";
import { t } from "../texts/mod.ts";
import { Departure } from "./departure.ts";
import { DesiredState } from "./desired_state.ts";
import { FriendPresence } from "./friend_presence.ts";
import { LagMeter } from "./lag_meter.ts";
import { LoginTokens } from "./accounts/login_tokens.ts";
import { NicknameRecovery } from "./nickname_recovery.ts";
import type { SessionContinuation, SessionEnd, SessionOptions } from "./options.ts";
import { Pings } from "./pings.ts";
import { READY_TOKEN, ReceivedLines } from "./received_lines.ts";
import { Registrar } from "./registrar.ts";
import { ServerInfo } from "./server_info.ts";

/**
 * Milliseconds after a lost connection until the server has stored every message sent over it.
 * Another server of the network has them so long after it has let us in.
 */
const HISTORY_DELAY_MS = 1_000;
/** Milliseconds until an answer is given up that a bouncer has to get from the server behind it. */
const ANSWER_TIMEOUT_MS = 20_000;

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
  readonly #lag: LagMeter;
  readonly #registrar: Registrar;
  readonly #departure: Departure;
  readonly #pings = new Pings();
  #stage: "down" | "registering" | "registered" | "ready" = "down";
  #wasReady = false;
  /** When the last connection, or attempt to connect, ended. */
  #downAt = -Infinity;
  /** The server of the last connection that was ready, if the network has several. */
  #server: string | undefined;
  #cancelOpening = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    const { info } = this;
    const { clock, emit } = options;
    const now = () => clock.now();
    const has = (capability: CapabilityName) => this.#registrar.capabilities.has(capability);
    const sendLine = (line: string) => {
      this.#pings.sent(line);
      this.#link.send(line);
    };
    const send = (command: string, params: readonly string[]) =>
      this.sender.quietly(command, params);
    this.desired = new DesiredState({ info, nick: options.nick });
    for (const room of options.rooms) this.desired.addRoom(room);
    this.outbox = new Outbox({
      send: sendLine,
      same: (a, b) => info.same(a, b),
      backlog: options.continues?.backlog,
      delivered: (entry) => this.#dispatcher.delivered(entry),
      unanswered: (entry) => clock.after(ANSWER_TIMEOUT_MS, () => this.#forget(entry)),
      progress: () => this.#departure.progress(),
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
    this.#lag = new LagMeter({ clock, send: sendLine, emit, enabled: options.measureLag === true });
    const request = (nick: string) => sendLine(formatMessage({ command: "NICK", params: [nick] }));
    this.#recovery = new NicknameRecovery({ ...shared, random: options.random, request });
    this.#registrar = new Registrar({
      session: options,
      desired,
      recovery: this.#recovery,
      send: sendLine,
      drop: (reason) => this.#link.hangUp(reason, "QUIT"),
    });
    this.#departure = new Departure({
      clock,
      isConnected: () => this.#stage !== "down",
      isDone: () => this.isOnline && outbox.isEmpty,
      beforeLeaving: () => this.#readMarkers.send(),
      send: sendLine,
      askAgain: options.askAgain,
      drop: (reason) => this.#link.drop(reason),
      close: (reason) => this.#link.close(reason),
      problem: (reason) => emit({ type: "problem", time: now(), reason }),
    });
    const received = this.#receivedLines();
    this.#link = new Link(options, {
      connecting: () => this.#connection("connecting"),
      opened: (connection) => this.#opened(connection),
      lines: (lines) => received.handle(lines),
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
    const end = this.#registrar.end ??
      this.#departure.end(this.outbox.backlog.lines, { wasReady: this.#wasReady });
    this.#connection("closed", "reason" in end ? { reason: end.reason } : {});
    return end;
  }

  /** Connects at once if it waits to connect again. Returns false if it does not wait. */
  readonly connectNow = (): boolean => this.#link.connectNow();

  /** Ends this connection and makes another one. Returns false before the first one is made. */
  reconnect(): boolean {
    if (this.connectNow()) return true;
    if (this.#wasReady) this.#link.drop(t("You asked to connect again"));
    return this.#wasReady;
  }

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

  #receivedLines(): ReceivedLines {
    const { info, outbox, presence, loginTokens } = this;
    return new ReceivedLines({
      session: this.#options,
      receivers: {
        ...{ info, outbox, presence, loginTokens },
        inbox: this.#inbox,
        dispatcher: this.#dispatcher,
        registrar: this.#registrar,
        recovery: this.#recovery,
        readMarkers: this.#readMarkers,
        lag: this.#lag,
        pings: this.#pings,
        departure: this.#departure,
      },
      isRegistering: () => this.#stage === "registering",
      send: (line) => this.#link.send(line),
      drop: (reason) => this.#link.drop(reason),
      registered: (nick) => this.#registered(nick),
      ready: () => this.#ready(),
    });
  }

  #registered(nick: string): void {
    this.#stage = "registered";
    this.#link.settle();
    this.#options.servers?.settled();
    this.info.nick = nick;
    this.desired.addOwnNick(nick);
    this.#pings.sent(`PING ${READY_TOKEN}`);
    this.#link.send(`PING ${READY_TOKEN}`);
  }

  // The server's features and casemapping are known now, so typed lines may be sent.
  #ready(): void {
    if (this.#stage !== "registered") return;
    this.#stage = "ready";
    const { info, desired, outbox } = this;
    const { clock, emit, address, servers } = this.#options;
    const time = clock.now();
    emit({
      type: "welcome",
      time,
      nick: info.nick,
      server: servers?.chosen ?? address,
      network: isupportValue(info.isupport, "NETWORK"),
      isupport: info.isupport,
    });
    const again = this.#wasReady;
    this.#connection("online", { again });
    this.#wasReady = true;
    this.#departure.online();
    if (desired.nick !== undefined && !info.isMe(desired.nick)) {
      if (this.#options.nick === undefined) desired.nick = info.nick;
      else this.#recovery.recover(desired.nick);
    }
    const lostAt = servers?.chosen === this.#server ? this.#downAt : time;
    this.#server = servers?.chosen;
    const delay = lostAt + HISTORY_DELAY_MS - time;
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
    const { clock, emit, servers } = this.#options;
    this.#stage = "down";
    this.#downAt = clock.now();
    servers?.closed();
    this.#cancelOpening();
    this.#recovery.stop();
    this.presence.close();
    this.#lag.close();
    this.#inbox.reset();
    this.#pings.clear();
    this.#dispatcher.lost();
    this.loginTokens.lost();
    for (const { id, target, text } of this.outbox.close()) {
      const reason = t("The connection broke before the server answered");
      emit({ type: "refused", time: clock.now(), code: "unsent", about: target, reason, id, text });
    }
    if (await this.#registrar.waitForAnswer()) {
      return this.#departure.isLeaving ? "never" : "at once";
    }
    const again = await this.#departure.connectsAgain();
    if (again !== undefined) return again ? "at once" : "never";
    if (this.#departure.isLeaving || this.#registrar.end !== undefined) return "never";
    const isKept = this.#wasReady || this.#options.retriesFirst === true ||
      servers?.hasNext === true;
    if (!this.#departure.lost(down.reason, { isKept })) return "never";
    if (servers?.next() !== true) return "later";
    this.#waiting(0);
    return "at once";
  }

  /** Gives up a question that nobody has answered. */
  #forget(entry: OutboxEntry): void {
    if (!this.outbox.forget(entry)) return;
    const reason = t("The server has not answered within {count} seconds", {
      count: ANSWER_TIMEOUT_MS / 1000,
    });
    const time = this.#options.clock.now();
    if (!entry.quiet) this.#options.emit({ type: "problem", time, reason, text: entry.text });
    this.#departure.progress();
  }

  #waiting(retryMs: number): void {
    this.#connection("waiting", { reason: this.#departure.reason, retryMs });
  }

  #connection(
    status: ConnectionEvent["status"],
    more: Pick<ConnectionEvent, "reason" | "retryMs" | "again"> = {},
  ): void {
    const { clock, emit, servers } = this.#options;
    const server = servers?.chosen;
    const time = clock.now();
    emit({ type: "connection", time, status, ...more, ...(server !== undefined && { server }) });
  }
}
