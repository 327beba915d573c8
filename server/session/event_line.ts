import { MAX_LINE_BYTES, truncateUtf8, utf8Length } from "../../protocol/lines.ts";
import { escapeTagValue, formatTags, NO_TAGS, type Tags } from "../../protocol/message.ts";
import { formatMessageId } from "../network/ids.ts";
import { SHAPE } from "./shapes.ts";

/** The tags of a line; a session's shape decides which of them it gets. */
export interface LineTags {
  /** The time of the event, in milliseconds since 1970. */
  readonly time?: number | undefined;
  /** The sequence of the event, which is the message's id. */
  readonly sequence?: number | undefined;
  /** The account of its source. */
  readonly account?: string | undefined;
  /** Whether its source is a bot. */
  readonly bot?: boolean;
  /** Client-only tags. */
  readonly client?: Tags;
  /** The batch that it is part of, for sessions with that capability only. */
  readonly batch?: string | undefined;
  /** Whether it continues the line before it in the batch, see {@linkcode CONCAT_TAG}. */
  readonly concat?: boolean;
  /** Whether it ends a batch. */
  readonly endsBatch?: boolean;
}

/** The tag of a line that continues the line before without a line break. */
export const CONCAT_TAG = "draft/multiline-concat";

const TAG_SHAPES = SHAPE["message-tags"] | SHAPE["server-time"] | SHAPE["account-tag"];

/** A line without its tags, and the tags that are added for each shape. */
export class EventLine {
  readonly body: string;
  readonly #tags: LineTags;
  #cachedShape = -1;
  #cached = "";

  constructor(body: string, tags: LineTags = {}) {
    this.body = body;
    this.#tags = tags;
  }

  /** Whether it is part of a batch or ends one, and so not directly in the batch of its answer. */
  get inBatch(): boolean {
    return this.#tags.batch !== undefined || this.#tags.endsBatch === true;
  }

  /** The line for a shape, without line end; `first` holds formatted tags to begin with. */
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
    const { time, sequence, account, bot, client } = this.#tags;
    let text = "";
    if ((bits & SHAPE["server-time"]) !== 0 && time !== undefined) {
      text += `;time=${formatTime(time)}`;
    }
    if ((bits & SHAPE["message-tags"]) !== 0) {
      if (sequence !== undefined) text += `;msgid=${formatMessageId(sequence)}`;
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

/** Cuts a line to the allowed length; text that it quotes can make it too long. */
export function fitBody(body: string): string {
  if (body.length * 3 <= MAX_BODY_BYTES || utf8Length(body) <= MAX_BODY_BYTES) return body;
  return truncateUtf8(body, MAX_BODY_BYTES);
}

let lastTime = -1;
let lastTimeText = "";

/** Writes a time as the `time` tag does: `2026-11-21T20:18:00.000Z`. */
export function formatTime(time: number): string {
  if (time !== lastTime) {
    lastTime = time;
    lastTimeText = new Date(time).toISOString();
  }
  return lastTimeText;
}
