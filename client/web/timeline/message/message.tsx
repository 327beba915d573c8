import { memo } from "react";

import { sanitize } from "../../../format/sanitize.ts";
import { formatDateTime } from "../../../format/text.ts";
import { formatTime } from "../../../format/time.ts";
import { isForUs, type MessageEntry } from "../../../model/mod.ts";
import { t } from "../../../texts/mod.ts";
import { nicknameClass } from "../../conversations/members.tsx";
import { useControls } from "./controls.ts";
import { LongText } from "./long_text.tsx";
import { MessageActions } from "./message_actions.tsx";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";

/** Letters of a text that the name of a message has for screen readers. */
const NAME_LETTERS = 300;

/** What of a message changes while it is looked at. */
export interface MessageState {
  /** Whether it belongs to the group of the one before. */
  readonly continued: boolean;
  /** Our nickname. */
  readonly nick: string;
  /** The message that it replies to, if it is loaded. */
  readonly quoted: MessageEntry | undefined;
  /** Whether the Tab key reaches it. */
  readonly isReachable: boolean;
  /** Whether what one can do with it is shown. */
  readonly hasActions: boolean;
  readonly isMarked: boolean;
  /** Whether all of its text is shown, however long. */
  readonly isWhole: boolean;
}

/** One message: who, when, the text, and what has happened to it. */
export const Message = memo(function Message(
  { id, entry, ...state }: MessageState & {
    readonly id: string;
    readonly entry: MessageEntry;
  },
) {
  const { continued, nick, quoted, isReachable, hasActions, isMarked } = state;
  const isFirst = !continued && entry.kind !== "action";
  const classes = [
    "message",
    entry.kind,
    isFirst ? "first" : "continued",
    !entry.own && isForUs(entry, nick) && "mention",
    entry.own && "own",
    isMarked && "marked",
    entry.delivery,
  ].filter(Boolean).join(" ");
  return (
    <article
      className={classes}
      data-key={id}
      tabIndex={isReachable ? 0 : -1}
      aria-label={nameOf(entry)}
    >
      {isFirst ? <FirstLine entry={entry} /> : <Time time={entry.time} />}
      {entry.replyTo !== undefined && <Quote entry={entry} quoted={quoted} />}
      <Body id={id} entry={entry} isWhole={state.isWhole} />
      {entry.delivery === "failed" && <Failure entry={entry} />}
      {entry.reactions !== undefined && <Reactions entry={entry} nick={nick} />}
      {hasActions && <MessageActions entry={entry} />}
    </article>
  );
});

function FirstLine({ entry: { from, time, kind } }: { readonly entry: MessageEntry }) {
  const [letter = ""] = sanitize(from);
  return (
    <>
      <span className={`avatar ${nicknameClass(from)}`} aria-hidden="true">
        {letter.toUpperCase()}
      </span>
      <header>
        <bdi className={nicknameClass(from)}>{sanitize(from)}</bdi>
        {kind === "notice" && <span className="kind">{t("(notice)")}</span>}
        <Time time={time} />
      </header>
    </>
  );
}

function Time({ time }: { readonly time: number }) {
  return (
    <time dateTime={new Date(time).toISOString()} title={formatDateTime(time)}>
      {formatTime(time)}
    </time>
  );
}

function Body({ id, entry, isWhole }: {
  readonly id: string;
  readonly entry: MessageEntry;
  readonly isWhole: boolean;
}) {
  const controls = useControls();
  const { kind, from, text, redacted } = entry;
  if (redacted !== undefined) return <p className="body faint">{redactionText(entry)}</p>;
  return (
    <div className="body" dir="auto">
      {kind === "action" && (
        <>
          <span aria-hidden="true">*</span>{" "}
          <bdi className={nicknameClass(from)}>{sanitize(from)}</bdi>
          {" "}
        </>
      )}
      <LongText text={text} isWhole={isWhole} showAll={() => controls.showAll(id)} />
    </div>
  );
}

function Failure({ entry }: { readonly entry: MessageEntry }) {
  const controls = useControls();
  return (
    <p className="failure">
      <span className="problem">
        {t("not sent: {reason}", { reason: sanitize(entry.failure ?? "") })}
      </span>
      <button type="button" className="link" onClick={() => controls.sendAgain(entry)}>
        {t("Send again")}
      </button>
      <button type="button" className="link" onClick={() => controls.editAgain(entry)}>
        {t("Copy to the field")}
      </button>
    </p>
  );
}

function redactionText({ from, redacted }: MessageEntry): string {
  const by = redacted?.by ?? from;
  const why = redacted?.reason === undefined ? "" : ` (${sanitize(redacted.reason)})`;
  return (by === from
    ? t("Message removed")
    : t("Message removed by {name}", { name: sanitize(by) })) + why;
}

/** A message in one line, as a screen reader says it. */
function nameOf(entry: MessageEntry): string {
  const text = entry.redacted === undefined
    ? sanitize(entry.text.slice(0, NAME_LETTERS).replaceAll("\n", " "))
    : redactionText(entry);
  return `${sanitize(entry.from)}, ${formatTime(entry.time)}: ${text}`;
}
