import { Client } from "./client.ts";
import { type LoopbackAddress, SERVER_ADDRESS, Sockets } from "./sockets.ts";

const STEP_TIMEOUT_MS = 60_000;
/** How long one wait for events lasts at most, so that deadlines are noticed. */
const POLL_MS = 1000;
/** Attempts of one client to connect. */
const MAX_ATTEMPTS = 100;
/** Milliseconds before a refused client tries again. */
const RETRY_MS = 20;

export interface CrowdOptions {
  readonly port: number;
  /** The path of IRC over WebSocket; undefined for TCP. */
  readonly webSocketPath?: string | undefined;
  /** How many connections register at the same time. */
  readonly connectAtOnce: number;
  /** What their nicknames begin with; "u" if undefined. */
  readonly namePrefix?: string;
  /**
   * The address that the first one connects from, the others from the next ones: a server may let
   * those of one address wait for each other. All connect from the server's if undefined.
   */
  readonly firstAddress?: LoopbackAddress;
}

/** The clients of a load. */
export class Crowd {
  readonly options: CrowdOptions;
  /** Those who are registered, named u0, u1, …. */
  readonly clients: Client[] = [];
  /** How often the server refused a connection, or closed it before it was registered. */
  refusals = 0;
  readonly #sockets = new Sockets();
  #registered = 0;
  #names = 0;
  #isClosing = false;
  #retries: { readonly at: number; readonly retry: () => void }[] = [];

  constructor(options: CrowdOptions) {
    this.options = options;
  }

  /** Returns the first `count` clients, after it has registered those who are missing. */
  enough(count: number): Client[] {
    const first = this.clients.length;
    const missing = Math.max(0, count - first);
    const target = this.#registered + missing;
    let next = first;
    const begin = () => {
      if (next === first + missing) return;
      const index = next++;
      this.connect((client) => {
        this.clients[index] = client;
        this.#registered++;
        begin();
      });
    };
    for (let index = 0; index < this.options.connectAtOnce; index++) begin();
    this.until(() => this.#registered === target, "registrations");
    return this.clients.slice(0, count);
  }

  /** Connects one client, again if it is refused. */
  connect(registered: (client: Client) => void): void {
    const { port, webSocketPath, namePrefix = "u", firstAddress } = this.options;
    const index = this.#names++;
    const nickname = `${namePrefix}${index}`;
    const from = firstAddress === undefined ? SERVER_ADDRESS : firstAddress + index;
    let attempts = 0;
    let isRegistered = false;
    const attempt = () => {
      const client = new Client({
        sockets: this.#sockets,
        port,
        from,
        webSocketPath,
        nickname,
        onRegistered: () => {
          isRegistered = true;
          registered(client);
        },
        onClosed: () => {
          if (this.#isClosing) return;
          if (isRegistered) throw new Error("The server closed a connection of the load");
          if (++attempts === MAX_ATTEMPTS) throw new Error("The server refuses connections");
          this.refusals++;
          this.#retries.push({ at: performance.now() + RETRY_MS, retry: attempt });
        },
      });
    };
    attempt();
  }

  /** Has clients join the channels that `channelOf` names by their index, all at once. */
  join(clients: readonly Client[], channelOf: (index: number) => string): void {
    let joined = 0;
    for (const [index, client] of clients.entries()) {
      client.send(`JOIN ${channelOf(index)}\r\n`);
      client.expect(/ 366 /, () => joined++);
    }
    this.until(() => joined === clients.length, "joins");
  }

  /** Waits until clients have read all that was sent to them. */
  settle(clients: readonly Client[]): void {
    let settled = 0;
    for (const client of clients) {
      client.send("PING settled\r\n");
      client.expect(/ PONG .*settled/, () => settled++);
    }
    this.until(() => settled === clients.length, "answers to PING");
  }

  /** Handles events until something is done. Throws if it takes too long. */
  until(isDone: () => boolean, what: string, { pollMs = POLL_MS } = {}): void {
    const deadline = performance.now() + STEP_TIMEOUT_MS;
    while (!isDone()) {
      if (performance.now() > deadline) throw new Error(`The server did not finish the ${what}`);
      this.poll(pollMs);
    }
  }

  /** Waits for events, up to a time in milliseconds, and handles them. */
  poll(timeoutMs: number): void {
    this.#sockets.poll(this.#retries.length > 0 ? Math.min(timeoutMs, RETRY_MS) : timeoutMs);
    while (this.#retries[0] !== undefined && this.#retries[0].at <= performance.now()) {
      this.#retries.shift()?.retry();
    }
  }

  close(): void {
    this.#isClosing = true;
    for (const client of this.clients) client.close();
  }
}
