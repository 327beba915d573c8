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

  /** Gives a connection a session, or refuses it. */
  admit(transport: Transport): void {
    const refusal = this.#refusalOf(transport);
    if (refusal !== undefined) return this.#refuse(transport, refusal);
    const connection = this.#connect(transport, this.#count);
    const session = new Session(this.#server, connection);
    this.#server.sessions.add(session);
    this.#server.log.debug("Connected", { address: transport.remoteAddress });
    connection.run(session);
  }

  #connect(transport: Transport, onEnd?: (transport: Transport) => void): Connection {
    const { options: { limits }, output } = this.#server;
    return new Connection(transport, {
      output,
      lineLimits: {
        tagBytes: limits.tagBytes === 0 ? MAX_CLIENT_TAG_BYTES : limits.tagBytes,
        lineBytes: limits.lineBytes,
      },
      sendQueueBytes: limits.sendQueue,
      onEnd,
    });
  }

  /** Why a connection gets no session; undefined if it gets one. */
  #refusalOf(transport: Transport): string | undefined {
    const { options, sessions, budgets, peers } = this.#server;
    const { limits } = options;
    const { remoteAddress: address } = transport;
    if (lacksTls(options, transport)) {
      const port = options.tls?.listen[0]?.port;
      const where = port ? `: connect to port ${port}` : "";
      return `This server is entered with TLS${where}`;
    }
    // Others are counted where they are accepted.
    const prefix = networkPrefix(address);
    if (transport.framing !== "crlf" && !budgets.mayConnect(prefix)) {
      return "Too many connections in a minute from your address";
    }
    const fromAddress = sessions.countFrom(address) + this.#pending.countFrom(address) +
      (peers?.openElsewhere(prefix) ?? 0);
    if (reaches(fromAddress, limits.connectionsPerAddress)) {
      return "Too many connections from your address";
    }
    return reaches(sessions.size, limits.connections) ? "The server is full" : undefined;
  }

  #refuse(transport: Transport, why: string): void {
    this.#count(transport);
    const connection = this.#connect(transport);
    connection.run(IGNORE_LINES);
    const stream = this.#server.output.direct(transport.framing, false);
    const start = stream.length;
    stream.append(`ERROR :${why}`);
    connection.enqueue(stream, start, stream.length);
    connection.close(why);
    const { remoteAddress: address } = transport;
    this.#server.summedLog.warn("Refused a connection", { address, why }, { kind: why });
  }

  /** Counts a socket without a session for its address until the system has its descriptor back. */
  readonly #count = (transport: Transport): void => {
    const socket = this.#pending.add(transport.remoteAddress);
    void transport.released.then(socket.release);
  };
}
