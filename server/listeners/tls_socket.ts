import { Duplex } from "node:stream";
import { type SecureContext, TLSSocket } from "node:tls";
import { type Transport, writeAll } from "../io/transport.ts";

/** Bytes that are read from the socket at once. */
const READ_BYTES = 4 * 1024;

/** Bytes that wait to be read, above which no more are read from the socket. */
const MAX_UNREAD_BYTES = 16 * 1024;

/** The server's end of TLS on a connection of TCP. */
export function tlsSocketOf(outer: Transport, context: SecureContext): TLSSocket {
  return new TLSSocket(streamOf(outer), { isServer: true, secureContext: context });
}

/** The stream of a transport, as TLSSocket wants it. */
function streamOf(outer: Transport): Duplex {
  const write = (bytes: Uint8Array, done: (error?: Error) => void) => {
    writeAll(outer, bytes).then(() => done(), done);
  };
  const stream = new Duplex({
    readableHighWaterMark: READ_BYTES,
    read() {
      const buffer = new Uint8Array(READ_BYTES);
      outer.read(buffer).then(
        (count) => stream.push(count === null ? null : buffer.subarray(0, count)),
        (error) => stream.destroy(error),
      );
    },
    write: (bytes: Uint8Array, _encoding, done) => write(bytes, done),
    writev: (chunks, done) => write(joined(chunks.map(({ chunk }) => chunk)), done),
    final(done) {
      outer.closeWrite();
      done();
    },
    destroy(error, done) {
      outer.close();
      done(error);
    },
  });
  // The same error reaches the TLSSocket.
  stream.on("error", () => {});
  return stream;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The transport of a TLS connection whose handshake has ended. */
export class TlsTransport implements Transport {
  readonly remoteAddress: string;
  readonly secure = true;
  readonly framing = "crlf";
  readonly released: Promise<void>;
  readonly #outer: Transport;
  readonly #tls: TLSSocket;
  #unread: Uint8Array[] = [];
  #unreadBytes = 0;
  #ended = false;
  #error: Error | undefined;
  #reader: { buffer: Uint8Array; result: PromiseWithResolvers<number | null> } | undefined;

  constructor(outer: Transport, tls: TLSSocket) {
    this.#outer = outer;
    this.#tls = tls;
    this.remoteAddress = outer.remoteAddress;
    this.released = outer.released;
    tls.on("data", (bytes: Uint8Array) => this.#receive(bytes));
    tls.on("end", () => this.#end());
    tls.on("close", () => this.#end());
    tls.on("error", (error) => this.#fail(error));
    // The socket stays open after an error in the records of TLS unless it is destroyed.
    tls.on("_tlsError", (error: Error) => this.#fail(error));
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const result = Promise.withResolvers<number | null>();
    this.#reader = { buffer, result };
    this.#serve();
    return result.promise;
  }

  write(bytes: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#tls.write(bytes, (error) => {
        if (error) reject(error);
        else resolve(bytes.length);
      });
    });
  }

  closeWrite(): void {
    this.#tls.end();
  }

  close(): void {
    // Only the end of the socket below frees the descriptor, whatever TLS still waits for.
    this.#outer.close();
    this.#tls.destroy();
  }

  #receive(bytes: Uint8Array): void {
    this.#unread.push(bytes);
    this.#unreadBytes += bytes.length;
    this.#serve();
    if (this.#unreadBytes >= MAX_UNREAD_BYTES) this.#tls.pause();
  }

  #end(): void {
    this.#ended = true;
    this.#serve();
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.#serve();
    this.close();
  }

  /** Gives the reader what there is: bytes first, then the error or the end. */
  #serve(): void {
    const reader = this.#reader;
    if (reader === undefined) return;
    const bytes = this.#unread[0];
    if (bytes === undefined && this.#error === undefined && !this.#ended) return;
    this.#reader = undefined;
    if (bytes !== undefined) reader.result.resolve(this.#take(bytes, reader.buffer));
    else if (this.#error !== undefined) reader.result.reject(this.#error);
    else reader.result.resolve(null);
  }

  #take(bytes: Uint8Array, buffer: Uint8Array): number {
    const count = Math.min(bytes.length, buffer.length);
    buffer.set(count === bytes.length ? bytes : bytes.subarray(0, count));
    if (count === bytes.length) this.#unread.shift();
    else this.#unread[0] = bytes.subarray(count);
    this.#unreadBytes -= count;
    if (this.#unreadBytes < MAX_UNREAD_BYTES && this.#tls.isPaused()) this.#tls.resume();
    return count;
  }
}
