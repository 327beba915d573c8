/**
 * Bytes of a message; a longer one ends the connection. Lines have smaller limits, but a line that
 * is only a little too long is answered, as it is over TCP.
 */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/** Status codes of a close frame. RFC 6455 section 7.4.1. */
export const CLOSE_CODE = {
  normal: 1000,
  protocolError: 1002,
  noStatus: 1005,
  policyViolation: 1008,
  messageTooBig: 1009,
} as const;

/** Opcodes of frames. RFC 6455 section 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FIN = 0x80;
const RESERVED = 0x70;
const OPCODE_BITS = 0x0f;
const CONTROL_BIT = 0x08;
const MASKED = 0x80;
const LENGTH_BITS = 0x7f;
/** Bytes of the beginning of a header, of the mask, and of the longest header. */
const BEGINNING_BYTES = 2;
const MASK_BYTES = 4;
const LONGEST_HEADER_BYTES = 14;
/** Bytes of the payload of a control frame, at most. */
const MAX_CONTROL_BYTES = 125;

const CR = 0x0d;
const LF = 0x0a;

/** Why a WebSocket ends. */
export interface Ending {
  readonly code: number;
  /** What others read about it. */
  readonly reason: string;
  /** Whether the peer asked for it with a close frame. */
  readonly byPeer: boolean;
}

/**
 * Decodes the frames of a client into lines with CR LF, one for each message, whether it is text or
 * binary. RFC 6455 section 5.
 *
 * Payloads pass through as they come, so fragments and long frames are never held in memory.
 */
export class FrameDecoder {
  /** The bytes of its input that the last call of {@linkcode decode} has used. */
  consumed = 0;
  /** Why there is nothing more to decode; undefined while there is. */
  ending: Ending | undefined;
  /** Control frames so far; the owner may set it back to 0. */
  controlFrames = 0;
  readonly #header = new Uint8Array(LONGEST_HEADER_BYTES);
  #headerLength = 0;
  #headerNeeded = BEGINNING_BYTES;
  #opcode = 0;
  #final = false;
  /** Payload bytes of the current frame that have not come yet; -1 between frames. */
  #remaining = -1;
  #maskAt = 0;
  /** Bytes of the current message so far; -1 between messages. */
  #messageBytes = -1;
  #control: Uint8Array<ArrayBuffer> | undefined;
  #controlLength = 0;
  #ping: Uint8Array<ArrayBuffer> | undefined;

  /** The payload of the latest ping that was not taken yet; earlier ones need no answer. */
  takePing(): Uint8Array<ArrayBuffer> | undefined {
    const ping = this.#ping;
    this.#ping = undefined;
    return ping;
  }

