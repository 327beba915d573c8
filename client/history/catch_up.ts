import type { ChatMessageEvent } from "../events.ts";
import type { HistoryLine } from "../receiving/context.ts";
import type { OutboxEntry } from "../sending/outbox.ts";
import { NameMap } from "../session/name_map.ts";
import type { CatchUpOptions } from "./catch_up_options.ts";
import { CatchUpRequests } from "./catch_up_requests.ts";
import { makeTask, takePages } from "./catch_up_task.ts";
import type { CatchUpStep, CatchUpTask, Correspondent, MessageChange } from "./catch_up_task.ts";
import { PageProgress, referenceTo, referenceType, timeReference } from "./page_progress.ts";
import { t } from "../texts/mod.ts";

/** Messages of one request, if the server allows as many. */
const MAX_PAGE_MESSAGES = 200;
/** Messages of one conversation to catch up; a text says so if there are more. */
const MAX_CAUGHT_UP = 50_000;
/** People whose conversations are requested if the server cannot list who wrote to us. */
const MAX_PEOPLE = 50;
/** Days for which unread messages are shown at the start. */
const MAX_UNREAD_DAYS = 30;
/** Milliseconds by which two clocks may differ. */
const MAX_CLOCK_SKEW_MS = 10_000;
/** Changes of messages that are held for one conversation; further ones are not held. */
const MAX_HELD_CHANGES = 1_000;
/** Conversations that are caught up at one time. */
const MAX_TASKS = 1_000;
/** Characters of held messages, each of which counts for some more; beyond, they are shown. */
const MAX_HELD_CHARACTERS = 8_000_000;
const MESSAGE_CHARACTERS = 500;
/** The code of a FAIL: the conversation does not exist, or we may not read it. */
const NOT_READABLE = "INVALID_TARGET";
const DAY_MS = 86_400_000;

