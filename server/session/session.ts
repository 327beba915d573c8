import { andThen, type MaybePromise } from "../maybe_promise.ts";
import type { CapabilityName } from "../../protocol/capabilities.ts";
import type { LineError } from "../../protocol/lines.ts";
import { escapeTagValue, type IrcMessage, parseMessage } from "../../protocol/message.ts";
import type { NumericName } from "../../protocol/numerics.ts";
import type { SaslExchange } from "../accounts/exchange.ts";
import type { ClientBatches } from "./client_batches.ts";
import type { Connection, LineReceiver } from "../io/connection.ts";
import { EventLine, fitBody } from "./event_line.ts";
import { numericBody, type RefusedLine, standardBody, type StandardReply } from "./lines.ts";
import type { Channel, User, UserId } from "../network/state.ts";
import { Registration } from "./registration.ts";
import { Response, type SendOptions } from "./response.ts";
import type { Log } from "../operator/log.ts";
import type { Journal } from "../journal/journal.ts";
import type { ServerOptions } from "../options/mod.ts";
import { networkPrefix } from "../io/network_prefix.ts";
import type { TickOutput } from "../io/tick_output.ts";
import type { Steps, Turns } from "../io/turns.ts";
import { COST, costOf } from "../budgets/costs.ts";
import { SessionBudget } from "../budgets/session_budget.ts";
import type { SharedBudgets } from "../budgets/shared_budgets.ts";
import { shapeOf } from "./shapes.ts";
import { Underway } from "./underway.ts";

const NO_CAPABILITIES: ReadonlySet<CapabilityName> = new Set();

/** The parts of the server that a session uses. */
export interface SessionHost {
  readonly options: ServerOptions;
  readonly journal: Journal;
  readonly output: TickOutput;
  readonly turns: Turns;
  readonly budgets: SharedBudgets;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Makes an id that no other server makes. */
  readonly newId: () => string;
  readonly sessions: {
    detach(session: Session, user: UserId): void;
    remove(session: Session): void;
    ending(session: Session): void;
  };
  readonly delivery: {
    reshape(session: Session, change: () => void): void;
    removeFromAudience(channel: Channel, session: Session): void;
  };
  /** Runs the command of a line. */
  readonly run: (session: Session, message: IrcMessage) => MaybePromise;
  /** Answers a line that cannot be read. */
  readonly refuse: (session: Session, refused: RefusedLine) => void;
  /** Tells the operator of an error of the database; false for any other error. */
  readonly databaseFailed: (error: unknown) => boolean;
}

/** The login token of a session. */
export interface SessionToken {
  /** Undefined after it was revoked. */
  readonly id: string | undefined;
  /** Whether the session has made it, logged in by the password. */
  readonly made: boolean;
}

/** The conversation of one connection: its user, its capabilities and its budget. */
export class Session implements LineReceiver {
  readonly id: string;
  readonly connection: Connection;
  readonly connectedAt: number;
  /** The network prefix of its address, which shares turns and budget with it. */
  readonly lane: string;
  readonly budget: SessionBudget;
  /** Its user, once it is registered. */
  user: User | undefined;
  /** What the client has sent so far to register, until it is registered. */
  registration: Registration | undefined = new Registration();
  /** Its capabilities; change them with {@linkcode Session.setCapabilities}. */
  capabilities = NO_CAPABILITIES;
  /** What its lines look like, see {@linkcode shapeOf}. */
  shape: number;
  /** The highest version in a `CAP LS` of the client, 301 without one. */
  capVersion = 301;
  /** The account that it logged in to before registration; afterwards its user has it. */
  account: string | undefined;
  /** The login token that it is logged in by, or that it has made for its later logins. */
  loginToken: SessionToken | undefined;
  /** The SASL exchange in progress. */
  exchange: SaslExchange | undefined;
  /** The metadata keys that it has subscribed to. */
  subscriptions: Set<string> | undefined;
  /** The batches that the client sends, once it has sent one. */
  batches: ClientBatches | undefined;
  /** Since when it has time to register, in milliseconds since 1970. */
  awaitedSince: number;
  /** When it last sent a line, in milliseconds since 1970. */
  heardAt: number;
  /** When it was sent a PING that it has not answered, in milliseconds since 1970. */
  pingedAt: number | undefined;
  /** The last call of {@linkcode Delivery.toSessions} that reached it. */
  round = 0;
  readonly #server: SessionHost;
  #watching: Map<string, string> | undefined;
  #response: Response | undefined;
  /** Its messages that wait for a journal on several machines, once it has sent one. */
  #underway: Underway | undefined;

  constructor(server: SessionHost, connection: Connection) {
    this.#server = server;
    this.connection = connection;
    this.shape = shapeOf(NO_CAPABILITIES, connection.transport.framing);
    this.id = server.newId();
    this.lane = networkPrefix(connection.transport.remoteAddress);
    const now = server.now();
    this.connectedAt = now;
    this.awaitedSince = now;
    this.heardAt = now;
    const { options: { limits }, budgets: shared } = server;
    this.budget = new SessionBudget({ limits, shared, prefix: this.lane, now });
  }

