import type { Connect, Connection } from "../../connection/connection.ts";
import { t } from "../../texts/mod.ts";

/** The subprotocol of lines in text frames: IRCv3 WebSocket. */
const SUBPROTOCOL = "text.ircv3.net";
/** Milliseconds that connecting may take. */
const CONNECT_TIMEOUT_MS = 15_000;
/** Bytes that may wait to be sent before the next line waits. */
const MAX_BUFFERED_BYTES = 256 * 1024;
/** Milliseconds after which a full buffer is looked at again; a browser has no event for it. */
const BUFFER_POLL_MS = 20;
/** The code of a normal closure: RFC 6455, section 7.4.1. */
const NORMAL_CLOSURE = 1000;

const encoder = new TextEncoder();

/** Returns a function that connects to the server of the page, one line in each frame. */
export function webSocketConnector(url: URL): Connect {
  return () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url, SUBPROTOCOL);
      const refuse = (reason: string) =>
        reject(new Error(t("Cannot connect to {where}: {reason}", { where: url.host, reason })));
      const timer = setTimeout(() => {
        socket.close();
        const count = CONNECT_TIMEOUT_MS / 1000;
        refuse(t("no answer within {count} seconds", { count }));
      }, CONNECT_TIMEOUT_MS);
      const incoming = new Incoming(socket);
      socket.onopen = () => {
        clearTimeout(timer);
        resolve(wrap(socket, incoming));
      };
      socket.onerror = () => {
        clearTimeout(timer);
        refuse(t("nobody listens there"));
      };
    });
}

function wrap(socket: WebSocket, incoming: Incoming): Connection {
  let rest = "";
  return {
    localPort: undefined,
    incoming,
    async write(bytes) {
      const lines = (rest + new TextDecoder().decode(bytes)).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        while (socket.bufferedAmount > MAX_BUFFERED_BYTES && socket.readyState === socket.OPEN) {
          await new Promise((resolve) => setTimeout(resolve, BUFFER_POLL_MS));
        }
        if (socket.readyState !== socket.OPEN) throw new Error(t("the connection was closed"));
        socket.send(line);
      }
    },
    close() {
      socket.close(NORMAL_CLOSURE);
      // The browser waits a minute for the answer of a server that cannot be reached any more.
      incoming.end();
    },
  };
}

/** The frames of a socket as bytes of lines; what came together is one chunk. */
class Incoming implements AsyncIterable<Uint8Array> {
  #lines: string[] = [];
  #closed = false;
  #wake: () => void = () => {};

  constructor(socket: WebSocket) {
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      this.#lines.push(data);
      this.#wake();
    };
    socket.onclose = () => this.end();
  }

  /** Nothing more is to come. */
  end(): void {
    this.#closed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const lines = this.#lines;
      this.#lines = [];
      if (lines.length > 0) yield encoder.encode(lines.join("\r\n") + "\r\n");
      else if (this.#closed) return;
      else await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}
