import {
  jetstream,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  type StreamInfo,
} from "@nats-io/jetstream";
import {
  connect,
  credsAuthenticator,
  errors,
  headers,
  type Msg,
  type NatsConnection,
} from "@nats-io/transport-node";
import { messageOf } from "../../protocol/errors.ts";
import type { ClusterOptions } from "../options/mod.ts";
import type { Log } from "../operator/log.ts";
import type { Membership } from "../store/membership.ts";
import { AnswerError, type Broker, type BrokerListener, type Heartbeat } from "./broker.ts";
import { decodeHeartbeat } from "./nodes.ts";

/** How long a request may take, in milliseconds. */
const REQUEST_MS = 2_000;
/** How long a server that starts waits for the stream, and between two attempts, in milliseconds. */
const OPENING_MS = 15_000;
const RETRY_MS = 500;
/** How long it takes to connect again, and how long a server may take to answer, in milliseconds. */
const RECONNECT_MS = 250;
const CONNECT_MS = 3_000;
/** How often a server is asked whether it is there, in milliseconds, and answers that may lack. */
const PING_MS = 1_000;
const MAX_PINGS = 3;
const NANOSECONDS_PER_DAY = 86_400 * 1e9;
/** The header with the position of a message that NATS hands on. */
const POSITION = "Nats-Sequence";
/** The header with the error of a node that cannot answer a question. */
const PROBLEM = "Chat-Error";
/** JetStream's code of the error that a stream exists, with other settings. */
const STREAM_EXISTS = 10058;
/**
 * JetStream's codes of errors that no waiting helps against: another stream has the subject, and
 * replicas on a server that is alone.
 */
const FINAL = [10065, 10074];
/** The description of a stream, which says of which network it is the log. */
const DESCRIPTION = /^chat network (\w+), from sequence (\d+)$/;

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
  /** The subject of a topic on which nodes ask each other. */
  readonly topic: (name: string) => string;
}

function namesOf(network: string): Names {
  const subject = `chat.${network}`;
  return {
    stream: `chat-${network}`,
    log: `${subject}.log`,
    stored: `${subject}.stored`,
    heartbeats: `${subject}.alive`,
    broadcasts: `${subject}.nodes`,
    topic: (name) => `${subject}.${name}`,
  };
}

/** Connects to NATS. Throws an Error that says what would help. */
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
      timeout: CONNECT_MS,
      pingInterval: PING_MS,
      maxPingOut: MAX_PINGS,
      ...(credentials && { authenticator: credsAuthenticator(encoder.encode(credentials)) }),
      ...(ca !== undefined && { tls: { ca } }),
    });
    const { manager } = await waitForNats(log, () => openManager(connection!, names));
    return new NatsBroker({ connection, manager, names, log, options });
  } catch (error) {
    await connection?.close();
    throw new Error(
      `Cannot use NATS at ${servers.join(",")}: ${messageOf(error)}; ${helpFor(error)}`,
    );
  }
}

/** What helps against an error of connecting. */
function helpFor(error: unknown): string {
  if (error instanceof errors.AuthorizationError || /credentials/.test(messageOf(error))) {
    return "name a file of credentials that NATS accepts with --cluster-credentials";
  }
  if (/certificate/.test(messageOf(error))) {
    return "name the certificate of NATS, or of its authority, with --cluster-ca";
  }
  return "start nats-server with -js, or correct --cluster";
}

/** What helps if NATS does not make the stream. */
function helpForStream(why: string): string {
  return /subjects overlap/.test(why)
    ? "choose another name with --cluster-network, or remove the other stream"
    : "start as many NATS servers with JetStream, or choose fewer with --cluster-replicas";
}

const encoder = new TextEncoder();