/**
 * Catches up with draft/chathistory: shows the last messages on joining a room, and after a lost
 * connection all messages since the last one seen. Live messages are held meanwhile and follow, so
 * that every message is shown once and in the server's order.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #tasks: NameMap<CatchUpTask>;
  readonly #requests: CatchUpRequests;
  /** The people who wrote to us meanwhile and are listed so far; undefined when the list is complete. */
  #people: Correspondent[] | undefined;
  /** Whether to show unread messages from before this session. */
  #unread: boolean | undefined;
  #again = false;
  /** When this session began, by the server's clock. */
  #began: number | undefined;
  /** Direct messages before this time have been received. */
  #heardUntil = 0;
  #keys = 0;
  #heldCharacters = 0;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    this.#began = options.began;
    this.#requests = new CatchUpRequests(options);
    this.#tasks = new NameMap(options.info, MAX_TASKS + MAX_PEOPLE);
  }

  /** When this session began, by the server's clock; undefined before that. */
  get began(): number | undefined {
    return this.#began;
  }

  /**
   * The connection is ready for commands; `again` if one was lost before. Requests the list of
   * those who wrote to us meanwhile and, for `unread`, before this session.
   */
  begin({ again, unread }: { readonly again: boolean; readonly unread: boolean }): void {
    const { seen, serverNow, has } = this.#options;
    this.#people = undefined;
    if (!has("draft/chathistory")) {
      this.end();
      return;
    }
    this.#began ??= serverNow();
    this.#again = again;
    this.#unread = (this.#unread ?? unread) && has("draft/read-marker");
    if (!again && !this.#unread) return;
    this.#people = [];
    this.#heardUntil = Math.max(this.#began, seen.newest - MAX_CLOCK_SKEW_MS);
    const since = this.#unread ? serverNow() - MAX_UNREAD_DAYS * DAY_MS : this.#heardUntil - 1;
    const range = [since, serverNow() + DAY_MS].map(timeReference);
    this.#requests.send("people", ["TARGETS", ...range, this.#limit(MAX_PAGE_MESSAGES)]);
  }

  /** We joined a room; `time` is the server's. */
  joined(channel: string, time: number): void {
    const { seen, historyLines, has, serverNow } = this.#options;
    if (!has("draft/chathistory") || this.#tasks.size >= MAX_TASKS) return;
    const mark = seen.mark(channel);
    // A JOIN without a time has that of our own clock, which may be ahead.
    const since = Math.min(time, serverNow());
    seen.join(channel, since);
    const steps: CatchUpStep[] = [];
    if (historyLines > 0 && mark === undefined) steps.push({ type: "latest", missed: false });
    if (historyLines > 0 && mark?.joining) steps.push({ type: "before", time: mark.time + 1 });
    if (mark !== undefined) steps.push({ type: "after", by: this.#referenceType() });
    this.#start(channel, { steps, since: mark?.time ?? since });
  }

  /** We left a room. */
  left(channel: string): void {
    const task = this.#tasks.get(channel);
    if (task !== undefined) this.#finish(task);
    this.#options.seen.remove(channel);
  }

  /** Takes a live message: shows it, or holds it while its conversation is caught up. */
  takeLive(event: ChatMessageEvent): void {
    const task = this.#taskFor(event);
    if (task === undefined) return this.#show(event);
    task.held.set(event.msgid ?? `#${++this.#keys}`, event);
    this.#hold(event);
  }

  /** So much is held now that a server which never answers fills no memory: it is shown. */
  #hold({ text }: ChatMessageEvent): void {
    this.#heldCharacters += text.length + MESSAGE_CHARACTERS;
    if (this.#heldCharacters > MAX_HELD_CHARACTERS) this.end();
  }

  /**
   * Takes a live reaction or removal: shows it, or holds it while its conversation is caught up,
   * because its message may come from the history.
   */
  takeChange(event: MessageChange): void {
    const changes = this.#taskFor(event)?.changes;
    if (changes === undefined || changes.length >= MAX_HELD_CHANGES) this.#options.show(event);
    else changes.push(event);
  }

  /** Takes a line from the history of `conversation`. */
  takeLine(line: HistoryLine, conversation: string): void {
    const task = this.#tasks.get(conversation);
    if (task === undefined) return;
    task.last = { msgid: line.msgid, time: line.time };
    task.progress?.line(line, line);
  }

  /** Takes a message from the history of `conversation`. */
  takePlayback(event: ChatMessageEvent, conversation: string): void {
    const { seen, outbox, isOwnNick, tell } = this.#options;
    const task = this.#tasks.get(conversation);
    if (task !== undefined) task.received++;
    if (seen.has(event)) return;
    const held = event.msgid === undefined ? undefined : task?.held.get(event.msgid);
    if (held?.msgid !== undefined) {
      task?.held.delete(held.msgid);
      this.#showOf(task, held);
      return;
    }
    const step = task?.steps[0];
    const missed = step?.type === "after" || step?.type === "latest" && step.missed;
    const own = event.own || isOwnNick(event.from);
    // What was said before our JOIN cannot be a line that was sent after it.
    const mayBeDoubtful = own && step?.type !== "before";
    const delivered = mayBeDoubtful ? outbox.findDoubtful(event) : undefined;
    if (step?.type === "unread" && task?.announced === false) {
      // Our own messages before any answer are not unread.
      if (own && delivered === undefined) return;
      task.announced = true;
      tell(t("{name} wrote while you were away:", { name: task.name }));
    }
    // Without echoes, our own messages were shown when they were sent.
    const wasShown = event.own && missed && !outbox.hasEcho;
    if (wasShown) seen.add(event);
    else {
      this.#showOf(task, {
        ...event,
        own: event.own || delivered !== undefined,
        ...(missed ? { missed } : {}),
        ...(step?.type === "unread" ? { unread: true } : {}),
        ...(delivered === undefined ? {} : { id: delivered.id }),
      });
    }
    if (delivered !== undefined) outbox.confirm(delivered);
  }

  /** Takes a line of the list of those who wrote to us: `CHATHISTORY TARGETS bob 2026-…`. */
  handleTarget(params: readonly string[]): void {
    const [subcommand, name, time = ""] = params;
    if (subcommand !== "TARGETS" || name === undefined) return;
    if ((this.#people?.length ?? 0) >= MAX_TASKS) return;
    this.#people?.push({ name, time: Date.parse(time) || Infinity });
  }

  /** A line was answered. Returns whether it was a request of the catching up. */
  answered(entry: OutboxEntry): boolean {
    const about = this.#requests.take(entry);
    if (about === undefined) return false;
    if (about === "people") this.#peopleListed();
    else this.#pageEnded(about);
    this.#requests.next();
    return true;
  }

  /** A line was refused. Returns whether it was a request of the catching up. */
  refused(entry: OutboxEntry | undefined, code: string): boolean {
    const about = this.#requests.take(entry);
    if (about === undefined) return false;
    if (about === "people") {
      const people = this.#options.seen.people().slice(0, MAX_PEOPLE);
      this.#people?.push(...people.map((name) => ({ name, time: Infinity })));
      this.#peopleListed();
    } else if (code === NOT_READABLE) this.#finish(about);
    else this.#replaceStep(about);
    this.#requests.next();
    return true;
  }

  /** The connection is lost. Messages stay held until the next connection has caught up. */
  lost(): void {
    this.#options.seen.lost(this.#options.serverNow());
    this.#requests.clear();
    this.#people = [];
    for (const task of this.#tasks.values()) {
      if (task.steps.some(({ type }) => type === "read-marker" || type === "unread")) {
        this.#unread = true;
      }
      task.steps = [];
      takePages(task);
    }
  }

  /** Shows the held messages: there is nothing more to catch up. */
  end(): void {
    for (const task of [...this.#tasks.values()]) this.#finish(task);
  }

  #show(event: ChatMessageEvent): void {
    if (this.#options.seen.add(event)) this.#options.show(event);
  }

  /** Shows a message of the history; one of a step backwards in time after the older ones. */
  #showOf(task: CatchUpTask | undefined, event: ChatMessageEvent): void {
    if (task?.progress === undefined) this.#show(event);
    else {
      task.page.push(event);
      this.#hold(event);
    }
  }

  /** The task that holds back what comes now; undefined if there is none. */
  #taskFor({ conversation, room }: ChatMessageEvent | MessageChange): CatchUpTask | undefined {
    const mayBeMissed = !room && this.#people !== undefined && this.#tasks.size < MAX_TASKS;
    return this.#tasks.get(conversation) ?? (mayBeMissed ? this.#add(conversation) : undefined);
  }

  #add(name: string, since = 0): CatchUpTask {
    const task = makeTask(name, { since, before: this.#tasks.get(name) });
    this.#tasks.set(name, task);
    return task;
  }

  #start(name: string, plan: { readonly steps: CatchUpStep[]; readonly since: number }): void {
    const task = this.#add(name, plan.since);
    task.steps = plan.steps;
    this.#next(task);
  }

  #peopleListed(): void {
    const { info } = this.#options;
    const people = (this.#people ?? []).filter(({ name }) => !info.isChannel(name))
      .sort((a, b) => b.time - a.time);
    this.#people = undefined;
    people.forEach((person, index) => {
      const steps = this.#unread === true && index < MAX_PEOPLE ? this.#unreadSteps(person) : [];
      const wroteMeanwhile = this.#again && person.time >= this.#heardUntil - 1;
      if (wroteMeanwhile) steps.push({ type: "after", by: this.#referenceType() });
      if (steps.length > 0) this.#start(person.name, { steps, since: this.#heardUntil });
    });
    this.#unread = false;
    for (const task of [...this.#tasks.values()]) {
      if (task.steps.length === 0 && !info.isChannel(task.name)) this.#finish(task);
    }
  }

  #unreadSteps({ name, time }: Correspondent): CatchUpStep[] {
    const read = this.#options.readUntil(name);
    if (read === undefined) return [{ type: "read-marker", newest: time }];
    return time > read ? [{ type: "unread" }] : [];
  }

  /** Sends the request of the current step, or finishes the task. */
  #next(task: CatchUpTask): void {
    if (this.#tasks.get(task.name) !== task) return;
    const [step] = task.steps;
    const lines = this.#options.historyLines || MAX_PAGE_MESSAGES;
    const limit = this.#limit(lines);
    const isBackwards = step?.type === "before" || step?.type === "latest" && !step.missed;
    if (isBackwards) task.progress ??= new PageProgress(lines);
    if (task.before !== undefined) {
      const before = referenceTo(task.before, this.#options.info.isupport);
      return this.#requests.send(task, ["BEFORE", task.name, before, limit]);
    }
    switch (step?.type) {
      case undefined:
        return this.#finish(task);
      case "after": {
        task.reference = this.#referenceOf(task, step.by);
        const page = this.#limit(MAX_PAGE_MESSAGES);
        return this.#requests.send(task, ["AFTER", task.name, task.reference, page]);
      }
      case "read-marker":
        return this.#requests.send(task, [task.name], "MARKREAD");
      case "unread": {
        const read = timeReference(this.#options.readUntil(task.name) ?? 0);
        return this.#requests.send(task, ["LATEST", task.name, read, limit]);
      }
      case "latest":
        return this.#requests.send(task, ["LATEST", task.name, "*", limit]);
      case "before":
        return this.#requests.send(task, ["BEFORE", task.name, timeReference(step.time), limit]);
    }
  }

  #referenceOf(task: CatchUpTask, by: "msgid" | "timestamp"): string {
    const last = task.last ?? this.#options.seen.mark(task.name);
    if (by === "msgid" && last?.msgid !== undefined) return `msgid=${last.msgid}`;
    // There may be further messages of the same millisecond; those already seen are not shown.
    return timeReference((last?.time ?? task.since) - 1);
  }

  #pageEnded(task: CatchUpTask): void {
    const [step] = task.steps;
    if (step?.type === "read-marker") {
      task.steps.splice(0, 1, ...this.#unreadSteps({ name: task.name, time: step.newest }));
      if (task.steps[0]?.type === "read-marker") task.steps.shift();
      this.#next(task);
    } else if (step?.type !== "after") {
      task.before = task.progress?.answered();
      task.newer = [...task.page.splice(0), ...task.newer];
      if (task.before === undefined) this.#advance(task);
      else this.#next(task);
    } // A server may return fewer messages than requested, so only an empty page is the last.
    else if (task.last === undefined || this.#referenceOf(task, step.by) === task.reference) {
      this.#advance(task);
    } else if (task.received >= MAX_CAUGHT_UP) {
      this.#options.tell(
        t("There are more than {max} new messages: not all are shown", { max: MAX_CAUGHT_UP }),
      );
      this.#advance(task);
    } else {
      this.#next(task);
    }
  }

  #advance(task: CatchUpTask): void {
    for (const event of takePages(task)) this.#show(event);
    task.steps.shift();
    task.last = undefined;
    task.progress = undefined;
    task.before = undefined;
    this.#next(task);
  }

  /** Replaces a step that the server refuses by the next best one. */
  #replaceStep(task: CatchUpTask): void {
    const [step] = task.steps;
    if (step?.type === "after" && task.reference.startsWith("msgid=")) {
      const mark = task.last ?? this.#options.seen.mark(task.name);
      task.last = { msgid: undefined, time: (mark?.time ?? task.since) - MAX_CLOCK_SKEW_MS };
      task.steps[0] = { type: "after", by: "timestamp" };
    } else if (step?.type === "after") {
      this.#options.tell(
        t("The server does not know the last message in {name}: something may be missing", {
          name: task.name,
        }),
      );
      task.steps[0] = { type: "latest", missed: true };
    } else return this.#advance(task);
    this.#next(task);
  }

  #finish(task: CatchUpTask): void {
    if (this.#tasks.get(task.name) === task) this.#tasks.delete(task.name);
    if (this.#tasks.size === 0) this.#heldCharacters = 0;
    for (const event of takePages(task)) this.#show(event);
    this.#options.seen.endJoining(task.name);
    for (const event of task.held.values()) this.#show(event);
    task.held.clear();
    for (const change of task.changes.splice(0)) this.#options.show(change);
  }

  #limit(messages: number): string {
    return String(this.#options.info.limitPage(messages));
  }

  #referenceType(): "msgid" | "timestamp" {
    return referenceType(this.#options.info.isupport);
  }
}
