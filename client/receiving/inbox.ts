import { isErrorCode } from "../../protocol/numerics.ts";
import type { NumericName } from "../../protocol/numerics.ts";
import type { ClientEvent, RefusedEvent } from "../events.ts";
import type { Outbox, OutboxEntry } from "../sending/outbox.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { Batches, labelOf, playbackOf } from "./batches.ts";
import type { Batch } from "./batches.ts";
import { COMMAND_TRANSLATIONS } from "./commands.ts";
import type { TranslationContext } from "./context.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { lastParam, receiveMessage } from "./message.ts";
import type { ReceivedMessage } from "./message.ts";
import { Numerics } from "./numerics.ts";

/** Refusals that may wait to be assigned to a line. */
const MAX_UNASSIGNED = 1_000;

/** Numerics outside 400 to 599 that refuse a command. */
const OTHER_REFUSALS: ReadonlySet<NumericName> = new Set([
  "RPL_TRYAGAIN",
  "ERR_TARGUMODEG",
  "ERR_MONLISTFULL",
  "ERR_TARGETINVALID",
  "RPL_KEYNOTSET",
  "ERR_KEYINVALID",
  "ERR_KEYNOPERMISSION",
]);
/** Events of the past that are still of interest. */
const PLAYED_BACK: ReadonlySet<ClientEvent["type"]> = new Set(["message", "reaction", "redact"]);
/** Commands without a translation whose text is shown. */
const SHOWN_COMMANDS: ReadonlySet<string> = new Set(["NOTE", "WARN", "WALLOPS"]);
/** Commands that come only as the answer to the same command of ours. */
const ANSWER_COMMANDS: ReadonlySet<string> = new Set(["REGISTER", "VERIFY"]);

/** A refusal, and the words that may name the refused line: its target or its command. */
interface Refusal {
  readonly event: RefusedEvent;
  readonly words: readonly string[];
}

/** The batch and the line of ours that the tags of a message name. */
interface TagReferences {
  readonly batch: Batch | undefined;
  /** The line that was sent with the label. */
  readonly entry: OutboxEntry | undefined;
}

/** Options for {@linkcode Inbox}. */
export interface InboxOptions {
  readonly info: ServerInfo;
  readonly outbox: Outbox;
  readonly now: () => number;
  readonly has: (capability: "extended-join" | "server-time") => boolean;
  readonly dispatcher: () => Pick<Dispatcher, "take" | "takeLine">;
}

