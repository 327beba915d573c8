import { EventLine, fitBody, type LineTags } from "../../session/event_line.ts";
import { timeOfSequence } from "../../network/ids.ts";
import { symbolOf } from "../../network/state.ts";
import { joinBody } from "../../session/lines.ts";
import { batchedLines, knowsMultiline, separateLines } from "../../session/multiline.ts";
import { type Extra, extraOf, KIND, KIND_NAMES, type Row } from "../row.ts";

/** Options for {@linkcode playback}. */
export interface PlaybackOptions {
  /** The name that a row's channel has now; undefined for a direct message. */
  readonly nameOf: (target: number) => string | undefined;
  /** The shape of the session that gets the rows. */
  readonly shape: number;
  /** The batch that the lines are part of. */
  readonly batch: string | undefined;
  /** Makes the id of a batch in that batch. */
  readonly newId: () => string;
  readonly serverName: string;
}

/** The lines of a row, as they were first sent. */
export function* playback(row: Row, options: PlaybackOptions): Iterable<EventLine> {
  const extra = extraOf(row);
  const tags: LineTags = {
    time: timeOfSequence(row.seq),
    sequence: extra.of ?? row.seq,
    account: row.account ?? undefined,
    bot: extra.bot === true,
    batch: options.batch,
    ...(extra.tags === undefined ? {} : { client: new Map(extra.tags) }),
  };
  if (extra.concat !== undefined) {
    yield* multilineLines(row, { extra, tags, options });
    return;
  }
  for (const body of bodies(row, { extra, options })) {
    yield new EventLine(fitBody(`:${row.source} ${body}`), tags);
  }
}

interface RowContext {
  readonly extra: Extra;
  readonly options: PlaybackOptions;
}

function bodies(row: Row, { extra, options }: RowContext): string[] {
  const { text } = row;
  const name = nameOf(row, { extra, options });
  switch (row.kind) {
    case KIND.TAGMSG:
      return [`TAGMSG ${name}`];
    case KIND.JOIN:
      return [joinBody({ channel: name, account: row.account, realname: text }, options.shape)];
    case KIND.PART:
      return [text === "" ? `PART ${name}` : `PART ${name} :${text}`];
    case KIND.QUIT:
      return [`QUIT :${text}`];
    case KIND.NICK:
      return [`NICK ${text}`];
    case KIND.MODE:
      return text.split("\n").map((changes) => `MODE ${name} ${changes}`);
    case KIND.KICK: {
      const [nickname = "*", ...reason] = text.split(" ");
      return [`KICK ${name} ${nickname} :${reason.join(" ")}`];
    }
    default:
      return [`${KIND_NAMES.get(row.kind) ?? "NOTICE"} ${name} :${text}`];
  }
}

function nameOf(row: Row, { extra, options }: RowContext): string {
  const name = options.nameOf(row.target);
  if (name === undefined) return row.recipient ?? "*";
  return symbolOf(extra.status ?? 0) + name;
}

/** A multi-line message: a batch of its own or, without that capability, separate lines. */
function multilineLines(
  row: Row,
  { extra, tags, options }: RowContext & { readonly tags: LineTags },
): Iterable<EventLine> {
  const concat = new Set(extra.concat);
  const message = {
    source: row.source,
    command: KIND_NAMES.get(row.kind) ?? "NOTICE",
    target: nameOf(row, { extra, options }),
    lines: row.text.split("\n").map((text, index) => ({ text, concat: concat.has(index) })),
    tags,
  };
  const { shape, batch, newId, serverName } = options;
  return knowsMultiline(shape) && batch !== undefined
    ? batchedLines(message, { id: newId(), serverName })
    : separateLines(message);
}
