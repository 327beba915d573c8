import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { Feed, feedLines } from "../harness/feed.ts";
import { pathOf } from "../harness/peers.ts";
import { freePort } from "../harness/ports.ts";

/** The program that {@linkcode NatsServer} runs; a test of it is defined by `testWith`. */
export const NATS_SERVER = "nats-server";

/** The stream of a network whose name is not set. */
const STREAM = "chat-chat";

/** A nats-server with JetStream on a free port, with its own folder. */
export class NatsServer implements AsyncDisposable {
  /** Its port, the same after a restart. */
  readonly port = freePort();
  readonly #folder: string;
  readonly #args: readonly string[];
  #child: Deno.ChildProcess | undefined;
  #done: Promise<unknown> = Promise.resolve();

  constructor(folder: string, args: readonly string[] = []) {
    this.#folder = folder;
    this.#args = args;
  }

  /** Starts one in a new folder. */
  static async start(args: readonly string[] = []): Promise<NatsServer> {
    const server = new NatsServer(await Deno.makeTempDir({ prefix: "chat-nats-" }), args);
    await server.restart();
    return server;
  }

  /** Its address. */
  get address(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Starts it, again if it has run before. */
  async restart(): Promise<void> {
    const child = new Deno.Command(pathOf(NATS_SERVER)!, {
      args: [
        "-a",
        "127.0.0.1",
        "-p",
        String(this.port),
        "-js",
        "-sd",
        this.#folder,
        ...this.#args,
      ],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const log = new Feed<string>(NATS_SERVER);
    this.#done = Promise.all([child.status, feedLines(child.stderr, log)]);
    this.#child = child;
    await log.waitFor((line) => line.includes("Server is ready"), { what: "that it is ready" });
  }

  /** Kills it with SIGKILL; its folder stays. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
    await this.#done;
  }

  /** Stops its process (SIGSTOP), or lets it go on (SIGCONT). */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#child?.kill(signal);
  }

  /** Removes all messages of the network's stream, as NATS does with those that are too old. */
  async purge(): Promise<void> {
    await this.#manage((manager) => manager.streams.purge(STREAM));
  }

  /** Makes the network's stream anew, without messages, as a backup of it may be. */
  async restoreEmpty(): Promise<void> {
    await this.#manage(async ({ streams }) => {
      const { config } = await streams.info(STREAM);
      await streams.delete(STREAM);
      await streams.add(config);
    });
  }

  /** Makes a stream that no chat has made; of the network's name and subject if none are given. */
  async makeStream(name = STREAM, subject = "chat.chat.log"): Promise<void> {
    await this.#manage(({ streams }) => streams.add({ name, subjects: [subject] }));
  }

  /** The name of the server that leads the others with the network's stream. */
  async leader(): Promise<string | undefined> {
    return await this.#manage(async ({ streams }) => (await streams.info(STREAM)).cluster?.leader);
  }

  async #manage<T>(use: (manager: JetStreamManager) => Promise<T>): Promise<T> {
    const connection = await connect({ servers: this.address });
    try {
      return await use(await jetstreamManager(connection));
    } finally {
      await connection.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Starts three nats-servers that keep streams together: n0, n1 and n2. */
export async function startThree(): Promise<NatsServer[]> {
  const ports = [1, 2, 3].map(() => freePort());
  const routes = ports.map((port) => `nats://127.0.0.1:${port}`).join(",");
  const servers = await Promise.all(ports.map(async (port, index) => {
    const cluster = ["--cluster_name", "chat", "--cluster", `nats://127.0.0.1:${port}`];
    return new NatsServer(await Deno.makeTempDir({ prefix: "chat-nats-" }), [
      ...["--name", `n${index}`, ...cluster, "--routes", routes],
    ]);
  }));
  await Promise.all(servers.map((server) => server.restart()));
  return servers;
}