/** Translates the messages of a server that has registered us into events. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #numerics: Numerics;
  readonly #batches = new Batches();
  /** Refusals that are not assigned to a line yet. */
  #unassigned: Refusal[] = [];
  /** What we did last of each type, until it is told a second time. */
  readonly #told = new Map<ClientEvent["type"], { what: string; isLine: boolean }>();
  /** Milliseconds that the server's clock is ahead of ours. */
  #ahead = 0;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#numerics = new Numerics(options.info);
  }

  /** The time of the server's clock, in milliseconds since 1970. */
  get serverNow(): number {
    return this.#options.now() + this.#ahead;
  }

  /** Forgets the state of a lost connection. */
  reset(): void {
    this.#batches.clear();
    this.#numerics.reset();
    this.#told.clear();
    for (const { event } of this.#unassigned.splice(0)) {
      this.#options.dispatcher().take(event, { entry: undefined, playback: undefined });
    }
  }

  /**
   * Takes the token of a PONG: every line before its PING is answered now, so the unassigned
   * refusals are assigned. If the server refused fewer lines to a name than were sent, the last
   * ones are taken as refused: the person left, or the room was closed, in between. Returns
   * whether the PONG answers a PING of the outbox.
   */
  pong(token: string): boolean {
    const { outbox } = this.#options;
    const answered = outbox.sentBefore(token);
    const entries = this.#unassigned.map((): OutboxEntry | undefined => undefined);
    for (let index = entries.length - 1; index >= 0; index--) {
      const words = this.#unassigned[index]?.words ?? [];
      const entry = this.#findRefused(words, answered.toReversed());
      if (entry === undefined) continue;
      entries[index] = entry;
      answered.splice(answered.indexOf(entry), 1);
    }
    this.#unassigned.splice(0).forEach((refusal, index) => this.#refuse(refusal, entries[index]));
    return outbox.pong(token);
  }

  handle(message: ReceivedMessage): void {
    const { outbox } = this.#options;
    if (message.command === "BATCH") {
      this.#handleBatch(message);
      return;
    }
    if (this.#batches.addLine(message)) return;
    const batch = this.#batches.of(message);
    const ownLabel = message.tags.get("label");
    const label = ownLabel ?? labelOf(batch);
    const entry = label === undefined ? undefined : outbox.findByLabel(label);
    if (isRefusal(message)) this.#handleRefusal(message, entry);
    else {
      const playback = playbackOf(batch);
      if (playback !== undefined) this.#takeLine(message, { batch, entry });
      for (const event of this.#translate(message, { batch, entry })) {
        // Joins, parts and the like of the past change nothing now.
        if (playback !== undefined && !PLAYED_BACK.has(event.type)) continue;
        if (this.#isTold(event, message)) continue;
        this.#options.dispatcher().take(event, { entry, playback });
      }
      const { numeric, params } = message;
      if (numeric !== undefined) outbox.answered(numeric, params[1] ?? "");
    }
    this.confirm(ownLabel);
  }

  // Some servers answer AWAY and INVITE by a numeric and send them to us as to others, in either
  // order.
  #isTold(event: ClientEvent, { command }: ReceivedMessage): boolean {
    const what = this.#ownDoing(event);
    if (what === undefined) return false;
    const told = this.#told.get(event.type);
    const isLine = !/^\d/.test(command);
    const isTold = told?.what === what && told.isLine !== isLine;
    if (isTold) this.#told.delete(event.type);
    else this.#told.set(event.type, { what, isLine });
    return isTold;
  }

  #ownDoing(event: ClientEvent): string | undefined {
    if (event.type === "away" && event.own) return event.message === undefined ? "back" : "away";
    if (event.type !== "invite" || !this.#options.info.isMe(event.by)) return undefined;
    return `${event.nick} ${event.channel}`;
  }

  #takeLine(message: ReceivedMessage, { batch, entry }: TagReferences): void {
    const { tags, command } = message;
    this.#options.dispatcher().takeLine({
      msgid: tags.get("msgid"),
      time: this.#timeOf(message, batch),
      isMessage: command === "PRIVMSG" || command === "NOTICE",
    }, { entry, playback: playbackOf(batch) });
  }

  #translate(message: ReceivedMessage, references: TagReferences): ClientEvent[] {
    const { command } = message;
    const context = this.#context(message, references);
    const translation = COMMAND_TRANSLATIONS[command];
    if (translation !== undefined) return translation(message, context);
    if (/^\d{3}$/.test(command)) return this.#numerics.translate(message, context);
    const requested = ANSWER_COMMANDS.has(command);
    if (!requested && !SHOWN_COMMANDS.has(command)) return [];
    const text = lastParam(message);
    return [{ type: "server", time: context.time, code: command, text, requested }];
  }

  #context(message: ReceivedMessage, { batch, entry }: TagReferences): TranslationContext {
    const { info, outbox, has } = this.#options;
    // A list is made of them, which most messages do not need.
    const candidates = () => entry === undefined ? outbox.unconfirmed : [entry];
    return {
      info,
      time: this.#timeOf(message, batch),
      playback: playbackOf(batch),
      extendedJoin: has("extended-join"),
      isAnswerTo: (command, target) =>
        candidates().some((one) =>
          !one.quiet && one.command === command &&
          (target === undefined || info.same(one.target, target))
        ),
      isQuietAnswerTo: (command) =>
        candidates().some((one) => one.quiet && one.command === command),
    };
  }

  #timeOf(message: ReceivedMessage, batch?: Batch): number {
    const tag = message.tags.get("time");
    const time = tag === undefined ? NaN : Date.parse(tag);
    if (Number.isNaN(time)) return this.#options.now();
    if (playbackOf(batch) === undefined) this.#ahead = time - this.#options.now();
    return time;
  }

  #handleBatch(message: ReceivedMessage): void {
    const end = this.#batches.handle(message);
    if (end?.message !== undefined) this.handle(receiveMessage(end.message));
    this.confirm(end?.label);
  }

  /** The line that was sent with a label is answered. */
  confirm(label: string | undefined): void {
    const entry = label === undefined ? undefined : this.#options.outbox.findByLabel(label);
    if (entry !== undefined) this.#options.outbox.confirm(entry);
  }

  #handleRefusal(message: ReceivedMessage, labelled: OutboxEntry | undefined): void {
    const { outbox } = this.#options;
    const isFail = message.command === "FAIL";
    const about = message.params.slice(isFail ? 2 : 1, -1);
    const refusal: Refusal = {
      words: message.params.slice(isFail ? 0 : 1, -1),
      event: {
        type: "refused",
        time: this.#timeOf(message),
        code: (isFail ? message.params[1] : undefined) ?? message.command,
        about: about.join(" "),
        reason: lastParam(message),
      },
    };
    if (labelled !== undefined) this.#refuse(refusal, labelled);
    // With echoes, the lines before the refused one are confirmed: it is the oldest in flight.
    else if (outbox.hasEcho || outbox.inFlight.length === 0) {
      this.#refuse(refusal, this.#findRefused(refusal.words, outbox.unconfirmed));
    } else if (this.#unassigned.length < MAX_UNASSIGNED) this.#unassigned.push(refusal);
    else this.#refuse(refusal, undefined);
  }

  #refuse({ event }: Refusal, entry: OutboxEntry | undefined): void {
    const line = entry === undefined ? {} : { id: entry.id, text: entry.text };
    this.#options.dispatcher().take({ ...event, ...line }, { entry, playback: undefined });
    if (entry !== undefined) this.#options.outbox.refuse(entry);
  }

  /** The first entry whose target, or else whose command, is one of the words; else any command. */
  #findRefused(
    words: readonly string[],
    entries: readonly OutboxEntry[],
  ): OutboxEntry | undefined {
    const { info } = this.#options;
    return entries.find((entry) =>
      entry.target !== "" &&
      words.some((word) => entry.target.split(",").some((target) => info.same(target, word)))
    ) ?? entries.find((entry) => words.includes(entry.command)) ??
      entries.find((entry) => entry.kind === undefined && !entry.quiet);
  }
}

function isRefusal({ command, numeric }: ReceivedMessage): boolean {
  if (command === "FAIL" || isErrorCode(command)) return numeric !== "ERR_NOMOTD";
  return numeric !== undefined && OTHER_REFUSALS.has(numeric);
}
