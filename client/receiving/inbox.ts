import type { IrcMessage } from "../../protocol/message.ts";
import { Batches, labelOf, playbackOf } from "./batches.ts";
import type { Batch } from "./batches.ts";
import type { ClientEvent, RefusedEvent } from "../events.ts";
import type { ServerInfo } from "../session/server_info.ts";
import type { Entry, Outbox } from "../sending/outbox.ts";
import type { Context } from "./context.ts";
import { Numerics } from "./numerics.ts";
import { TRANSLATIONS } from "./commands.ts";

/** Refusals outside 4xx and 5xx: the server is busy, no such tag target, services' words. */
const FURTHER_REFUSALS = new Set(["263", "716", "734", "765", "766", "767", "769"]);

const NOWHERE: Origin = { entry: undefined, playback: undefined };

/** A refusal, and the words by which it names what it refuses. */
interface Refusal {
  readonly event: RefusedEvent;
  readonly words: readonly string[];
}

/** Where an event comes from. */
export interface Origin {
  /** The line of ours that brought it about. */
  readonly entry: Entry | undefined;
  /** Whose history it is told from: a room, a person, "" for several; undefined for what is new. */
  readonly playback: string | undefined;
}

interface Place {
  readonly batch: Batch | undefined;
  readonly entry: Entry | undefined;
}

/** Options for {@linkcode Inbox}. */
export interface InboxOptions {
  readonly info: ServerInfo;
  readonly outbox: Outbox;
  readonly now: () => number;
  readonly has: (capability: "extended-join" | "server-time") => boolean;
  /** Takes the events of one message. */
  readonly take: (event: ClientEvent, origin: Origin) => void;
}

/** Makes events of what a server sends to those it has let in; knows batches and labels. */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #numerics = new Numerics();
  readonly #batches = new Batches();
  #unclear: Refusal[] = [];
  /** Milliseconds by which the server's clock is ahead of ours. */
  #ahead = 0;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** What time it is on the server, in milliseconds since 1970. */
  get serverNow(): number {
    return this.#options.now() + this.#ahead;
  }

  /** Forgets what belonged to a lost connection. */
  reset(): void {
    this.#batches.clear();
    this.#numerics.reset();
    for (const { event } of this.#unclear.splice(0)) this.#options.take(event, NOWHERE);
  }

  /**
   * The lines before this PONG are answered now: settles which of them were refused. Where fewer
   * were refused than said to the same name it is the last ones: someone left, or a room was
   * closed, in between.
   */
  pong(token: string): boolean {
    const { outbox } = this.#options;
    const answered = outbox.before(token);
    const entries = this.#unclear.map((): Entry | undefined => undefined);
    for (let index = entries.length - 1; index >= 0; index--) {
      const words = this.#unclear[index]?.words ?? [];
      const entry = this.#blame(words, answered.toReversed());
      if (entry === undefined) continue;
      entries[index] = entry;
      answered.splice(answered.indexOf(entry), 1);
    }
    this.#unclear.splice(0).forEach((refusal, index) => this.#refuse(refusal, entries[index]));
    return outbox.pong(token);
  }

  handle(message: IrcMessage): void {
    const { outbox } = this.#options;
    if (message.command === "BATCH") {
      this.#batch(message);
      return;
    }
    if (this.#batches.gather(message)) return;
    const batch = this.#batches.of(message);
    const own = message.tags.get("label");
    const label = own ?? labelOf(batch);
    const entry = label === undefined ? undefined : outbox.labelled(label);
    if (isRefusal(message.command)) this.#refused(message, entry);
    else {
      const playback = playbackOf(batch);
      for (const event of this.#translate(message, { batch, entry })) {
        // Who came and went in the past changes nothing now.
        if (playback !== undefined && event.type !== "message") continue;
        this.#options.take(event, { entry, playback });
      }
    }
    this.#answered(own);
  }

  #translate(message: IrcMessage, options: Place): ClientEvent[] {
    const context = this.#context(message, options);
    const person = TRANSLATIONS[message.command];
    if (person !== undefined) return person(message, context);
    if (/^\d{3}$/.test(message.command)) return this.#numerics.translate(message, context);
    const { command } = message;
    const asked = command === "REGISTER" || command === "VERIFY";
    if (!asked && !["NOTE", "WARN", "WALLOPS"].includes(command)) return [];
    const text = message.params.at(-1) ?? "";
    return [{ type: "server", time: context.time, code: command, text, asked }];
  }

  #context(message: IrcMessage, { batch, entry }: Place): Context {
    const { info, outbox, has } = this.#options;
    return {
      info,
      time: this.#time(message, batch),
      playback: playbackOf(batch),
      extendedJoin: has("extended-join"),
      asked: (command, target) => {
        const candidates = entry === undefined ? outbox.inFlight : [entry];
        return candidates.some((one) =>
          !one.quiet && one.command === command &&
          (target === undefined || info.same(one.target, target))
        );
      },
    };
  }

  #time(message: IrcMessage, batch?: Batch): number {
    const tag = message.tags.get("time");
    const time = tag === undefined ? NaN : Date.parse(tag);
    if (Number.isNaN(time)) return this.#options.now();
    if (playbackOf(batch) === undefined) this.#ahead = time - this.#options.now();
    return time;
  }

  #batch(message: IrcMessage): void {
    const end = this.#batches.take(message);
    if (end?.message !== undefined) this.handle(end.message);
    this.#answered(end?.label);
  }

  #answered(label: string | undefined): void {
    const entry = label === undefined ? undefined : this.#options.outbox.labelled(label);
    if (entry !== undefined) this.#options.outbox.confirm(entry);
  }

  #refused(message: IrcMessage, labelled: Entry | undefined): void {
    const { outbox } = this.#options;
    const standard = message.command === "FAIL";
    const about = message.params.slice(standard ? 2 : 1, -1);
    const refusal: Refusal = {
      words: message.params.slice(standard ? 0 : 1, -1),
      event: {
        type: "refused",
        time: this.#time(message),
        code: (standard ? message.params[1] : undefined) ?? message.command,
        about: about.join(" "),
        reason: message.params.at(-1) ?? "",
      },
    };
    const { inFlight } = outbox;
    if (labelled !== undefined || inFlight.length === 0) this.#refuse(refusal, labelled);
    // What was said before has been echoed: the oldest line that was not is the one.
    else if (outbox.hasEcho) this.#refuse(refusal, this.#blame(refusal.words, inFlight));
    else this.#unclear.push(refusal);
  }

  #refuse({ event }: Refusal, entry: Entry | undefined): void {
    const whose = entry === undefined ? {} : { id: entry.id, text: entry.text };
    this.#options.take({ ...event, ...whose }, { entry, playback: undefined });
    if (entry !== undefined) this.#options.outbox.refuse(entry);
  }

  /** The first of `entries` that is about one of the words, or is that command. */
  #blame(words: readonly string[], entries: readonly Entry[]): Entry | undefined {
    const { info } = this.#options;
    return entries.find((entry) =>
      entry.target !== "" &&
      words.some((word) => entry.target.split(",").some((target) => info.same(target, word)))
    ) ?? entries.find((entry) => words.includes(entry.command)) ??
      entries.find((entry) => entry.kind === undefined && !entry.quiet);
  }
}

function isRefusal(command: string): boolean {
  return /^[45]\d\d$/.test(command) && command !== "422" || command === "FAIL" ||
    FURTHER_REFUSALS.has(command);
}
