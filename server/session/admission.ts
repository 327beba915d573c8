import { MAX_CLIENT_TAG_BYTES } from "../../protocol/lines.ts";
import { Connection, type LineReceiver } from "../io/connection.ts";
import { reaches } from "../options/mod.ts";
import type { Server } from "../server.ts";
import { Session } from "./session.ts";
import type { Transport } from "../io/transport.ts";

/** How often the log tells of refused connections at most, in milliseconds. */
const TELL_MS = 1_000;

/** Ignores the lines of a refused connection. */
const IGNORE_LINES: LineReceiver = { receive: () => {}, closed: () => {} };

/** Lets connections in, as many as the limits allow. */
export class Admission {
  readonly #server: Server;
  #toldAt = -Infinity;
  #untold = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Takes a connection in, or tells it why not; resolves when it has ended. */
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
    const stream = this.#server.outbox.direct(false);
    const start = stream.length;
    stream.append(`ERROR :${why}`);
    connection.enqueue(stream, start, stream.length);
    connection.close(why);
    this.#tell(connection.transport.remoteAddress, why);
    return running;
  }

  /** Many are told of together: who hammers at the door must not fill the log. */
  #tell(address: string, why: string): void {
    const now = this.#server.now();
    if (now - this.#toldAt < TELL_MS) {
      this.#untold++;
      return;
    }
    const before = this.#untold === 0 ? {} : { untold: this.#untold };
    this.#server.log.warn("Refused a connection", { address, why, ...before });
    this.#toldAt = now;
    this.#untold = 0;
  }
}
