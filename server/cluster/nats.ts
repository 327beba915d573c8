import {
  jetstream,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
} from "@nats-io/jetstream";
import { connect, credsAuthenticator, type NatsConnection } from "@nats-io/transport-node";
import { messageOf } from "../../protocol/errors.ts";
import type { ClusterOptions } from "../options/mod.ts";
import type { Log } from "../operator/log.ts";
import type { Broker, BrokerListener, Heartbeat } from "./broker.ts";

/** How long a request may take, in milliseconds. */
const REQUEST_MS = 2_000;
/** How long a server that starts waits for the stream, and between two attempts, in milliseconds. */
const OPENING_MS = 15_000;
const RETRY_MS = 500;
/** How long it takes to connect again, in milliseconds. */
const RECONNECT_MS = 250;
const NANOSECONDS_PER_DAY = 86_400 * 1e9;
/** The header with the position of a message that NATS hands on. */
const POSITION = "Nats-Sequence";

/** The names of a network's stream and subjects. */
interface Names {
  readonly stream: string;
  /** What is published to it is stored in the stream. */
  readonly log: string;
  /** Has what was stored. */
  readonly stored: string;
  readonly heartbeats: string;
  /** Has what nodes say to each other. */
  readonly broadcasts: string;
}

function namesOf(network: string): Names {
  const subject = `chat.${network}`;
  return {
    stream: `chat-${network}`,
    log: `${subject}.log`,
    stored: `${subject}.stored`,
    heartbeats: `${subject}.alive`,
    broadcasts: `${subject}.nodes`,
  };
}

/**
 * Connects to NATS and makes the network's stream if there is none. Throws an Error that says what
 * would help.
 */
export async function connectToNats(options: ClusterOptions, log: Log): Promise<Broker> {
  const { servers, node, credentials, ca } = options;
  const names = namesOf(options.network);
  let connection: NatsConnection | undefined;
  try {
    connection = await connect({
      servers: [...servers],
      name: `chat ${node}`,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      ...(credentials && { authenticator: credsAuthenticator(encoder.encode(credentials)) }),
      ...(ca !== undefined && { tls: { ca } }),
    });
    const manager = await openStream(connection, names, { options, log });
    return new NatsBroker({ connection, manager, names, log });
  } catch (error) {
    await connection?.close();
    throw new Error(
      `Cannot use NATS at ${servers.join(",")}: ${messageOf(error)}; start nats-server with -js, ` +
        "or correct --cluster",
    );
  }
}

const encoder = new TextEncoder();

/**
 * Finds or makes the network's stream; waits for it, since servers that have just started elect a
 * leader first.
 */
async function openStream(
  connection: NatsConnection,
  names: Names,
  { options, log }: { readonly options: ClusterOptions; readonly log: Log },
): Promise<JetStreamManager> {
  const end = performance.now() + OPENING_MS;
  for (let attempt = 1;; attempt++) {
    try {
      const manager = await jetstreamManager(connection, { timeout: REQUEST_MS });
      await makeStream(manager, names, options);
      return manager;
    } catch (error) {
      if (performance.now() > end) throw error;
      if (attempt === 1) log.info("Waiting for NATS", { why: messageOf(error) });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function makeStream(
  manager: JetStreamManager,
  { stream, log, stored }: Names,
  { replicas, logDays }: ClusterOptions,
): Promise<void> {
  try {
    await manager.streams.info(stream);
  } catch (error) {
    if (!isMissing(error, JetStreamApiCodes.StreamNotFound)) throw error;
    await manager.streams.add({
      name: stream,
      subjects: [log],
      num_replicas: replicas,
      max_age: logDays * NANOSECONDS_PER_DAY,
      allow_direct: true,
      republish: { src: log, dest: stored },
    });
  }
}

function isMissing(error: unknown, code: number): boolean {
  return error instanceof JetStreamApiError && error.code === code;
}

/** The broker that is a stream of NATS JetStream. */
class NatsBroker implements Broker {
  readonly #connection: NatsConnection;
  readonly #manager: JetStreamManager;
  readonly #client: JetStreamClient;
  readonly #names: Names;
  readonly #log: Log;
  #onReconnect: () => void = () => {};

  constructor({ connection, manager, names, log }: {
    readonly connection: NatsConnection;
    readonly manager: JetStreamManager;
    readonly names: Names;
    readonly log: Log;
  }) {
    this.#connection = connection;
    this.#manager = manager;
    this.#client = jetstream(connection, { timeout: REQUEST_MS });
    this.#names = names;
    this.#log = log;
    void this.#followStatus();
  }

  async publish(data: Uint8Array, id: string): Promise<void> {
    await this.#client.publish(this.#names.log, data, { msgID: id, timeout: REQUEST_MS });
  }

  async read(position: number): Promise<Uint8Array | undefined> {
    const found = await this.#manager.direct.getMessage(this.#names.stream, { seq: position });
    return found?.data;
  }

  async bounds(): Promise<{ first: number; last: number }> {
    const { state } = await this.#manager.streams.info(this.#names.stream);
    return { first: state.first_seq, last: state.last_seq };
  }

  listen({ onMessage, onReconnect }: BrokerListener): void {
    this.#onReconnect = onReconnect;
    this.#connection.subscribe(this.#names.stored, {
      callback: (error, message) => {
        if (error === null) onMessage(Number(message.headers?.get(POSITION)), message.data);
      },
    });
  }

  sendHeartbeat(heartbeat: Heartbeat): void {
    if (this.#connection.isClosed()) return;
    this.#connection.publish(this.#names.heartbeats, JSON.stringify(heartbeat));
  }

  onHeartbeat(hear: (heartbeat: Heartbeat) => void): void {
    this.#connection.subscribe(this.#names.heartbeats, {
      callback: (error, message) => {
        if (error === null) hear(message.json<Heartbeat>());
      },
    });
  }

  broadcast(data: Uint8Array): void {
    if (this.#connection.isClosed()) return;
    this.#connection.publish(this.#names.broadcasts, data);
  }

  onBroadcast(hear: (data: Uint8Array) => void): void {
    this.#connection.subscribe(this.#names.broadcasts, {
      callback: (error, message) => {
        if (error === null) hear(message.data);
      },
    });
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #followStatus(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === "disconnect") {
        this.#log.warn("The connection to NATS is lost", { server: status.server });
      } else if (status.type === "reconnect") {
        this.#log.info("The connection to NATS works again", { server: status.server });
        this.#onReconnect();
      }
    }
  }
}
