import { MAX_LINE_BYTES, truncateUtf8, utf8Length } from "../../protocol/lines.ts";
import { escapeTagValue, formatTags, NO_TAGS, type Tags } from "../../protocol/message.ts";
import { SHAPE } from "./shapes.ts";

/** What a line says besides its body; who gets which of it is a matter of shape. */
export interface LineTags {
  /** When it happened, in milliseconds since 1970 (`time`). */
  readonly time?: number | undefined;
  readonly msgid?: string | undefined;
  /** The account of whom it comes from. */
  readonly account?: string | undefined;
  /** Whether it comes from a bot. */
  readonly bot?: boolean;
  /** Client-only tags. */
  readonly client?: Tags;
  /** The batch it is part of; those who are sent it know batches. */
  readonly batch?: string | undefined;
  /** Whether it goes on from the line of its batch before it (`draft/multiline-concat`). */
  readonly concat?: boolean;
  /** Whether it ends a batch. */
  readonly endsBatch?: boolean;
}

/** The tag of a line that continues the line before without a line break. */
export const CONCAT_TAG = "draft/multiline-concat";

const TAG_SHAPES = SHAPE["message-tags"] | SHAPE["server-time"] | SHAPE["account-tag"];

/** A line of the protocol without its tags, and the tags that some will see on it. */
export class EventLine {
  readonly body: string;
  readonly #tags: LineTags;
  #cachedShape = -1;
  #cached = "";

  constructor(body: string, tags: LineTags = {}) {
    this.body = body;
    this.#tags = tags;
  }

  /** Whether it is part of a batch, or ends one: whatever its answer is wrapped in is not its. */
  get inBatch(): boolean {
    return this.#tags.batch !== undefined || this.#tags.endsBatch === true;
  }

  /** The whole line for a shape, without line end; `first` are formatted tags that come first. */
  render(shape: number, first = ""): string {
    const bits = shape & TAG_SHAPES;
    if (bits === this.#cachedShape && first === "") return this.#cached;
    const { batch, concat } = this.#tags;
    const own = batch === undefined
      ? ""
      : concat
      ? `batch=${batch};${CONCAT_TAG}`
      : `batch=${batch}`;
    const lead = first === "" || own === "" ? first + own : `${first};${own}`;
    const tags = lead + (bits === 0 ? "" : this.#render(bits, lead !== ""));
    const line = tags === "" ? this.body : `@${tags} ${this.body}`;
    if (first === "") {
      this.#cachedShape = bits;
      this.#cached = line;
    }
    return line;
  }

  #render(bits: number, more: boolean): string {
    const { time, msgid, account, bot, client } = this.#tags;
    let text = "";
    if ((bits & SHAPE["server-time"]) !== 0 && time !== undefined) {
      text += `;time=${formatTime(time)}`;
    }
    if ((bits & SHAPE["message-tags"]) !== 0) {
      if (msgid !== undefined) text += `;msgid=${msgid}`;
      if (bot) text += ";bot";
      if (client !== undefined && client !== NO_TAGS && client.size > 0) {
        text += `;${formatTags(client).slice(1, -1)}`;
      }
    }
    if ((bits & SHAPE["account-tag"]) !== 0 && account !== undefined) {
      text += `;account=${escapeTagValue(account)}`;
    }
    return more ? text : text.slice(1);
  }
}

/** Bytes of a line without its tags and its line end. */
const MAX_BODY_BYTES = MAX_LINE_BYTES - 2;

/** Cuts a line to what one may be long: what is quoted in it may make it longer. */
export function fitBody(body: string): string {
  if (body.length * 3 <= MAX_BODY_BYTES || utf8Length(body) <= MAX_BODY_BYTES) return body;
  return truncateUtf8(body, MAX_BODY_BYTES);
}

let lastTime = -1;
let lastTimeText = "";

/** `2026-11-21T20:18:00.000Z`, as the `time` tag has it. */
export function formatTime(time: number): string {
  if (time !== lastTime) {
    lastTime = time;
    lastTimeText = new Date(time).toISOString();
  }
  return lastTimeText;
}