  /**
   * Decodes from `input` into `output` until the first is used up, the second is full or the
   * connection ends. Returns the number of bytes in `output`; {@linkcode consumed} has the other.
   */
  decode(input: Uint8Array, output: Uint8Array): number {
    let from = 0;
    let length = 0;
    while (this.ending === undefined) {
      if (this.#remaining === -1) {
        if (from === input.length) break;
        from = this.#readHeader(input, from);
        continue;
      }
      if (this.#remaining > 0) {
        if (from === input.length) break;
        if (this.#isControl) {
          from = this.#readControl(input, from);
          continue;
        }
        const count = Math.min(this.#remaining, input.length - from, output.length - length);
        if (count === 0) break;
        this.#unmask(input.subarray(from, from + count), output.subarray(length));
        from += count;
        length += count;
        if (this.#remaining > 0) continue;
      }
      if (!this.#isControl && this.#final) {
        if (output.length - length < 2) break;
        output[length++] = CR;
        output[length++] = LF;
      }
      this.#endFrame();
    }
    this.consumed = from;
    return length;
  }

  get #isControl(): boolean {
    return (this.#opcode & CONTROL_BIT) !== 0;
  }

  /** Reads bytes of a header from `from` on; returns where they end. */
  #readHeader(input: Uint8Array, from: number): number {
    let at = from;
    while (this.#headerLength < this.#headerNeeded && at < input.length) {
      this.#header[this.#headerLength++] = input[at++] as number;
      if (this.#headerLength === BEGINNING_BYTES) this.#measureHeader();
      if (this.ending !== undefined) return at;
    }
    if (this.#headerLength === this.#headerNeeded) this.#beginFrame();
    return at;
  }

  /** Checks the first two bytes of a header and finds how long it is. */
  #measureHeader(): void {
    const [first, second] = this.#header as unknown as [number, number];
    const length = second & LENGTH_BITS;
    this.#opcode = first & OPCODE_BITS;
    this.#final = (first & FIN) !== 0;
    const problem = (first & RESERVED) !== 0
      ? "A frame has reserved bits"
      : (second & MASKED) === 0
      ? "A frame is not masked"
      : this.#isControl
      ? this.#controlProblem(length)
      : this.#messageProblem();
    if (problem !== undefined) this.#fail("protocolError", problem);
    const extended = length === 126 ? 2 : length === 127 ? 8 : 0;
    this.#headerNeeded = BEGINNING_BYTES + extended + MASK_BYTES;
  }

  #controlProblem(length: number): string | undefined {
    if (this.#opcode > OPCODE.pong) return "A frame has an unknown opcode";
    if (!this.#final) return "A control frame is fragmented";
    return length > MAX_CONTROL_BYTES ? "A control frame is too long" : undefined;
  }

  #messageProblem(): string | undefined {
    const inMessage = this.#messageBytes !== -1;
    if (this.#opcode === OPCODE.continuation) {
      return inMessage ? undefined : "A frame continues no message";
    }
    if (this.#opcode > OPCODE.binary) return "A frame has an unknown opcode";
    return inMessage ? "A message begins in another" : undefined;
  }

  #beginFrame(): void {
    const view = new DataView(this.#header.buffer);
    const short = this.#header[1]! & LENGTH_BITS;
    // Above 2 ** 53 the number is not exact, which is far above the limit.
    const length = short === 126
      ? view.getUint16(BEGINNING_BYTES)
      : short === 127
      ? Number(view.getBigUint64(BEGINNING_BYTES))
      : short;
    this.#remaining = length;
    this.#maskAt = 0;
    if (this.#isControl) {
      this.#control = new Uint8Array(length);
      this.#controlLength = 0;
      this.controlFrames++;
      return;
    }
    this.#messageBytes = Math.max(this.#messageBytes, 0) + length;
    if (this.#messageBytes > MAX_MESSAGE_BYTES) {
      this.#fail("messageTooBig", `A message has more than ${MAX_MESSAGE_BYTES} bytes`);
    }
  }

  #unmask(masked: Uint8Array, output: Uint8Array): void {
    const mask = this.#header;
    const first = this.#headerNeeded - MASK_BYTES;
    let at = this.#maskAt;
    for (let i = 0; i < masked.length; i++) {
      output[i] = masked[i]! ^ mask[first + at]!;
      at = (at + 1) & 3;
    }
    this.#maskAt = at;
    this.#remaining -= masked.length;
  }

  #readControl(input: Uint8Array, from: number): number {
    const count = Math.min(this.#remaining, input.length - from);
    const control = this.#control as Uint8Array<ArrayBuffer>;
    this.#unmask(input.subarray(from, from + count), control.subarray(this.#controlLength));
    this.#controlLength += count;
    if (this.#remaining === 0) this.#endFrame();
    return from + count;
  }

  #endFrame(): void {
    if (this.#opcode === OPCODE.ping) this.#ping = this.#control;
    else if (this.#opcode === OPCODE.close) this.#closeByPeer(this.#control!);
    else if (!this.#isControl && this.#final) this.#messageBytes = -1;
    this.#control = undefined;
    this.#remaining = -1;
    this.#headerLength = 0;
    this.#headerNeeded = BEGINNING_BYTES;
  }

  #closeByPeer(payload: Uint8Array): void {
    const code = payload.length === 1 ? 0 : payload[0]! << 8 | payload[1]!;
    if (payload.length > 0 && !mayBeSent(code)) {
      return this.#fail("protocolError", "A close frame has a wrong status code");
    }
    this.ending = {
      code: payload.length === 0 ? CLOSE_CODE.noStatus : code,
      reason: "Connection closed",
      byPeer: true,
    };
  }

  #fail(code: keyof typeof CLOSE_CODE, reason: string): void {
    this.ending ??= { code: CLOSE_CODE[code], reason, byPeer: false };
  }
}

/** Whether a status code may stand in a close frame. RFC 6455 sections 7.4.1 and 7.4.2. */
function mayBeSent(code: number): boolean {
  return (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) ||
    (code >= 3000 && code <= 4999);
}
