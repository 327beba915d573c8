import { ReadBuffer } from "../io/read_buffer.ts";
import { type Transport, TransportError, writeAll } from "../io/transport.ts";
import { CLOSE_CODE, type Ending, FrameDecoder, OPCODE } from "./frame_decoder.ts";
import { linger } from "./linger.ts";

/** Control frames that a client may send within {@linkcode CONTROL_WINDOW_MS}. */
export const MAX_CONTROL_FRAMES = 100;
const CONTROL_WINDOW_MS = 10_000;

const FIN = 0x80;
/** Bytes of the reason in a close frame, so that it fits a control frame. */
const MAX_REASON_BYTES = 123;
const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** Options for {@linkcode WebSocketTransport}. */
export interface WebSocketOptions {
  /** The client's address, which a proxy may have told. */
  readonly remoteAddress: string;
  readonly secure: boolean;
  /** The type of the messages that are sent. */
  readonly framing: "text" | "binary";
  /** Bytes that came with the request. */
  readonly received: Uint8Array;
}

/**
 * IRC over WebSocket: a line is a message without CR LF. RFC 6455; IRCv3, "WebSocket support".
 *
 * It reads from its socket only when the session reads from it, so a client that sends too fast
 * fills the network's buffers and not the server's memory. Deno's own WebSockets read on, hold
 * fragments without a limit and messages of 64 MiB.
 */
export class WebSocketTransport implements Transport {
  readonly remoteAddress: string;
  readonly secure: boolean;
  readonly framing: "text" | "binary";
  readonly #socket: Transport;
  readonly #decoder = new FrameDecoder();
  readonly #buffer = new ReadBuffer();
  #received: Uint8Array;
  #windowStart = Date.now();
  /** Whether lines are being written. */
  #writing = false;
  /** The control frame that is being written. */
  #control: Promise<void> | undefined;
  /** The control frame to write when nothing else is being written. */
  #nextControl: Uint8Array | undefined;
  #closeSent = false;
  /** Whether the socket closes itself when the peer has read the last frame. */
  #lingering = false;

  /** The handshake on the socket must have ended. */
  constructor(socket: Transport, options: WebSocketOptions) {
    this.#socket = socket;
    this.remoteAddress = options.remoteAddress;
    this.secure = options.secure;
    this.framing = options.framing;
    this.#received = options.received;
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    for (;;) {
      const { ending } = this.#decoder;
      if (ending !== undefined) return await this.#end(ending);
      const length = this.#decoder.decode(this.#received, buffer);
      this.#received = this.#received.subarray(this.#decoder.consumed);
      this.#answerControlFrames();
      if (length > 0) return length;
      if (this.#decoder.ending !== undefined) continue;
      const { bytes } = this.#buffer;
      const count = await this.#socket.read(bytes);
      if (count === null) return null;
      this.#received = bytes.subarray(0, count);
      this.#buffer.adapt(count);
    }
  }

  /** Writes all the bytes, which must end with a whole message: then control frames may follow. */
  write(bytes: Uint8Array): Promise<number> {
    if (this.#control !== undefined) return this.#control.then(() => this.write(bytes));
    this.#writing = true;
    return this.#socket.write(bytes).then((count) => {
      if (count === bytes.length) return this.#written(count);
      return writeAll(this.#socket, bytes.subarray(count)).then(() => this.#written(bytes.length));
    });
  }

  get released(): Promise<void> {
    return this.#socket.released;
  }

  closeWrite(): void {
    this.#sendClose({ code: CLOSE_CODE.normal, reason: "" });
  }

  close(): void {
    if (!this.#lingering) this.#socket.close();
  }

  #written(count: number): number {
    this.#writing = false;
    this.#writeControl();
    return count;
  }

  #answerControlFrames(): void {
    const ping = this.#decoder.takePing();
    if (ping !== undefined && !this.#closeSent) this.#send(controlFrame(OPCODE.pong, ping));
    if (this.#decoder.controlFrames <= MAX_CONTROL_FRAMES) return;
    const now = Date.now();
    if (now - this.#windowStart < CONTROL_WINDOW_MS) {
      const { policyViolation: code } = CLOSE_CODE;
      this.#decoder.ending ??= { code, reason: "Too many control frames", byPeer: false };
    }
    this.#windowStart = now;
    this.#decoder.controlFrames = 0;
  }

  /** Ends the reading direction. Throws a TransportError if the peer broke a rule. */
  async #end(ending: Ending): Promise<null> {
    this.#sendClose(ending.byPeer ? { ...ending, reason: "" } : ending);
    // A peer that does not read its lines does not get a close frame either.
    if (!this.#writing) await this.#control;
    if (ending.byPeer) return null;
    this.#lingering = true;
    this.#socket.closeWrite();
    void linger(this.#socket);
    throw new TransportError(ending.reason);
  }

  #sendClose({ code, reason }: Pick<Ending, "code" | "reason">): void {
    if (this.#closeSent) return;
    this.#closeSent = true;
    this.#send(closeFrame(code, reason));
  }

  /** Writes a control frame after the messages that are being written; it replaces a waiting one. */
  #send(frame: Uint8Array): void {
    this.#nextControl = frame;
    this.#writeControl();
  }

  #writeControl(): void {
    const frame = this.#nextControl;
    if (frame === undefined || this.#writing || this.#control !== undefined) return;
    this.#nextControl = undefined;
    // The reader notices that the connection has broken.
    this.#control = writeAll(this.#socket, frame).catch(() => {}).then(() => {
      this.#control = undefined;
      this.#writeControl();
    });
  }
}

function closeFrame(code: number, reason: string): Uint8Array {
  if (code === CLOSE_CODE.noStatus) return controlFrame(OPCODE.close, NOTHING);
  const text = encoder.encode(reason).subarray(0, MAX_REASON_BYTES);
  const payload = new Uint8Array(2 + text.length);
  payload[0] = code >> 8;
  payload[1] = code & 0xff;
  payload.set(text, 2);
  return controlFrame(OPCODE.close, payload);
}

function controlFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(2 + payload.length);
  frame[0] = FIN | opcode;
  frame[1] = payload.length;
  frame.set(payload, 2);
  return frame;
}