  /** Its name in numerics: the nickname, or `*` before it has one. */
  get name(): string {
    return this.user?.nickname ?? this.registration?.nickname ?? "*";
  }

  /** The peer's address. */
  get address(): string {
    return this.connection.transport.remoteAddress;
  }

  /** Whether a `batch` tag on its lines is obeyed. */
  get knowsBatches(): boolean {
    return this.batches !== undefined || this.capabilities.has("draft/multiline");
  }

  get wantsEcho(): boolean {
    return this.capabilities.has("echo-message");
  }

  /** Whether a command with a label is being answered. */
  get answering(): boolean {
    return this.#response !== undefined;
  }

  /** The nicknames that it monitors, by casefolded nickname; only `Sessions` changes it. */
  get watching(): Map<string, string> {
    return this.#watching ??= new Map();
  }

  /** Replaces its capabilities. */
  setCapabilities(capabilities: ReadonlySet<CapabilityName>): void {
    this.#server.delivery.reshape(this, () => {
      this.capabilities = capabilities;
      this.shape = shapeOf(capabilities, this.connection.transport.framing);
    });
  }

  /** Gives it more time for its answers, since nobody could be heard for so many milliseconds. */
  postpone(milliseconds: number): void {
    this.awaitedSince += milliseconds;
    this.heardAt += milliseconds;
    if (this.pingedAt !== undefined) this.pingedAt += milliseconds;
  }

  receive(line: string | LineError): MaybePromise {
    const now = this.#server.now();
    this.heardAt = now;
    this.pingedAt = undefined;
    if (this.user?.operator !== undefined) {
      this.budget.forgive();
      return this.#inTurn(line);
    }
    this.budget.account = this.user?.account;
    const wait = this.budget.takeLine(now);
    return wait === 0 ? this.#inTurn(line) : this.#untilDue(wait).then(() => this.#inTurn(line));
  }

  closed(reason: string): void {
    // Many connections that end at once leave many rooms.
    if (this.#hasTime) this.#leave(reason);
    else void this.#enter(() => this.#leave(reason));
  }

  #leave(reason: string): void {
    void this.detach(reason);
    this.budget.end(this.#server.now());
    this.#server.sessions.remove(this);
    this.#server.log.debug("Disconnected", { address: this.address, reason });
  }

  /** Ends the session: detaches it, sends the reason and closes the connection. */
  end(reason: string, who = this.user?.username ?? this.registration?.username ?? "unknown"): void {
    if (this.connection.closing) return;
    void this.detach(reason);
    this.push(new EventLine(fitBody(`ERROR :Closing link: (${who}@${this.address}) [${reason}]`)));
    this.connection.close(reason);
    this.#server.sessions.ending(this);
  }

  /** Detaches the session from its user, who quits if it was their last one. */
  detach(reason: string): MaybePromise {
    const { user } = this;
    if (user === undefined) return;
    for (const { channel } of user.memberships.values()) {
      this.#server.delivery.removeFromAudience(channel, this);
    }
    this.#server.sessions.detach(this, user.id);
    this.user = undefined;
    // A user who was removed has no sessions any more.
    if (user.sessions.length > 0) return this.#leaveUser(user, reason);
  }

  #leaveUser({ id, nickname }: User, reason: string): MaybePromise {
    const event = { type: "detach", user: id, reason } as const;
    try {
      return andThen(this.#server.journal.append(event), (outcome) => {
        if (!outcome.ok) return;
        this.budget.spend(costOf(event, outcome));
        if (outcome.quit) this.#server.log.info("User left", { nickname, reason });
      });
    } catch (error) {
      // There is no command to answer, and the tick or sweep that ends sessions must go on.
      this.#logBug(error, { command: "QUIT", parameters: 0 });
    }
  }

  /** Sends a line that is not part of an answer. */
  push(line: EventLine, { first = "", pledged = false } = {}): void {
    const stream = this.#server.output.direct(this.connection.transport.framing, pledged);
    const start = stream.length;
    stream.append(line.render(this.shape, first));
    this.connection.enqueue(stream, start, stream.length);
  }

  /** Sends a line as part of the answer to the current command. */
  answer(line: EventLine, pledged = false): void {
    this.budget.spend(COST.answer);
    if (this.#response === undefined) this.push(line, { pledged });
    else this.#response.add(line, pledged);
  }

  /**
   * Resolves when the client has read enough that more can be queued, and when the session has no
   * debt of work; undefined if that is so already. An answer of many lines waits for it, and a
   * client that reads does not time out.
   */
  drained(): MaybePromise {
    const owed = this.user?.operator === undefined ? this.budget.settleMuch(this.#server.now) : 0;
    return owed === 0 ? this.#drained() : this.#untilDue(owed).then(() => this.#drained());
  }

  #drained(): MaybePromise {
    if (this.#response?.isLong) this.#response.begin(this.#sending());
    const wait = this.connection.drained();
    return wait?.then(() => {
      this.heardAt = this.#server.now();
    });
  }

  /**
   * Runs long work for its command in turns with that of others; undefined if it ends meanwhile.
   */
  takeTurns<T>(steps: Steps<T>): MaybePromise<T | undefined> {
    const isWanted = () => !this.connection.closing;
    return this.#server.turns.run(steps, { lane: this.lane, isWanted });
  }

  /** Ends the current answer without sending it; returns its label, for a later answer. */
  takeLabel(): string | undefined {
    const label = this.#response?.label;
    this.#response = undefined;
    return label;
  }

  /** Pledges the current answer to an event that is to be stored; returns its label. */
  pledge(): string | undefined {
    this.#response?.pledge();
    return this.#response?.label;
  }

  /** Answers the current command under an earlier label, see {@linkcode takeLabel}. */
  answerUnder(label: string | undefined): void {
    if (label !== undefined) this.#response = new Response(label);
  }

  /** Sends a separate answer under the label of an earlier command. */
  answerEarlier(label: string | undefined, answer: () => void): void {
    const current = this.#response;
    this.#response = label === undefined ? undefined : new Response(label);
    answer();
    this.#finishResponse();
    this.#response = current;
  }

  /** Answers with a line whose source is the server: `reply("PONG x")`. */
  reply(body: string): void {
    this.answer(new EventLine(fitBody(`:${this.#server.options.name} ${body}`)));
  }

  /** Answers with a numeric; `text` is its last parameter, by default that of the table. */
  numeric(name: NumericName, params: readonly string[] = [], text?: string): void {
    this.reply(numericBody(name, { to: this.name, params, text }));
  }

  /** Answers with a standard reply. IRCv3, "Standard replies". */
  standard(type: "FAIL" | "WARN" | "NOTE", reply: StandardReply): void {
    this.reply(standardBody(type, reply));
  }

  /** Waits until the session may go on, first for so many milliseconds. */
  async #untilDue(wait: number): Promise<void> {
    const isWanted = () => !this.connection.closing;
    await this.budget.untilDue(wait, { now: this.#server.now, isWanted });
    this.heardAt = this.#server.now();
  }

  /** Whether it may do something at once; those of a busy address wait for their turns. */
  get #hasTime(): boolean {
    return !this.budget.isBusy && this.#server.turns.hasTime();
  }

  #enter(run: () => MaybePromise): Promise<void> {
    return this.#server.turns.enter(this.lane, run);
  }

  /** Runs a line at once if the tick has time for it, and otherwise in a later one. */
  #inTurn(line: string | LineError): MaybePromise {
    return this.#hasTime ? this.#run(line) : this.#enter(() => this.#run(line));
  }

  #run(line: string | LineError): MaybePromise {
    if (this.connection.closing) return;
    if (typeof line !== "string") {
      this.#server.refuse(this, line);
      return;
    }
    const message = parseMessage(line);
    if (typeof message === "string") {
      if (message !== "empty") this.#server.refuse(this, { error: message, command: "*" });
      return;
    }
    const wait = this.#underway?.before(message);
    return wait === undefined ? this.#execute(message) : wait.then(() => this.#execute(message));
  }

  #execute(message: IrcMessage): MaybePromise {
    const label = message.tags.get("label");
    if (label !== undefined && label !== "" && this.capabilities.has("labeled-response")) {
      this.#response = new Response(escapeTagValue(label));
    }
    try {
      const running = this.#server.run(this, message);
      if (running === undefined) return this.#finishResponse();
      const done = running.catch((error) => this.#failed(error, message))
        .finally(() => this.#finishResponse());
      return (this.#underway ??= new Underway()).add(message, done);
    } catch (error) {
      this.#failed(error, message);
      this.#finishResponse();
    }
  }

  #finishResponse(): void {
    const response = this.#response;
    if (response === undefined) return;
    this.#response = undefined;
    response.finish(this.#sending());
  }

  #sending(): SendOptions {
    return {
      emit: (line, options) => this.push(line, options),
      serverName: this.#server.options.name,
      newBatchId: this.#server.newId,
    };
  }

  /** Answers a command that has thrown; the session goes on. */
  #failed(error: unknown, message: IrcMessage): void {
    const { command, params } = message;
    this.#logBug(error, { command, parameters: params.length });
    this.numeric(
      "ERR_UNKNOWNERROR",
      [command],
      "The server failed to run this command; its log has the reason",
    );
  }

  /** Logs a bug without what people say: a line may have a password or a private text in it. */
  #logBug(error: unknown, asked: { command: string; parameters: number }): void {
    if (this.#server.databaseFailed(error)) return;
    this.#server.log.error("A command failed; this is a bug", {
      ...asked,
      nickname: this.name,
      error: error instanceof Error ? error.stack ?? error.message : String(error),
    });
  }
}
