import { MAX_CLIENT_TAG_BYTES } from "../../protocol/lines.ts";
import { Connection, type LineReceiver } from "../io/connection.ts";
import { reaches } from "../options/mod.ts";
import type { Server } from "../server.ts";
import { Session } from "./session.ts";
import type { Transport } from "../io/transport.ts";

/** Refused connections are logged at most this often, in milliseconds. */
const LOG_INTERVAL_MS = 1_000;

/** Ignores the lines of a refused connection. */
const IGNORE_LINES: LineReceiver = { receive: () => {}, closed: () => {} };

/** Accepts as many connections as the limits allow. */
export class Admission {
  readonly #server: Server;
  #loggedAt = -Infinity;
  /** Refused connections since the last line of log. */
  #notLogged = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Gives a connection a session or refuses it; resolves when it has ended. */
  admit(transport: Transport): Promise<void> {
    const { options, sessions, outbox, log } = this.#server;
    const { limits } = options;
    const connection = new Connection(transport, {
      outbox,
      lineLimits: {
        tagBytes: limits.tagBytes === 0 ? MAX_CLIENT_TAG_BYTES : limits.tagBytes,
        lineBytes: limits.lineBytes,
      },
      sendQueueBytes: limits.sendQueue,
    });
    const address = transport.remoteAddress;
    if (reaches(sessions.countFrom(address), limits.connectionsPerAddress)) {
      return this.#refuse(connection, "Too many connections from your address");
    }
    if (reaches(sessions.size, limits.connections)) {
      return this.#refuse(connection, "The server is full");
    }
    const session = new Session(this.#server, connection);
    sessions.add(session);
    log.debug("Connected", { address });
    return connection.run(session);
  }

  #refuse(connection: Connection, why: string): Promise<void> {
    const running = connection.run(IGNORE_LINES);
    const stream = this.#server.outbox.direct(connection.transport.framing, false);
    const start = stream.length;
    stream.append(`ERROR :${why}`);
    connection.enqueue(stream, start, stream.length);
    connection.close(why);
    this.#log(connection.transport.remoteAddress, why);
    return running;
  }

  /** Logs at most one refused connection per interval, so that an attack does not fill the log. */
  #log(address: string, why: string): void {
    const now = this.#server.now();
    if (now - this.#loggedAt < LOG_INTERVAL_MS) {
      this.#notLogged++;
      return;
    }
    const before = this.#notLogged === 0 ? {} : { notLogged: this.#notLogged };
    this.#server.log.warn("Refused a connection", { address, why, ...before });
    this.#loggedAt = now;
    this.#notLogged = 0;
  }
}
