import type { CapabilityName } from "../../protocol/capabilities.ts";
import { formatMessage, parseMessage } from "../../protocol/message.ts";
import type { IrcMessage } from "../../protocol/message.ts";
import type { LineError } from "../../protocol/lines.ts";
import type { Connection } from "../connection/connection.ts";
import { CtcpAnswers } from "../receiving/ctcp.ts";
import { Registrar } from "./registrar.ts";
import type { ChatMessageEvent, MessageKind } from "../events.ts";
import type { Question } from "../history/queries.ts";
import { ServerInfo } from "./server_info.ts";
import { Inbox } from "../receiving/inbox.ts";
import type { InboxOptions } from "../receiving/inbox.ts";
import { Dispatcher } from "../receiving/dispatcher.ts";
import { Link } from "../connection/link.ts";
import type { LinkDown, NextAttempt } from "../connection/link.ts";
import { DesiredState } from "./desired_state.ts";
import { NicknameRecovery } from "./nickname_recovery.ts";
import { Outbox, quietEntry } from "../sending/outbox.ts";
import { ReadMarkers } from "../history/read_markers.ts";
import type { SessionEnd, SessionOptions } from "./options.ts";
import { multilineLimits, say } from "../sending/message_lines.ts";
import { FriendPresence } from "./friend_presence.ts";

/** Milliseconds that the server has to say goodbye. */
const QUIT_TIMEOUT_MS = 2_000;
/** Milliseconds without a connection after which a script with nothing left to say gives up. */
export const RECONNECT_TIMEOUT_MS = 300_000;
/** Milliseconds after a loss until the server knows what it took of what we had sent. */
const HISTORY_DELAY_MS = 1_000;
const READY_TOKEN = "chat-ready";
const FAULTS: Readonly<Record<LineError["error"], string>> = {
  "too-long": "it is too long",
  "invalid-utf8": "it is not UTF-8",
};
const DEFAULT_QUIT = "Leaving";

/**
 * One person's presence on one server: comes in, speaks IRC, comes back when the connection
 * breaks, and tells everything that happens as events. Does no I/O but through its options.
 */
