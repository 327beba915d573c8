/** Builders of lines that several parts of the server write. */

import type { LineError } from "../../protocol/lines.ts";
import type { MalformedLine } from "../../protocol/message.ts";
import { type NumericName, NUMERICS } from "../../protocol/numerics.ts";
import { EventLine, type LineTags } from "./event_line.ts";
import { SHAPE } from "./shapes.ts";

/** A line that cannot be read, and its command, or `*` if that is not recognizable. */
export interface RefusedLine {
  readonly error: LineError["error"] | Exclude<MalformedLine, "empty">;
  readonly command: string;
}

/** Options for {@linkcode numericBody}. */
export interface NumericReply {
  /** The receiver's nickname, or `*`. */
  readonly to: string;
  readonly params?: readonly string[];
  /** The last parameter, by default the text of the table. */
  readonly text?: string | undefined;
}

/** A numeric without its source: `433 bob eve :Nickname is already in use`. */
export function numericBody(name: NumericName, { to, params = [], text }: NumericReply): string {
  const numeric = NUMERICS[name];
  const last = text ?? numeric.text;
  let body = `${numeric.code} ${to}`;
  for (const param of params) body += ` ${middle(param)}`;
  return last === undefined ? body : `${body} :${last}`;
}

/** Options for {@linkcode numericLine}. */
export interface NumericLine extends NumericReply {
  readonly serverName: string;
  /** The batch that it is part of. */
  readonly batch?: string | undefined;
}

/** A numeric as a whole line. */
export function numericLine(name: NumericName, line: NumericLine): EventLine {
  return new EventLine(`:${line.serverName} ${numericBody(name, line)}`, { batch: line.batch });
}

/** The parts of a standard reply. */
export interface StandardReply {
  readonly command: string;
  readonly code: string;
  readonly context?: readonly string[];
  readonly text: string;
}

/** `FAIL JOIN CODE context :text`, without its source. IRCv3, "Standard replies". */
export function standardBody(
  type: "FAIL" | "WARN" | "NOTE",
  { command, code, context = [], text }: StandardReply,
): string {
  const words = [command, code, ...context].map(middle).join(" ");
  return `${type} ${words} :${text}`;
}

/** A parameter that is not the last; a star if it is empty or would be read as something else. */
function middle(param: string): string {
  return param === "" || param.startsWith(":") || param.includes(" ") ? "*" : param;
}

/** The parts of a JOIN. */
export interface Join {
  readonly channel: string;
  readonly account: string | null | undefined;
  readonly realname: string;
}

/** A JOIN without its source; with account and real name for a shape with extended-join. */
export function joinBody({ channel, account, realname }: Join, shape: number): string {
  return (shape & SHAPE["extended-join"]) === 0
    ? `JOIN ${channel}`
    : `JOIN ${channel} ${account ?? "*"} :${realname}`;
}

/** The line that begins a batch. IRCv3, "Batch". */
export function batchStart(
  source: string,
  { id, type, tags }: {
    readonly id: string;
    /** The batch's type and parameters. */
    readonly type: string;
    readonly tags?: LineTags;
  },
): EventLine {
  return new EventLine(`:${source} BATCH +${id} ${type}`, tags);
}

/** The line that ends a batch; `outer` is the batch that it is part of. */
export function batchEnd(serverName: string, id: string, outer?: string): EventLine {
  return new EventLine(`:${serverName} BATCH -${id}`, { batch: outer, endsBatch: true });
}
