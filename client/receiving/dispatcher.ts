import { CatchUp } from "../history/catch_up.ts";
import type { CatchUpOptions } from "../history/catch_up.ts";
import type { ClientEvent, RefusedEvent, SaidEvent } from "../events.ts";
import { Findings } from "../history/queries.ts";
import type { FindingsOptions } from "../history/queries.ts";
import type { Here } from "../session/server_info.ts";
import type { Origin } from "./inbox.ts";
import type { Memory } from "../session/desired_state.ts";
import type { Entry, Outbox } from "../sending/outbox.ts";
import { Seen } from "../history/seen_messages.ts";
import { ownMessage } from "./commands.ts";

/** Options for {@linkcode Intake}. */
export interface IntakeOptions {
  readonly here: Here;
  readonly memory: Memory;
  readonly outbox: Outbox;
  /** Messages shown on entering a room; 0 for none. */
  readonly historyLines: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The same on the server's clock. */
  readonly serverNow: () => number;
  readonly readUntil: CatchUpOptions["readUntil"];
  readonly has: CatchUpOptions["has"] & FindingsOptions["has"];
  readonly emit: (event: ClientEvent) => void;
}

/** What becomes of the server's events: remembered, held back, confirmed, told. */
export class Intake {
  readonly catchUp: CatchUp;
  readonly findings: Findings;
  readonly #seen: Seen;
  readonly #options: IntakeOptions;

  constructor(options: IntakeOptions) {
    const { here, memory, outbox, now, serverNow, readUntil, has, emit } = options;
    this.#options = options;
    this.#seen = new Seen(here);
    this.catchUp = new CatchUp({
      here,
      seen: this.#seen,
      outbox,
      lines: options.historyLines,
      serverNow,
      readUntil,
      has,
      isOurs: (nick) => memory.isOurs(nick),
      show: emit,
      tell: (text) => emit({ type: "local", time: now(), text }),
    });
    this.findings = new Findings({ here, outbox, has, now, emit });
  }

  /** The connection is lost. */
  lost(): void {
    this.catchUp.lost();
    this.findings.lost();
  }

  take(event: ClientEvent, origin: Origin): void {
    if (event.type === "refused") this.#refused(event, origin.entry);
    else if (event.type === "message") this.#said(event, origin);
    else this.#happened(event);
  }

  /** The server has taken a line of ours. */
  delivered(entry: Entry): void {
    const { catchUp, findings } = this;
    const { here, outbox, now, emit } = this.#options;
    if (catchUp.answered(entry) || entry.quiet) return;
    findings.answered(entry);
    const time = now();
    if (entry.kind !== undefined && !outbox.hasEcho && !here.isMe(entry.target)) {
      emit(ownMessage(entry, { here, kind: entry.kind, time }));
    }
    emit({ type: "delivered", time, id: entry.id });
  }

  #said(event: SaidEvent, origin: Origin): void {
    const { catchUp, findings } = this;
    const { outbox } = this.#options;
    if (origin.playback !== undefined) {
      if (!findings.take(event, origin)) catchUp.told(event, origin.playback);
      return;
    }
    // Where each line has a label, an echo without one is of what we said elsewhere.
    const said = event.own
      ? origin.entry ?? (outbox.hasLabels ? undefined : outbox.echoed(event))
      : undefined;
    catchUp.said(said === undefined ? event : { ...event, id: said.id });
    if (said !== undefined && outbox.hasEcho) outbox.confirm(said);
  }

  #happened(event: Exclude<ClientEvent, SaidEvent | RefusedEvent>): void {
    const { catchUp } = this;
    const { here, memory, emit } = this.#options;
    memory.note(event);
    if (event.type === "join" && event.own && event.user !== undefined) {
      here.userhost = `${event.user}@${event.host ?? ""}`;
    }
    if (event.type === "nick") {
      if (event.own) here.nick = event.newNick;
      else this.#seen.rename(event.nick, event.newNick);
    }
    emit(event);
    if (event.type === "join" && event.own) catchUp.entered(event.channel, event.time);
    if ((event.type === "part" || event.type === "kick") && event.own) catchUp.left(event.channel);
  }

  #refused(event: RefusedEvent, entry: Entry | undefined): void {
    const { catchUp, findings } = this;
    const { memory, emit } = this.#options;
    if (catchUp.refused(entry, event.code)) return;
    if (entry !== undefined) findings.refused(entry);
    if (entry?.command === "JOIN") memory.forget(event.about.split(" ")[0] ?? "");
    // A stranger who asked for our version and went is nothing to tell of.
    if (entry?.quiet === true && entry.command === "NOTICE") return;
    const { id: _id, text: _text, ...rest } = event;
    emit(entry?.quiet === true ? rest : event);
  }
}
