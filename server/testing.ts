import type { CapabilityName } from "../protocol/capabilities.ts";
import { Connection } from "./io/connection.ts";
import { Delivery } from "./delivery/delivery.ts";
import type { Recorder } from "./journal/journal.ts";
import { LocalJournal } from "./journal/local.ts";
import { createLog } from "./operator/log.ts";
import type { Entry, NetworkEvent, NewUser } from "./network/events.ts";
import { idSource } from "./network/ids.ts";
import { Network } from "./network/network.ts";
import { accountAdded } from "./network/testing.ts";
import { defaultLimits, type Limits } from "./options/limits.ts";
import { TickOutput } from "./io/tick_output.ts";
import type { Server } from "./server.ts";
import { Session } from "./session/session.ts";
import { Sessions } from "./session/sessions.ts";
import type { Transport } from "./io/transport.ts";
import { Turns } from "./io/turns.ts";
import { SharedBudgets } from "./budgets/shared_budgets.ts";

/** A recorder that stores nothing. */
const NULL_RECORDER: Recorder = {
  lastSequence: 0,
  record: () => {},
  commit: () => [],
};

/** A peer that reads everything and sends nothing. */
class SilentTransport implements Transport {
  readonly remoteAddress = "192.0.2.1";
  readonly secure = false;
  readonly framing = "crlf";
  readonly released = Promise.resolve();
  readonly #ended = Promise.withResolvers<null>();
  readonly #decoder = new TextDecoder();
  text = "";

  read(): Promise<null> {
    return this.#ended.promise;
  }

  write(bytes: Uint8Array): Promise<number> {
    this.text += this.#decoder.decode(bytes, { stream: true });
    return Promise.resolve(bytes.length);
  }

  closeWrite(): void {
    this.#ended.resolve(null);
  }

  close(): void {
    this.#ended.resolve(null);
  }
}

/** A session of a {@linkcode TestServer} and the lines that it is sent. */
export class TestSession {
  readonly session: Session;
  readonly running: Promise<void>;
  readonly #transport = new SilentTransport();
  #received = 0;

  constructor(server: TestServer) {
    const connection = new Connection(this.#transport, {
      output: server.output,
      lineLimits: { tagBytes: 4096, lineBytes: 512 },
      sendQueueBytes: 0,
    });
    this.session = new Session(server.server, connection);
    server.sessions.add(this.session);
    connection.run(this.session);
    this.running = connection.ended;
  }

  /** The lines that it was sent since the last call. */
  received(): string[] {
    const lines = this.#transport.text.slice(this.#received).split("\r\n").slice(0, -1);
    this.#received = this.#transport.text.length;
    return lines;
  }
}

/** Options for {@linkcode TestServer}. */
export interface TestServerOptions {
  readonly recorder?: Recorder;
  readonly limits?: Partial<Limits>;
  readonly onLost?: (entries: readonly Entry[]) => void;
}

/** For tests: a server without sockets, commands, database and clock. */
export class TestServer {
  readonly output = new TickOutput(() => {});
  readonly sessions = new Sessions();
  readonly delivery = new Delivery({
    output: this.output,
    sessions: this.sessions,
    serverName: "s",
    welcomeToChannel: () => {},
    enterChannel: () => {},
  });
  readonly network = new Network({ whowasEntries: 10 });
  readonly logged: string[] = [];
  readonly journal: LocalJournal;
  readonly server: Server;
  /** Milliseconds since 1970. */
  now = Date.UTC(2026, 0, 1);

  constructor(options: TestServerOptions = {}) {
    const log = createLog({
      level: "debug",
      format: "text",
      write: (line) => void this.logged.push(line),
    });
    this.journal = new LocalJournal({
      network: this.network,
      delivery: this.delivery,
      recorder: options.recorder ?? NULL_RECORDER,
      log,
      now: () => this.now,
      requestTick: () => {},
      onApplied: () => {},
      onLost: options.onLost ?? (() => {}),
    });
    // Without the parts that no test of events uses.
    this.server = {
      options: { name: "s", limits: { ...defaultLimits(), ...options.limits } },
      network: this.network,
      journal: this.journal,
      sessions: this.sessions,
      delivery: this.delivery,
      output: this.output,
      turns: new Turns({ requestTick: () => {} }),
      budgets: new SharedBudgets({
        limits: () => this.server.options.limits,
        now: () => this.now,
      }),
      log,
      now: () => this.now,
      newId: idSource(),
      startedAt: this.now,
      run: () => {},
      databaseFailed: () => false,
    } as unknown as Server;
  }

  /** A session that has sent nothing. */
  connect(): TestSession {
    return new TestSession(this);
  }

  /** A session that has registered; the id of its user is the nickname. */
  enter(
    nickname: string,
    { capabilities = [], channels = [], ...more }: Partial<NewUser> & {
      capabilities?: readonly CapabilityName[];
      channels?: readonly string[];
    } = {},
  ): TestSession {
    const entered = this.connect();
    entered.session.setCapabilities(new Set(capabilities));
    const user = {
      id: nickname,
      nickname,
      username: "~u",
      host: "h",
      realname: "Real Name",
      account: undefined,
      away: undefined,
      secure: false,
      server: "s",
      modes: [],
      ...more,
    };
    this.sessions.attach(entered.session, user.id);
    if (user.account !== undefined) this.journal.append(accountAdded(user.account));
    const outcome = this.journal.append({ type: "connect", user }, entered.session.id);
    if (!outcome.ok) throw new Error(`Cannot enter as "${nickname}": ${outcome.refusal}`);
    entered.session.user = outcome.user;
    entered.session.registration = undefined;
    for (const channel of channels) this.append(entered, { type: "join", user: user.id, channel });
    return entered;
  }

  /** Another session of a user. */
  attach(nickname: string, capabilities: readonly CapabilityName[] = []): TestSession {
    const user = this.network.userByNickname(nickname);
    if (user === undefined) throw new Error(`Nobody is called "${nickname}"`);
    const entered = this.connect();
    entered.session.setCapabilities(new Set(capabilities));
    this.append(entered, { type: "attach", user: user.id, account: user.account });
    entered.session.user = user;
    this.sessions.attach(entered.session, user.id);
    for (const { channel } of user.memberships.values()) {
      this.delivery.addToAudience(channel, entered.session);
    }
    return entered;
  }

  /** Appends an event that a session asked for. */
  append(by: TestSession, event: NetworkEvent): void {
    this.journal.append(event, by.session.id);
  }

  /** Ends a tick: commits, flushes, and waits until the writes have ended. */
  async tick(): Promise<void> {
    this.journal.commit();
    this.output.flush();
    await Promise.resolve();
    await Promise.resolve();
  }

  /** The lines that `event` sends to each session. */
  async linesSentBy(event: () => void, ...sessions: TestSession[]): Promise<string[][]> {
    await this.tick();
    for (const session of sessions) session.received();
    event();
    await this.tick();
    return sessions.map((session) => session.received());
  }
}
