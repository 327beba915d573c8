import { formatMessage, parseMessage } from "../protocol/message.ts";
import type { IrcMessage } from "../protocol/message.ts";
import { MAX_LINE_BYTES, utf8Length } from "../protocol/lines.ts";
import type { LineError } from "../protocol/lines.ts";
import type { Connection } from "./connection.ts";
import { CtcpAnswers, formatCtcp, parseCtcp } from "./ctcp.ts";
import { Entrance } from "./entrance.ts";
import type { ClientEvent, MessageKind, RefusedEvent } from "./events.ts";
import { Here } from "./here.ts";
import { Inbox } from "./inbox.ts";
import { Link } from "./link.ts";
import type { LinkDown, NextAttempt } from "./link.ts";
import { Memory } from "./memory.ts";
import { NameKeeper } from "./name_keeper.ts";
import { Outbox, quietEntry } from "./outbox.ts";
import type { Entry } from "./outbox.ts";
import type { SessionEnd, SessionOptions } from "./session_options.ts";
import { splitText } from "./split.ts";
import { senderOf } from "./translate/context.ts";
import { ownMessage } from "./translate/people.ts";
import { Watch } from "./watch.ts";

/** Milliseconds that the server has to say goodbye. */
const GOODBYE_MS = 2_000;
/** Milliseconds without a connection after which a script with nothing left to say gives up. */
export const GIVE_UP_MS = 300_000;
const READY_TOKEN = "chat-ready";
const DEFAULT_QUIT = "Leaving";

/**
 * One person's presence on one server: comes in, speaks IRC, comes back when the connection
 * breaks, and tells everything that happens as events. Does no I/O but through its options.
 */
