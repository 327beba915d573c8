import type { MaybePromise } from "../maybe_promise.ts";
import type { CapabilityName } from "../../protocol/capabilities.ts";
import type { LineError } from "../../protocol/lines.ts";
import { escapeTagValue, type IrcMessage, parseMessage } from "../../protocol/message.ts";
import type { NumericName } from "../../protocol/numerics.ts";
import { holdsSecret } from "../commands/secrets.ts";
import type { SaslExchange } from "../accounts/exchange.ts";
import type { Batches } from "./client_batches.ts";
import type { Connection, LineReceiver } from "../io/connection.ts";
import { EventLine, fitBody } from "./event_line.ts";
import { numericBody, standardBody, type StandardReply } from "./lines.ts";
import { type Channel, sourceOf, type User, type UserId } from "../network/state.ts";
import { Rate } from "./rate.ts";
import { Registration } from "./registration.ts";
import { Response, type SendOptions } from "./response.ts";
import type { Log } from "../operator/log.ts";
import type { Journal } from "../journal/journal.ts";
import type { ServerOptions } from "../options/mod.ts";
import type { Outbox } from "../io/outbox.ts";
import { shapeOf } from "./shapes.ts";

const NO_CAPABILITIES: ReadonlySet<CapabilityName> = new Set();
const NOT_WATCHING: ReadonlyMap<string, string> = new Map();

/** What a session needs of the server around it. */
export interface SessionHost {
  readonly options: ServerOptions;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An id that no other call, here or elsewhere, will give. */
  readonly newId: () => string;
  readonly sessions: {
    detach(session: Session, user: UserId): number;
    remove(session: Session): void;
    ending(session: Session): void;
  };
  readonly delivery: {
    reshape(session: Session, change: () => void): void;
    removeFromAudience(channel: Channel, session: Session): void;
  };
  /** Runs a line. */
  readonly run: (session: Session, message: IrcMessage) => MaybePromise;
  /** Answers a line that cannot be read. */
  readonly refuse: (session: Session, error: LineError) => void;
}

/** One connection's conversation: who it is, what it knows of IRC, and how fast it may speak. */
export class Session implements LineReceiver {
  readonly id: string;
  readonly connection: Connection;
  readonly connectedAt: number;
  /** Whose it is, once it is registered. */
  user: User | undefined;
  /** What it has said of itself while it is not. */
  registration: Registration | undefined = new Registration();
  /** The capabilities it has; change them with {@linkcode Session.setCapabilities}. */
  capabilities = NO_CAPABILITIES;
  shape = 0;
  /** The highest version it named in `CAP LS`, 301 when none. */
  capVersion = 301;
  /** The account it has logged in to; once it is registered, its user's counts. */
  account: string | undefined;
  /** Its attempt to log in with SASL, while there is one. */
  exchange: SaslExchange | undefined;
  /** The metadata keys it wants to hear of, once it has subscribed to any. */
  subscriptions: Set<string> | undefined;
  /** The batches it sends, once it has sent one. */
  batches: Batches | undefined;
  /** When it last said anything, in milliseconds since 1970. */
  heardAt: number;
  /** When it last said something to someone. */
  spokeAt: number;
  /** When it was asked for a sign of life that it still owes. */
  pingedAt: number | undefined;
  /** The last delivery round that reached it, see {@linkcode Delivery.toSessions}. */
  round = 0;
  readonly #server: SessionHost;
  readonly #rate: Rate;
  #watching: Map<string, string> | undefined;
  #response: Response | undefined;

  constructor(server: SessionHost, connection: Connection) {
    this.#server = server;
    this.connection = connection;
    this.id = server.newId();
    const now = server.now();
    this.connectedAt = now;
    this.heardAt = now;
    this.spokeAt = now;
    const { linesPerSecond, burst } = server.options.limits;
    this.#rate = new Rate({ perSecond: linesPerSecond, burst, now });
  }

  /** What numerics call it: its nickname, or `*` before it has one. */
  get name(): string {
    return this.user?.nickname ?? this.registration?.nickname ?? "*";
  }

  /** The peer's address. */
  get address(): string {
    return this.connection.transport.remoteAddress;
  }

  /** Whether a `batch` tag on what it sends means something. */
  get knowsBatches(): boolean {
    return this.batches !== undefined || this.capabilities.has("draft/multiline");
  }

  get wantsEcho(): boolean {
    return this.capabilities.has("echo-message");
  }

  /** Whether what it is answered now belongs to a label. */
  get answering(): boolean {
    return this.#response !== undefined;
  }

  /** The nicknames it monitors, by casefolded nickname; only {@linkcode Sessions} changes it. */
  get watching(): Map<string, string> {
    return this.#watching ??= new Map(NOT_WATCHING);
  }