export class Session {
  readonly info = new ServerInfo();
  readonly desired: DesiredState;
  readonly outbox: Outbox;
  readonly watch: FriendPresence;
  readonly #options: SessionOptions;
  readonly #link: Link;
  readonly #inbox: Inbox;
  readonly #dispatcher: Dispatcher;
  readonly #recovery: NicknameRecovery;
  readonly #readMarkers: ReadMarkers;
  readonly #ctcp: CtcpAnswers;
  readonly #registrar: Registrar;
  #stage: "down" | "registering" | "registered" | "ready" = "down";
  #everReady = false;
  #gaveUp = false;
  #lastReason = "";
  #finishing: string | undefined;
  #leaving = false;
  #lostAt: number | undefined;
  #downAt = -Infinity;
  #stopWaiting = () => {};
  #batches = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { clock, emit } = options;
    this.desired = new DesiredState({ info: this.info, nick: options.nick });
    for (const room of options.rooms) this.desired.want(room);
    this.#ctcp = new CtcpAnswers(options.version);
    this.outbox = new Outbox({
      send: (line) => this.#link.send(line),
      same: (a, b) => this.info.same(a, b),
      delivered: (entry) => this.#dispatcher.delivered(entry),
      progress: () => this.#leaveWhenDone(),
    });
    const { info, desired, outbox } = this;
    const now = () => clock.now();
    const has = (capability: CapabilityName) => this.#registrar.capabilities.has(capability);
    const take: InboxOptions["take"] = (event, origin) => this.#dispatcher.take(event, origin);
    this.#inbox = new Inbox({ info, outbox, now, has, take });
    const { historyLines } = options;
    const serverNow = () => this.#inbox.serverNow;
    const readUntil = (conversation: string) => this.#readMarkers.until(conversation);
    const shared = { info, desired, outbox, now, has, emit };
    this.#dispatcher = new Dispatcher({ ...shared, historyLines, serverNow, readUntil });
    const send = (command: string, params: readonly string[]) => {
      outbox.push(quietEntry(command, params));
      outbox.pump();
    };
    this.watch = new FriendPresence({ info, clock, send, emit });
    const isOffered = () => this.isOnline && has("draft/read-marker");
    this.#readMarkers = new ReadMarkers({ info, clock, isOffered, send });
    this.#recovery = new NicknameRecovery({
      info,
      clock,
      random: options.random,
      ask: (nick) => this.#link.send(formatMessage({ command: "NICK", params: [nick] })),
    });
    this.#registrar = new Registrar({
      session: options,
      desired,
      recovery: this.#recovery,
      send: (line) => this.#link.send(line),
      drop: (reason) => this.#link.drop(reason),
    });
    this.#link = new Link(options, {
      connecting: () => emit({ type: "connection", time: clock.now(), status: "connecting" }),
      opened: (connection) => this.#opened(connection),
      lines: (lines) => this.#lines(lines),
      quiet: () => this.outbox.barrier(),
      down: (down) => this.#down(down),
      waiting: (milliseconds) => this.#waiting(milliseconds),
    });
  }

  /** True between a lost connection and the next. */
  get isLost(): boolean {
    return this.#everReady && this.#stage === "down";
  }

  /** True when what is said now is sent now. */
  get isOnline(): boolean {
    return this.#stage === "ready";
  }

  /** Stays until {@linkcode finish}, {@linkcode leave}, or until it cannot; never throws. */
  async run(): Promise<SessionEnd> {
    await this.#link.run();
    this.#recovery.stop();
    this.watch.close();
    this.#dispatcher.catchUp.end();
    this.#options.emit({ type: "connection", time: this.#options.clock.now(), status: "closed" });
    if (this.#registrar.end !== undefined) return this.#registrar.end;
    const reason = this.#lastReason;
    if (!this.#gaveUp) return { type: "left", unsent: this.outbox.drain() };
    if (!this.#everReady) return { type: "cannot-connect", reason };
    return { type: "gave-up", reason, unsent: this.outbox.drain() };
  }

  /** Says `text`, which may have several lines, to a room or person. */
  say(target: string, text: string, kind: MessageKind = "message"): void {
    const { capabilities } = this.#registrar;
    const drafts = say({ target, text, kind }, {
      sourceBytes: this.info.sourceBytes,
      multiline: this.isOnline && capabilities.has("draft/multiline")
        ? multilineLimits(capabilities.offer("draft/multiline") ?? "")
        : undefined,
      reference: () => `m${++this.#batches}`,
    });
    const time = this.#options.clock.now();
    for (const draft of drafts) {
      const { id, text } = this.outbox.push(draft);
      this.#options.emit({ type: "queued", time, id, kind, target, text });
    }
    this.outbox.pump();
  }

  /** The person has seen this message. */
  markRead(event: ChatMessageEvent): void {
    this.#readMarkers.read(event);
  }

  /** Sends a command. `text` is what was typed for it; `target` what its refusal will name. */
  command(
    command: string,
    params: readonly string[],
    options: { readonly text: string; readonly target?: string; readonly repeat?: boolean },
  ): void {
    this.#registrar.credentials.typed(command, params);
    this.outbox.push({
      line: formatMessage({ command, params }),
      command,
      target: options.target ?? params[0] ?? "",
      text: options.text,
      kind: undefined,
      repeat: options.repeat ?? true,
      quiet: false,
    });
    this.outbox.pump();
  }

  /** Asks for messages of the past. Returns why that cannot be, undefined when it can. */
  find(question: Question): string | undefined {
    const { queries } = this.#dispatcher;
    return this.#stage === "ready" ? queries.ask(question) : queries.askWhenOpen(question);
  }

  /** Goes away, or comes back with undefined; kept over lost connections. */
  setAway(message: string | undefined, text: string): void {
    this.desired.away = message;
    if (this.#stage === "down") return;
    this.command("AWAY", message === undefined ? [] : [message], { text, target: "AWAY" });
  }

  /** Takes another name, now or when the connection is back. */
  changeNick(nick: string, text: string): void {
    this.#recovery.stop();
    if (this.#stage === "ready") this.command("NICK", [nick], { text });
    else {
      this.desired.nick = nick;
      if (this.#stage === "registering") this.#registrar.takeNick(nick);
    }
  }

  /** Leaves when everything typed has been delivered. */
  finish(reason = DEFAULT_QUIT): void {
    this.#finishing = reason;
    this.#leaveWhenDone();
  }

  /** Leaves now; what was not delivered is returned by {@linkcode run}. */
  leave(reason = DEFAULT_QUIT): void {
    if (this.#leaving) return;
    this.#leaving = true;
    if (this.#stage === "down") return this.#link.close();
    this.#link.send(formatMessage({ command: "QUIT", params: [reason] }));
    this.#options.clock.after(QUIT_TIMEOUT_MS, () => this.#link.close());
  }

  #leaveWhenDone(): void {
    if (this.#finishing === undefined || this.#leaving) return;
    if (this.#stage !== "ready" || !this.outbox.isEmpty) return;
    this.#readMarkers.send();
    if (this.outbox.isEmpty) this.leave(this.#finishing);
  }

  #opened(connection: Connection): void {
    this.#stage = "registering";
    this.info.reset();
    this.#registrar.begin(connection);
  }

  async #lines(lines: readonly (string | LineError)[]): Promise<void> {
    for (const line of lines) {
      const message = typeof line === "string" ? parseMessage(line) : line;
      if (typeof message === "string") continue;
      if ("error" in message) {
        this.#note(`A line (${message.command}) cannot be shown: ${FAULTS[message.error]}`);
      } else await this.#handleSafely({ ...message, command: message.command.toUpperCase() });
    }
    this.outbox.pump();
    this.#leaveWhenDone();
    await this.#options.flush?.();
  }

  // A line that we stumble over is no reason to lose the connection.
  async #handleSafely(message: IrcMessage): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      this.#note(`A line of the server (${message.command}) was not understood: ${error}`);
    }
  }

  #note(text: string): void {
    const time = this.#options.clock.now();
    this.#options.emit({ type: "server", time, code: "NOTE", text, asked: false });
  }

  async #handle(message: IrcMessage): Promise<void> {
    // What a server has to say about our going is for nobody.
    const isParting = this.#leaving && message.command === "NOTICE";
    if (isParting && message.source?.includes("!") !== true) return;
    if (message.command === "PING") {
      this.#link.send(formatMessage({ command: "PONG", params: message.params }));
      return;
    }
    if (this.#stage === "registering") {
      const nick = await this.#registrar.handle(message);
      if (nick !== undefined) this.#entered(nick);
      else if (message.command === "NOTICE") this.#inbox.handle(message);
      return;
    }
    const last = message.params.at(-1) ?? "";
    switch (message.command) {
      case "PONG":
        if (last === READY_TOKEN) this.#ready();
        else this.#inbox.pong(last);
        return;
      case "CAP":
        for (const line of this.#registrar.capabilities.handle(message).send) this.#link.send(line);
        return;
      case "CHATHISTORY":
        this.#dispatcher.catchUp.target(message.params);
        return;
      case "MARKREAD":
        this.#readMarkers.heard(message.params);
        break;
      case "ERROR":
        this.#link.drop(last === "" ? "The server closed the connection" : last);
        return;
      case "005":
        this.info.support(message.params.slice(1, -1));
        return;
      case "303":
        if (this.watch.answered(last.split(" "), this.#options.clock.now())) return;
        break;
      case "376":
      case "422":
        this.#inbox.handle(message);
        this.#ready();
        return;
    }
    if (this.#recovery.takes(message)) return;
    this.#registrar.credentials.heard(message);
    const now = this.#options.clock.now();
    const answer = this.#ctcp.answer(message, { info: this.info, now });
    if (answer !== undefined) this.outbox.push(quietEntry("NOTICE", [answer.to, answer.text]));
    this.#inbox.handle(message);
  }

  #entered(nick: string): void {
    this.#stage = "registered";
    this.#link.settle();
    this.info.nick = nick;
    this.desired.wasCalled(nick);
    this.#link.send(`PING ${READY_TOKEN}`);
  }

  // The features and the casemapping are known now: what was typed may be sent.
  #ready(): void {
    if (this.#stage !== "registered") return;
    this.#stage = "ready";
    const { clock, emit } = this.#options;
    const time = clock.now();
    const network = this.info.isupport.get("NETWORK");
    emit({
      type: "welcome",
      time,
      nick: this.info.nick,
      server: this.#options.address,
      network: typeof network === "string" ? network : undefined,
      isupport: this.info.isupport,
    });
    const again = this.#everReady;
    emit({ type: "connection", time, status: "online", again });
    this.#everReady = true;
    this.#lostAt = undefined;
    if (this.desired.nick !== undefined && !this.info.isMe(this.desired.nick)) {
      if (this.#options.nick === undefined) this.desired.nick = this.info.nick;
      else this.#recovery.regain(this.desired.nick);
    }
    const wait = this.#downAt + HISTORY_DELAY_MS - time;
    const { outbox } = this;
    if (!outbox.hasDoubts || wait <= 0 || !this.#registrar.capabilities.has("draft/chathistory")) {
      this.#open(again);
    } else {
      this.#stopWaiting = clock.after(wait, () => this.#open(again));
    }
  }

  #open(again: boolean): void {
    const { capabilities } = this.#registrar;
    const { away } = this.desired;
    if (away !== undefined) this.outbox.push(quietEntry("AWAY", [away]));
    for (const { channels, key } of this.desired.joins()) {
      this.outbox.push(quietEntry("JOIN", key === undefined ? [channels] : [channels, key]));
    }
    const unread = this.#options.showUnread && this.#registrar.credentials.account !== undefined;
    this.#dispatcher.catchUp.begin({ again, unread });
    this.outbox.open({
      labels: capabilities.has("labeled-response") && capabilities.has("batch"),
      echo: capabilities.has("echo-message"),
      history: capabilities.has("draft/chathistory"),
    });
    this.watch.open();
    this.#dispatcher.queries.open();
    this.#leaveWhenDone();
  }

  async #down(down: LinkDown): Promise<NextAttempt> {
    const { clock, emit } = this.#options;
    this.#stage = "down";
    this.#downAt = clock.now();
    this.#stopWaiting();
    this.#recovery.stop();
    this.watch.close();
    this.#inbox.reset();
    this.#dispatcher.lost();
    for (const { id, target, text } of this.outbox.close()) {
      const reason = "The connection broke before the server answered";
      emit({ type: "refused", time: clock.now(), code: "unsent", about: target, reason, id, text });
    }
    if (await this.#registrar.answered()) return this.#leaving ? "never" : "at once";
    if (this.#leaving || this.#registrar.end !== undefined) return "never";
    this.#lastReason = down.reason;
    this.#lostAt ??= clock.now();
    const isLate = clock.now() - this.#lostAt >= RECONNECT_TIMEOUT_MS;
    if (this.#everReady && (this.#finishing === undefined || !isLate)) return "later";
    this.#gaveUp = true;
    return "never";
  }

  #waiting(retryMs: number): void {
    const [time, reason] = [this.#options.clock.now(), this.#lastReason];
    this.#options.emit({ type: "connection", time, status: "waiting", reason, retryMs });
  }
}