/** Does something again until it succeeds, since servers that have just started elect a leader. */
async function waitForNats<T>(log: Log, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + OPENING_MS;
  for (let attempt = 1;; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isFinal = FINAL.some((code) => hasCode(error, code));
      if (isFinal || performance.now() > end) throw error;
      if (attempt === 1) log.info("Waiting for NATS", { why: messageOf(error) });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function openManager(
  connection: NatsConnection,
  { stream }: Names,
): Promise<{ readonly manager: JetStreamManager }> {
  const manager = await jetstreamManager(connection, { timeout: REQUEST_MS });
  await infoOf(manager, stream);
  return { manager };
}

/** What JetStream knows of a stream; undefined if there is none. */
async function infoOf(manager: JetStreamManager, stream: string): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(stream);
  } catch (error) {
    if (hasCode(error, JetStreamApiCodes.StreamNotFound)) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof JetStreamApiError && error.code === code;
}

/** The broker that is a stream of NATS JetStream. */
class NatsBroker implements Broker {
  readonly #connection: NatsConnection;
  readonly #manager: JetStreamManager;
  readonly #client: JetStreamClient;
  readonly #names: Names;
  readonly #log: Log;
  readonly #options: ClusterOptions;
  #onReconnect: () => void = () => {};

  constructor({ connection, manager, names, log, options }: {
    readonly connection: NatsConnection;
    readonly manager: JetStreamManager;
    readonly names: Names;
    readonly log: Log;
    readonly options: ClusterOptions;
  }) {
    this.#options = options;
    this.#connection = connection;
    this.#manager = manager;
    this.#client = jetstream(connection, { timeout: REQUEST_MS });
    this.#names = names;
    this.#log = log;
    void this.#followStatus();
  }

  async network(): Promise<Membership | undefined> {
    const { stream } = this.#names;
    const info = await waitForNats(this.#log, () => infoOf(this.#manager, stream));
    if (info === undefined) return undefined;
    const [, network, base] = DESCRIPTION.exec(info.config.description ?? "") ?? [];
    if (network !== undefined) return { network, base: Number(base) };
    throw new Error(
      `Cannot use the stream ${stream} of NATS: its description does not say of which network it ` +
        "is; choose another name with --cluster-network, or remove the stream",
    );
  }

  async begin({ network, base }: Membership): Promise<void> {
    const { stream, log, stored } = this.#names;
    const { replicas, logDays } = this.#options;
    const made = waitForNats(this.#log, async () => {
      try {
        await this.#manager.streams.add({
          name: stream,
          description: `chat network ${network}, from sequence ${base}`,
          subjects: [log],
          num_replicas: replicas,
          max_age: logDays * NANOSECONDS_PER_DAY,
          republish: { src: log, dest: stored },
        });
      } catch (error) {
        if (!hasCode(error, STREAM_EXISTS)) throw error;
      }
    });
    await made.catch((error) => {
      const what = `Cannot make the stream ${stream} of NATS with ${replicas} replicas`;
      const why = messageOf(error);
      throw new Error(`${what}: ${why}; ${helpForStream(why)}`, { cause: error });
    });
  }

  async publish(data: Uint8Array, id: string): Promise<void> {
    await this.#client.publish(this.#names.log, data, { msgID: id, timeout: REQUEST_MS });
  }

  async read(position: number): Promise<Uint8Array | undefined> {
    // From the leader: a replica that was cut off may have others at these positions.
    const found = await this.#manager.streams.getMessage(this.#names.stream, { seq: position });
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
        const heartbeat = error === null ? decodeHeartbeat(message.data) : undefined;
        if (heartbeat !== undefined) hear(heartbeat);
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

  async ask(topic: string, question: Uint8Array, within: number): Promise<Uint8Array> {
    const subject = this.#names.topic(topic);
    return answerIn(await this.#connection.request(subject, question, { timeout: within }));
  }

  async askAll(topic: string, question: Uint8Array, within: number): Promise<Uint8Array[]> {
    const subject = this.#names.topic(topic);
    const options = { strategy: "timer", maxWait: within } as const;
    const answers: Uint8Array[] = [];
    try {
      for await (const answer of await this.#connection.requestMany(subject, question, options)) {
        answers.push(answerIn(answer));
      }
    } catch (error) {
      if (!(error instanceof errors.NoRespondersError)) throw error;
    }
    return answers;
  }

  answer(
    topic: string,
    answer: (question: Uint8Array) => Promise<Uint8Array | undefined>,
  ): void {
    const respond = async (message: Msg) => {
      try {
        const found = await answer(message.data);
        if (found !== undefined) message.respond(found);
      } catch (problem) {
        const told = headers();
        told.set(PROBLEM, messageOf(problem));
        message.respond(undefined, { headers: told });
      }
    };
    this.#connection.subscribe(this.#names.topic(topic), {
      callback: (error, message) => {
        if (error === null) void respond(message);
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

/** The data of an answer. Throws the error that it may be. */
function answerIn({ headers, data }: Msg): Uint8Array {
  const problem = headers?.get(PROBLEM);
  if (problem) throw new AnswerError(problem);
  return data;
}