export class Session {
  readonly here = new Here();
  readonly memory: Memory;
  readonly outbox: Outbox;
  readonly watch: Watch;
  readonly #options: SessionOptions;
  readonly #link: Link;
  readonly #inbox: Inbox;
  readonly #keeper: NameKeeper;
  readonly #ctcp: CtcpAnswers;
  readonly #entrance: Entrance;
  #stage: "down" | "registering" | "registered" | "ready" = "down";
  #everReady = false;
  #gaveUp = false;
  #lastReason = "";
  #finishing: string | undefined;
  #leaving = false;
  #lostAt: number | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { clock, emit } = options;
    this.memory = new Memory({ here: this.here, nick: options.nick });
    for (const room of options.rooms) this.memory.want(room);
    this.#ctcp = new CtcpAnswers(options.version);
    this.outbox = new Outbox({
      send: (line) => this.#link.send(line),
      same: (a, b) => this.here.same(a, b),
      delivered: (entry) => this.#delivered(entry),
      progress: () => this.#leaveWhenDone(),
    });
    this.#inbox = new Inbox({
      here: this.here,
      outbox: this.outbox,
      now: () => clock.now(),
      has: (capability) => this.#entrance.capabilities.has(capability),
      take: (event, entry) => this.#take(event, entry),
    });
    const quietly = (command: string, params: readonly string[]) => {
      this.outbox.push(quietEntry(command, params));
      this.outbox.pump();
    };
    this.watch = new Watch({ here: this.here, clock, send: quietly, emit });
    this.#keeper = new NameKeeper({
      here: this.here,
      clock,
      random: options.random,
      ask: (nick) => this.#link.send(formatMessage({ command: "NICK", params: [nick] })),
    });
    this.#entrance = new Entrance({
      session: options,
      memory: this.memory,
      keeper: this.#keeper,
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
    this.#keeper.stop();
    this.watch.close();
    this.#options.emit({ type: "connection", time: this.#options.clock.now(), status: "closed" });
    if (this.#entrance.end !== undefined) return this.#entrance.end;
    const reason = this.#lastReason;
    if (!this.#gaveUp) return { type: "left", unsent: this.outbox.drain() };
    if (!this.#everReady) return { type: "cannot-connect", reason };
    return { type: "gave-up", reason, unsent: this.outbox.drain() };
  }

  /** Says `text` to a room or person, in as many lines as it needs. */
  say(target: string, text: string, kind: MessageKind = "message"): void {
    const command = kind === "notice" ? "NOTICE" : "PRIVMSG";
    const wrap = (piece: string) =>
      kind === "action" ? formatCtcp({ command: "ACTION", text: piece }) : piece;
    const overhead = this.here.sourceBytes + utf8Length(`${command} ${target} :`) + 2 +
      utf8Length(kind === "action" ? wrap(" ") : "");
    for (const piece of splitText(text, MAX_LINE_BYTES - overhead)) {
      const line = formatMessage({ command, params: [target, wrap(piece)] });
      const how = { kind, repeat: true, quiet: false };
      const entry = this.outbox.push({ line, command, target, text: piece, ...how });
      const time = this.#options.clock.now();
      this.#options.emit({ type: "queued", time, id: entry.id, kind, target, text: piece });
    }
    this.outbox.pump();
  }

  /** Sends a command. `text` is what was typed for it; `target` what its refusal will name. */
  command(
    command: string,
    params: readonly string[],
    options: { readonly text: string; readonly target?: string; readonly repeat?: boolean },
  ): void {
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

  /** Goes away, or comes back with undefined; kept over lost connections. */
  setAway(message: string | undefined, text: string): void {
    this.memory.away = message;
    if (this.#stage === "down") return;
    this.command("AWAY", message === undefined ? [] : [message], { text, target: "AWAY" });
  }

  /** Takes another name, now or when the connection is back. */
  changeNick(nick: string, text: string): void {
    this.#keeper.stop();
    if (this.#stage === "ready") this.command("NICK", [nick], { text });
    else {
      this.memory.nick = nick;
      if (this.#stage === "registering") this.#entrance.takeNick(nick);
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
    this.#options.clock.after(GOODBYE_MS, () => this.#link.close());
  }

  #leaveWhenDone(): void {
    if (this.#finishing === undefined || this.#leaving) return;
    if (this.#stage === "ready" && this.outbox.isEmpty) this.leave(this.#finishing);
  }

  #opened(connection: Connection): void {
    this.#stage = "registering";
    this.here.reset();
    this.#entrance.begin(connection);
  }

  async #lines(lines: readonly (string | LineError)[]): Promise<void> {
    for (const line of lines) {
      const message = typeof line === "string" ? parseMessage(line) : line;
      if (typeof message === "string") continue;
      if ("error" in message) this.#dropped(message);
      else await this.#handleSafely({ ...message, command: message.command.toUpperCase() });
    }
    this.outbox.pump();
    this.#leaveWhenDone();
    await this.#options.flush?.();
  }

  #dropped(error: LineError): void {
    const what = error.error === "too-long" ? "was too long" : "was not UTF-8";
    this.#note(`A line of the server (${error.command}) ${what} and cannot be shown`);
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
    if (message.command === "PING") {
      this.#link.send(formatMessage({ command: "PONG", params: message.params }));
      return;
    }
    if (this.#stage === "registering") {
      const nick = await this.#entrance.handle(message);
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
        for (const line of this.#entrance.capabilities.handle(message).send) this.#link.send(line);
        return;
      case "ERROR":
        this.#link.drop(last === "" ? "The server closed the connection" : last);
        return;
      case "005":
        this.here.support(message.params.slice(1, -1));
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
    if (this.#keeper.takes(message)) return;
    if (message.command === "PRIVMSG") this.#answerCtcp(message);
    this.#inbox.handle(message);
  }

  #answerCtcp(message: IrcMessage): void {
    const [target = "", text = ""] = message.params;
    const request = parseCtcp(text);
    const from = senderOf(message);
    if (request === undefined || !this.here.isMe(target) || this.here.isMe(from)) return;
    if (!message.source?.includes("!") || from === "") return;
    const answer = this.#ctcp.answer(request, this.#options.clock.now());
    if (answer !== undefined) this.outbox.push(quietEntry("NOTICE", [from, answer]));
  }

  #entered(nick: string): void {
    this.#stage = "registered";
    this.#link.settle();
    this.here.nick = nick;
    this.#link.send(`PING ${READY_TOKEN}`);
  }

  // The features and the casemapping are known now: what was typed may be sent.
  #ready(): void {
    if (this.#stage !== "registered") return;
    this.#stage = "ready";
    const { clock, emit } = this.#options;
    const time = clock.now();
    const network = this.here.isupport.get("NETWORK");
    emit({
      type: "welcome",
      time,
      nick: this.here.nick,
      server: this.#options.address,
      network: typeof network === "string" ? network : undefined,
      isupport: this.here.isupport,
    });
    emit({ type: "connection", time, status: "online", again: this.#everReady });
    this.#everReady = true;
    this.#lostAt = undefined;
    if (this.memory.nick !== undefined && !this.here.isMe(this.memory.nick)) {
      if (this.#options.nick === undefined) this.memory.nick = this.here.nick;
      else this.#keeper.regain(this.memory.nick);
    }
    const away = this.memory.away;
    this.outbox.pushFirst([
      ...(away === undefined ? [] : [quietEntry("AWAY", [away])]),
      ...this.memory.joins().map(({ channels, key }) =>
        quietEntry("JOIN", key === undefined ? [channels] : [channels, key])
      ),
    ]);
    this.outbox.open({
      labels: this.#entrance.capabilities.has("labeled-response") &&
        this.#entrance.capabilities.has("batch"),
      echo: this.#entrance.capabilities.has("echo-message"),
    });
    this.watch.open();
    this.#leaveWhenDone();
  }

  async #down(down: LinkDown): Promise<NextAttempt> {
    const { clock, emit } = this.#options;
    this.#stage = "down";
    this.#keeper.stop();
    this.watch.close();
    this.#inbox.reset();
    for (const { id, target, text } of this.outbox.close()) {
      const reason = "The connection broke before the server answered";
      emit({ type: "refused", time: clock.now(), code: "unsent", about: target, reason, id, text });
    }
    if (await this.#entrance.answered()) return this.#leaving ? "never" : "at once";
    if (this.#leaving || this.#entrance.end !== undefined) return "never";
    this.#lastReason = down.reason;
    this.#lostAt ??= clock.now();
    const waited = clock.now() - this.#lostAt;
    if (this.#everReady && (this.#finishing === undefined || waited < GIVE_UP_MS)) return "later";
    this.#gaveUp = true;
    return "never";
  }

  #waiting(retryMs: number): void {
    const time = this.#options.clock.now();
    const reason = this.#lastReason;
    this.#options.emit({ type: "connection", time, status: "waiting", reason, retryMs });
  }

  #take(event: ClientEvent, entry: Entry | undefined): void {
    if (event.type === "refused") return this.#refused(event, entry);
    if (!this.memory.note(event)) return;
    if (event.type === "join" && event.own && event.user !== undefined) {
      this.here.userhost = `${event.user}@${event.host ?? ""}`;
    }
    if (event.type === "nick" && event.own) this.here.nick = event.newNick;
    if (event.type !== "message" || !event.own || event.history) {
      this.#options.emit(event);
      return;
    }
    const said = entry ?? this.outbox.echoed(event);
    this.#options.emit(said === undefined ? event : { ...event, id: said.id });
    if (said !== undefined && this.#entrance.capabilities.has("echo-message")) {
      this.outbox.confirm(said);
    }
  }

  #refused(event: RefusedEvent, entry: Entry | undefined): void {
    if (entry?.command === "JOIN") this.memory.forget(event.about.split(" ")[0] ?? "");
    // A stranger who asked for our version and went is nothing to tell of.
    if (entry?.quiet === true && entry.command === "NOTICE") return;
    const { id: _id, text: _text, ...rest } = event;
    this.#options.emit(entry?.quiet === true ? rest : event);
  }

  #delivered(entry: Entry): void {
    const { clock, emit } = this.#options;
    if (entry.quiet) return;
    const time = clock.now();
    const echoes = this.#entrance.capabilities.has("echo-message");
    if (entry.kind !== undefined && !echoes && !this.here.isMe(entry.target)) {
      emit(ownMessage(entry, { here: this.here, kind: entry.kind, time }));
    }
    emit({ type: "delivered", time, id: entry.id });
  }
}
