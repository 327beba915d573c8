import { encodeFrames, FrameCounter, handshake } from "./frames.ts";
import type { LoopbackAddress, Socket, SocketEvents, Sockets } from "./sockets.ts";

const LINE_FEED = 10;
/** A refusal: ERROR, or an error numeric other than ERR_NOMOTD. */
const REFUSED = /^(ERROR |\S+ 4(?!22)\d\d ).*/m;
/** The end of the greeting: RPL_ENDOFMOTD or ERR_NOMOTD. */
const GREETED = / (376|422) /;
/** The end of the answer to a WebSocket's handshake. */
const UPGRADED = /^HTTP\/1\.1 101[^]*\r\n\r\n/;
/** More than a pattern matches. */
const KEPT_CHARACTERS = 1024;
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("latin1");

export interface ClientOptions {
  readonly sockets: Sockets;
  readonly port: number;
  /** The address that it connects from. */
  readonly from: LoopbackAddress;
  /** The path of IRC over WebSocket; undefined for TCP. */
  readonly webSocketPath: string | undefined;
  readonly nickname: string;
  /** Called once it is registered. */
  readonly onRegistered: () => void;
  /** Called when the connection ends, or does not come about. */
  readonly onClosed: () => void;
}

/**
 * A registered connection of the load. It either reads text up to a pattern or counts lines, which
 * is all that it does while the server is measured.
 */
export class Client implements SocketEvents {
  readonly nickname: string;
  /** Receives the number of lines in each read, unless {@linkcode expect} waits for one. */
  onLines: (count: number) => void = () => {};
  readonly #options: ClientOptions;
  readonly #socket: Socket;
  #frames: FrameCounter | undefined;
  #pattern: RegExp | undefined;
  #matched: () => void = () => {};
  #text = "";

  constructor(options: ClientOptions) {
    this.nickname = options.nickname;
    this.#options = options;
    this.#socket = options.sockets.connect(options.port, { from: options.from, events: this });
  }

  /** Sends lines, each with its CR LF. */
  send(text: string): void {
    this.sendBytes(this.encode(text));
  }

  /** Encodes lines for {@linkcode sendBytes}. */
  encode(text: string): Uint8Array<ArrayBuffer> {
    const lines = ENCODER.encode(text);
    return this.#frames === undefined ? lines : encodeFrames(lines);
  }

  sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.#socket.send(bytes);
  }

  /**
   * Reads up to a pattern instead of counting lines, and forgets {@linkcode onLines}. PING, which
   * some servers send before the greeting, is answered meanwhile.
   */
  expect(pattern: RegExp, matched: () => void): void {
    this.#pattern = pattern;
    this.#matched = matched;
    this.#text = "";
    this.onLines = () => {};
  }

  close(): void {
    this.#socket.close();
  }

  opened(): void {
    const { webSocketPath } = this.#options;
    if (webSocketPath === undefined) return this.#register();
    this.#socket.send(handshake(webSocketPath));
    this.expect(UPGRADED, () => {
      this.#frames = new FrameCounter();
      this.#register();
    });
  }

  received(bytes: Uint8Array): void {
    if (this.#pattern !== undefined) return this.#read(bytes, this.#pattern);
    const count = this.#frames?.count(bytes) ?? countLineFeeds(bytes);
    if (count > 0) this.onLines(count);
  }

  closed(): void {
    this.#options.onClosed();
  }

  #register(): void {
    const { nickname, onRegistered } = this.#options;
    this.send(`NICK ${nickname}\r\nUSER ${nickname} 0 * :${nickname}\r\n`);
    this.expect(GREETED, onRegistered);
  }

  #read(bytes: Uint8Array, pattern: RegExp): void {
    // Whole lines that did not match are not needed any more. Frames and HTTP have none: the headers
    // of frames stand where TCP has CR LF.
    const isText = this.#frames === undefined && pattern !== UPGRADED;
    const from = isText ? this.#text.lastIndexOf("\n") + 1 : -KEPT_CHARACTERS;
    this.#frames?.count(bytes);
    this.#text = this.#text.slice(from) + DECODER.decode(bytes);
    if (this.#frames === undefined && this.#text.includes("PING ")) {
      for (const ping of this.#text.matchAll(/^PING (.*)\r\n/gm)) this.send(`PONG ${ping[1]}\r\n`);
    }
    const refused = REFUSED.exec(this.#text);
    if (refused) throw new Error(`The server refused: ${refused[0]}`);
    if (!pattern.test(this.#text)) return;
    this.#pattern = undefined;
    this.#text = "";
    this.#matched();
  }
}

function countLineFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
