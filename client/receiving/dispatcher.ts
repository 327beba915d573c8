import { CatchUp } from "../history/catch_up.ts";
import type { CatchUpOptions } from "../history/catch_up.ts";
import type { ChatMessageEvent, ClientEvent, RefusedEvent } from "../events.ts";
import { HistoryQueries } from "../history/queries.ts";
import type { HistoryQueriesOptions } from "../history/queries.ts";
import type { ServerInfo } from "../session/server_info.ts";
import type { Origin } from "./inbox.ts";
import type { DesiredState } from "../session/desired_state.ts";
import type { Entry, Outbox } from "../sending/outbox.ts";
import { SeenMessages } from "../history/seen_messages.ts";
import { ownMessage } from "./commands.ts";

/** Options for {@linkcode Dispatcher}. */
export interface DispatcherOptions {
  readonly info: ServerInfo;
  readonly desired: DesiredState;
  readonly outbox: Outbox;
  /** Messages shown on entering a room; 0 for none. */
  readonly historyLines: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The same on the server's clock. */
  readonly serverNow: () => number;
  readonly readUntil: CatchUpOptions["readUntil"];
  readonly has: CatchUpOptions["has"] & HistoryQueriesOptions["has"];
  readonly emit: (event: ClientEvent) => void;
}

/** What becomes of the server's events: remembered, held back, confirmed, told. */
export class Dispatcher {
  readonly catchUp: CatchUp;
  readonly queries: HistoryQueries;
  readonly #seen: SeenMessages;
  readonly #options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    const { info, desired, outbox, now, serverNow, readUntil, has, emit } = options;
    this.#options = options;
    this.#seen = new SeenMessages(info);
    this.catchUp = new CatchUp({
      info,
      seen: this.#seen,
      outbox,
      lines: options.historyLines,
      serverNow,
      readUntil,
      has,
      isOurs: (nick) => desired.isOurs(nick),
      show: emit,
      tell: (text) => emit({ type: "local", time: now(), text }),
    });
    this.queries = new HistoryQueries({ info, outbox, has, now, emit });
  }

  /** The connection is lost. */
  lost(): void {
    this.catchUp.lost();
    this.queries.lost();
  }

  take(event: ClientEvent, origin: Origin): void {
    if (event.type === "refused") this.#refused(event, origin.entry);
    else if (event.type === "message") this.#said(event, origin);
    else this.#happened(event);
  }

  /** The server has taken a line of ours. */
  delivered(entry: Entry): void {
    const { catchUp, queries } = this;
    const { info, outbox, now, emit } = this.#options;
    if (catchUp.answered(entry) || entry.quiet) return;
    queries.answered(entry);
    const time = now();
    if (entry.kind !== undefined && !outbox.hasEcho && !info.isMe(entry.target)) {
      emit(ownMessage(entry, { info, kind: entry.kind, time }));
    }
    emit({ type: "delivered", time, id: entry.id });
  }

  #said(event: ChatMessageEvent, origin: Origin): void {
    const { catchUp, queries } = this;
    const { outbox } = this.#options;
    if (origin.playback !== undefined) {
      if (!queries.take(event, origin)) catchUp.told(event, origin.playback);
      return;
    }
    // Where each line has a label, an echo without one is of what we said elsewhere.
    const said = event.own
      ? origin.entry ?? (outbox.hasLabels ? undefined : outbox.echoed(event))
      : undefined;
    catchUp.said(said === undefined ? event : { ...event, id: said.id });
    if (said !== undefined && outbox.hasEcho) outbox.confirm(said);
  }

  #happened(event: Exclude<ClientEvent, ChatMessageEvent | RefusedEvent>): void {
    const { catchUp } = this;
    const { info, desired, emit } = this.#options;
    desired.note(event);
    if (event.type === "join" && event.own && event.user !== undefined) {
      info.userhost = `${event.user}@${event.host ?? ""}`;
    }
    if (event.type === "nick") {
      if (event.own) info.nick = event.newNick;
      else this.#seen.rename(event.nick, event.newNick);
    }
    emit(event);
    if (event.type === "join" && event.own) catchUp.entered(event.channel, event.time);
    if ((event.type === "part" || event.type === "kick") && event.own) catchUp.left(event.channel);
  }

  #refused(event: RefusedEvent, entry: Entry | undefined): void {
    const { catchUp, queries } = this;
    const { desired, emit } = this.#options;
    if (catchUp.refused(entry, event.code)) return;
    if (entry !== undefined) queries.refused(entry);
    if (entry?.command === "JOIN") desired.forget(event.about.split(" ")[0] ?? "");
    // A stranger who asked for our version and went is nothing to tell of.
    if (entry?.quiet === true && entry.command === "NOTICE") return;
    const { id: _id, text: _text, ...rest } = event;
    emit(entry?.quiet === true ? rest : event);
  }
}
