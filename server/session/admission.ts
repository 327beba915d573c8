import { MAX_CLIENT_TAG_BYTES } from "../../protocol/lines.ts";
import { Connection, type LineReceiver } from "../io/connection.ts";
import { networkPrefix } from "../io/network_prefix.ts";
import type { Transport } from "../io/transport.ts";
import type { PendingSockets } from "../listeners/pending_sockets.ts";
import { reaches } from "../options/mod.ts";
import { lacksTls } from "../registration/requirements.ts";
import type { Server } from "../server.ts";
import { Session } from "./session.ts";

/** Ignores the lines of a refused connection. */
const IGNORE_LINES: LineReceiver = { receive: () => {}, closed: () => {} };

/** Options for {@linkcode Admission}. */
export interface AdmissionOptions {
  readonly server: Server;
  readonly pending: PendingSockets;
}

/** Accepts as many connections as the limits allow. */
export class Admission {
  readonly #server: Server;
  readonly #pending: PendingSockets;

  constructor({ server, pending }: AdmissionOptions) {
    this.#server = server;
    this.#pending = pending;
  }

  /** Gives a connection a session or refuses it; resolves when it has ended. */
  async admit(transport: Transport): Promise<void> {
    const { options, sessions, budgets, output, log } = this.#server;
    const { limits } = options;
    const connection = new Connection(transport, {
      output,
      lineLimits: {
        tagBytes: limits.tagBytes === 0 ? MAX_CLIENT_TAG_BYTES : limits.tagBytes,
        lineBytes: limits.lineBytes,
      },
      sendQueueBytes: limits.sendQueue,
    });
    const address = transport.remoteAddress;
    const fromAddress = sessions.countFrom(address) + this.#pending.countFrom(address);
    if (lacksTls(options, transport)) {
      const port = options.tls?.listen[0]?.port;
      const where = port ? `: connect to port ${port}` : "";
      await this.#refuse(connection, `This server is entered with TLS${where}`);
    } else if (transport.framing !== "crlf" && !budgets.mayConnect(networkPrefix(address))) {
      // Others are counted where they are accepted.
      await this.#refuse(connection, "Too many connections in a minute from your address");
    } else if (reaches(fromAddress, limits.connectionsPerAddress)) {
      await this.#refuse(connection, "Too many connections from your address");
    } else if (reaches(sessions.size, limits.connections)) {
      await this.#refuse(connection, "The server is full");
    } else {
      const session = new Session(this.#server, connection);
      sessions.add(session);
      log.debug("Connected", { address });
      await connection.run(session);
      this.#count(transport);
    }
  }

  async #refuse(connection: Connection, why: string): Promise<void> {
    const { transport } = connection;
    this.#count(transport);
    const running = connection.run(IGNORE_LINES);
    const stream = this.#server.output.direct(transport.framing, false);
    const start = stream.length;
    stream.append(`ERROR :${why}`);
    connection.enqueue(stream, start, stream.length);
    connection.close(why);
    const { remoteAddress: address } = transport;
    this.#server.summedLog.warn("Refused a connection", { address, why }, { kind: why });
    await running;
  }

  /** Counts a socket without a session for its address until the system has its descriptor back. */
  #count(transport: Transport): void {
    const socket = this.#pending.add(transport.remoteAddress);
    void transport.released.then(socket.release);
  }
}