  /** Gives it other capabilities. */
  setCapabilities(capabilities: ReadonlySet<CapabilityName>): void {
    this.#server.delivery.reshape(this, () => {
      this.capabilities = capabilities;
      this.shape = shapeOf(capabilities);
    });
  }

  receive(line: string | LineError): MaybePromise {
    const now = this.#server.now();
    this.heardAt = now;
    this.pingedAt = undefined;
    const wait = this.user?.operator === undefined ? this.#rate.take(now) : 0;
    if (wait === 0) return this.#run(line);
    return new Promise<void>((resolve) => setTimeout(resolve, wait)).then(() => this.#run(line));
  }

  closed(reason: string): void {
    this.detach(reason);
    this.#server.sessions.remove(this);
    this.#server.log.debug("Disconnected", { address: this.address, reason });
  }

  /** Ends the session: its user leaves now, and it is told why. */
  end(reason: string): void {
    if (this.connection.closing) return;
    const who = this.user?.username ?? this.registration?.username ?? "unknown";
    this.detach(reason);
    this.push(new EventLine(fitBody(`ERROR :Closing link: (${who}@${this.address}) [${reason}]`)));
    this.connection.close(reason);
    this.#server.sessions.ending(this);
  }

  /** Parts the session from its user, who quits when it was their last. */
  detach(reason: string): void {
    const { user } = this;
    if (user === undefined) return;
    for (const { channel } of user.memberships.values()) {
      this.#server.delivery.removeFromAudience(channel, this);
    }
    const left = this.#server.sessions.detach(this, user.id);
    this.user = undefined;
    if (left > 0) return;
    this.#server.log.info("User left", { nickname: user.nickname, reason });
    try {
      this.#server.journal.append({ type: "quit", user: user.id, reason });
    } catch (error) {
      // No command is there to answer for it, and a tick or a sweep must go on.
      this.#logBug(error, "QUIT");
    }
  }

  /** Sends a line now, whatever is being answered. */
  push(line: EventLine, { first = "", pledged = false } = {}): void {
    const stream = this.#server.outbox.direct(pledged);
    const start = stream.length;
    stream.append(line.render(this.shape, first));
    this.connection.enqueue(stream, start, stream.length);
  }

  /** Sends a line as part of what its command answers. */
  answer(line: EventLine, pledged = false): void {
    if (this.#response === undefined) this.push(line, { pledged });
    else this.#response.add(line, pledged);
  }

  /**
   * For an answer of many lines to await now and then, so that it fits the send queue however
   * long it is. That the peer reads is a sign of life.
   */
  drained(): MaybePromise {
    if (this.#response?.isLong) this.#response.begin(this.#sending());
    const wait = this.connection.drained();
    return wait?.then(() => {
      this.heardAt = this.#server.now();
    });
  }

  /** Leaves what is being answered without an answer for now; gives its label, if it has one. */
  takeLabel(): string | undefined {
    const label = this.#response?.label;
    this.#response = undefined;
    return label;
  }

  /** Has what is being answered stand and fall with an event that is stored; gives its label. */
  pledge(): string | undefined {
    this.#response?.pledge();
    return this.#response?.label;
  }

  /** Answers the line that is run under an earlier one's label, see {@linkcode takeLabel}. */
  answerUnder(label: string | undefined): void {
    if (label !== undefined) this.#response = new Response(label);
  }

  /** Answers an earlier line now, under its label and by itself. */
  answerEarlier(label: string | undefined, answer: () => void): void {
    const current = this.#response;
    this.#response = label === undefined ? undefined : new Response(label);
    answer();
    this.#finishResponse();
    this.#response = current;
  }

  /** Answers with a line of the server's own: `reply("PONG x")`. */
  reply(body: string): void {
    this.answer(new EventLine(fitBody(`:${this.#server.options.name} ${body}`)));
  }

  /** Answers with a numeric; `text` is its last parameter, the table's where it is left out. */
  numeric(name: NumericName, params: readonly string[] = [], text?: string): void {
    this.reply(numericBody(name, { to: this.name, params, text }));
  }

  /** Answers with a standard reply. IRCv3, "Standard replies". */
  standard(type: "FAIL" | "WARN" | "NOTE", reply: StandardReply): void {
    this.reply(standardBody(type, reply));
  }

  #run(line: string | LineError): MaybePromise {
    if (this.connection.closing) return;
    if (typeof line !== "string") {
      this.#server.refuse(this, line);
      return;
    }
    const message = parseMessage(line);
    if (typeof message === "string") return;
    const label = message.tags.get("label");
    if (label !== undefined && label !== "" && this.capabilities.has("labeled-response")) {
      this.#response = new Response(escapeTagValue(label));
    }
    try {
      const running = this.#server.run(this, message);
      if (running === undefined) return this.#finishResponse();
      return running.catch((error) => this.#failed(error, { line, message }))
        .finally(() => this.#finishResponse());
    } catch (error) {
      this.#failed(error, { line, message });
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

  /** Answers a command that a bug has ended; the session goes on. */
  #failed(error: unknown, { line, message }: { line: string; message: IrcMessage }): void {
    const { command } = message;
    this.#logBug(error, holdsSecret(message) ? `${command} …` : line);
    this.numeric("ERR_UNKNOWNERROR", [command], "The server could not do this; its log says why");
  }

  #logBug(error: unknown, line: string): void {
    this.#server.log.error("A command failed; this is a bug", {
      line,
      nickname: this.name,
      error: error instanceof Error ? error.stack ?? error.message : String(error),
    });
  }
}

/** `nick!user@host`, or what is known of it before registration. */
export function sessionSource(session: Session): string {
  return session.user === undefined ? session.name : sourceOf(session.user);
}
