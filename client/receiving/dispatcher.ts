import type { ChatMessageEvent, ClientEvent, ReactionEvent, RefusedEvent } from "../events.ts";
import { CatchUp } from "../history/catch_up.ts";
import type { CatchUpOptions } from "../history/catch_up_options.ts";
import type { MessageChange } from "../history/catch_up_task.ts";
import { HistoryPages } from "../history/pages.ts";
import { HistoryQueries } from "../history/queries.ts";
import type { HistoryQueriesOptions } from "../history/queries.ts";
import { SeenMessages } from "../history/seen_messages.ts";
import type { Outbox, OutboxEntry } from "../sending/outbox.ts";
import { RoomQuestions } from "../session/room_questions.ts";
import type { RoomQuestionsOptions } from "../session/room_questions.ts";
import type { DesiredState } from "../session/desired_state.ts";
import type { SessionOptions } from "../session/options.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { ownMessage } from "./commands.ts";
import type { EventContext, HistoryLine } from "./context.ts";

/** Commands of the client itself whose refusals are not shown. */
const UNSHOWN_REFUSALS: ReadonlySet<string> = new Set(["NOTICE", "LOGINTOKEN"]);

/** Options for {@linkcode Dispatcher}. */
export interface DispatcherOptions {
  readonly info: ServerInfo;
  readonly desired: DesiredState;
  readonly outbox: Outbox;
  readonly session: Pick<SessionOptions, "historyLines" | "asksAboutRooms" | "continues">;
  /** The time of our clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** The time of the server's clock, in milliseconds since 1970. */
  readonly serverNow: () => number;
  readonly readUntil: CatchUpOptions["readUntil"];
  readonly has:
    & CatchUpOptions["has"]
    & HistoryQueriesOptions["has"]
    & RoomQuestionsOptions["has"];
  readonly emit: (event: ClientEvent) => void;
}

/**
 * Passes the server's events on: to `CatchUp` and `HistoryQueries`, to the outbox as confirmations,
 * to the desired state of the session, and to the front end.
 */
export class Dispatcher {
  readonly catchUp: CatchUp;
  readonly queries: HistoryQueries;
  readonly pages: HistoryPages;
  readonly seen: SeenMessages;
  readonly #roomQuestions: RoomQuestions;
  readonly #options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    const { info, desired, outbox, session, now, serverNow, readUntil, has, emit } = options;
    this.#options = options;
    this.seen = session.continues?.seen ?? new SeenMessages(info);
    this.catchUp = new CatchUp({
      info,
      seen: this.seen,
      began: session.continues?.began,
      outbox,
      historyLines: session.historyLines,
      serverNow,
      readUntil,
      has,
      isOwnNick: (nick) => desired.isOwnNick(nick),
      show: emit,
      tell: (text) => emit({ type: "local", time: now(), text }),
    });
    this.queries = new HistoryQueries({
      ...{ info, outbox, has, now, emit },
      isWanted: (channel) => desired.wants(channel),
    });
    this.pages = new HistoryPages({ info, outbox, has, now, emit });
    const enabled = session.asksAboutRooms === true;
    this.#roomQuestions = new RoomQuestions({ info, outbox, has, enabled });
  }

  /** The connection is lost. */
  lost(): void {
    this.catchUp.lost();
    this.queries.lost();
    this.pages.lost();
    this.#roomQuestions.lost();
  }

  take(event: ClientEvent, context: EventContext): void {
    if (event.type === "refused") this.#takeRefusal(event, context.entry);
    else if (event.type === "message") this.#takeMessage(event, context);
    else if (event.type === "reaction" && this.#isOfPage(event, context)) return;
    else if (isChange(event) && context.playback === undefined) this.catchUp.takeChange(event);
    else this.#takeOther(event);
  }

  /** Takes a line of the history, before its events. */
  takeLine(line: HistoryLine, context: EventContext): void {
    const isAnswer = this.pages.takeLine(line, context) || this.queries.takeLine(line, context);
    if (!isAnswer) this.catchUp.takeLine(line, context.playback ?? "");
  }

  /** The server has taken a line of ours. */
  delivered(entry: OutboxEntry): void {
    const { info, outbox, now, emit } = this.#options;
    if (this.catchUp.answered(entry) || this.pages.answered(entry) || entry.quiet) return;
    this.queries.answered(entry);
    const time = now();
    if (entry.kind !== undefined && !outbox.hasEcho && !info.isMe(entry.target)) {
      emit(ownMessage(entry, { info, kind: entry.kind, time }));
    }
    emit({ type: "delivered", time, id: entry.id });
  }

  #takeMessage(event: ChatMessageEvent, context: EventContext): void {
    const { outbox } = this.#options;
    if (context.playback !== undefined) {
      if (this.pages.take(event, context)) return;
      if (!this.queries.take(event, context)) {
        this.catchUp.takePlayback(event, context.playback);
      }
      return;
    }
    const entry = event.own ? context.entry ?? this.#findUnlabelled(event) : undefined;
    this.catchUp.takeLive(entry === undefined ? event : { ...event, id: entry.id });
    if (entry !== undefined && outbox.hasEcho) outbox.confirm(entry);
  }

  #isOfPage(event: ReactionEvent, context: EventContext): boolean {
    return context.playback !== undefined && this.pages.take(event, context);
  }

  // If every line has a label, an echo without a label is of a message from another client of ours.
  #findUnlabelled(event: ChatMessageEvent): OutboxEntry | undefined {
    const { outbox } = this.#options;
    return outbox.hasLabels ? undefined : outbox.findByEcho(event);
  }

  #takeOther(event: Exclude<ClientEvent, ChatMessageEvent | RefusedEvent>): void {
    const { info, desired, emit } = this.#options;
    desired.update(event);
    if (event.type === "join" && event.own && event.user !== undefined) {
      info.userhost = `${event.user}@${event.host ?? ""}`;
    }
    if (event.type === "nick") {
      if (event.own) info.nick = event.newNick;
      else this.seen.rename(event.nick, event.newNick);
    }
    emit(event);
    this.#roomQuestions.handle(event);
    if (event.type === "join" && event.own) this.catchUp.joined(event.channel, event.time);
    if ((event.type === "part" || event.type === "kick") && event.own) {
      this.catchUp.left(event.channel);
    }
  }

  #takeRefusal(event: RefusedEvent, entry: OutboxEntry | undefined): void {
    const { desired, emit } = this.#options;
    if (this.catchUp.refused(entry, event.code)) return;
    if (entry !== undefined && this.pages.refused(entry)) return;
    if (entry !== undefined) this.queries.refused(entry);
    if (entry?.command === "JOIN") desired.removeRoom(event.about.split(" ")[0] ?? "");
    if (entry !== undefined && RoomQuestions.isQuestion(entry)) return;
    // A CTCP answer to somebody who has left since; the promise of a login token reports itself.
    if (entry?.quiet === true && UNSHOWN_REFUSALS.has(entry.command)) return;
    if (entry !== undefined && isTypingNotice(entry)) return;
    const { id: _id, text: _text, ...withoutLine } = event;
    emit(entry?.quiet === true ? withoutLine : event);
  }
}

/** Whether a line says that we are typing, which may come after we were removed from the room. */
function isTypingNotice({ command, line }: OutboxEntry): boolean {
  return command === "TAGMSG" && line.startsWith("@+typing=");
}

function isChange(event: ClientEvent): event is MessageChange {
  return event.type === "reaction" || event.type === "redact";
}
