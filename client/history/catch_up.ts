import type { CatchUpTask, Person, Step } from "./catch_up_task.ts";
import type { ChatMessageEvent } from "../events.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { quietEntry } from "../sending/outbox.ts";
import type { Entry, Outbox } from "../sending/outbox.ts";
import type { SeenMessages } from "./seen_messages.ts";

/** Messages asked for at once, where the server allows as many. */
export const MAX_PAGE_MESSAGES = 200;
/** Messages of one conversation that are caught up at most; beyond, that there are more is told. */
export const MAX_CAUGHT_UP = 50_000;
/** People whose conversations are looked at one by one where the server cannot list them. */
const MAX_PEOPLE = 50;
/** How long ago what nobody has read may have been said to be shown at first, in days. */
const MAX_UNREAD_DAYS = 30;
/** What clocks may be apart, in milliseconds. */
const MAX_CLOCK_SKEW_MS = 10_000;
/** Requests on their way at one time, where each has an answer of its own. */
const MAX_REQUESTS = 4;
/** The code of a FAIL: there is nothing that we may read. */
const NOT_READABLE = "INVALID_TARGET";
const DAY_MS = 86_400_000;

/** Options for {@linkcode CatchUp}. */
export interface CatchUpOptions {
  readonly info: ServerInfo;
  readonly seen: SeenMessages;
  readonly outbox: Outbox;
  /** Messages shown on entering a room; 0 for none. */
  readonly lines: number;
  /** What time it is on the server, in milliseconds since 1970. */
  readonly serverNow: () => number;
  readonly has: (
    capability: "draft/chathistory" | "draft/read-marker" | "labeled-response",
  ) => boolean;
  /** How far a conversation was read, in milliseconds since 1970; undefined when not known. */
  readonly readUntil: (conversation: string) => number | undefined;
  /** Whether this is our nickname, or one that we had. */
  readonly isOurs: (nick: string) => boolean;
  /** Shows a message. */
  readonly show: (event: ChatMessageEvent) => void;
  /** Tells the person that something is missing. */
  readonly tell: (text: string) => void;
}

/**
 * Catching up with draft/chathistory: shows the last messages on entering a room, and after a lost
 * connection everything since the last message seen. What is said meanwhile is held back and
 * follows, so that each message is shown once and in the server's order.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #tasks = new Map<string, CatchUpTask>();
  /** What each question on its way is about; "people" for who talked to us. */
  readonly #asked = new Map<Entry, CatchUpTask | "people">();
  readonly #waiting: (() => void)[] = [];
  /** Who talked to us while we were cut off, as far as told; undefined when there is no doubt. */
  #people: Person[] | undefined;
  /** Whether to show what people said before this session and nobody has read. */
  #unread: boolean | undefined;
  #again = false;
  /** What was said to us before that is none of this session's. */
  #began: number | undefined;
  /** What was said to us before that was heard, by those whom we had not heard from. */
  #heardUntil = 0;
  #keys = 0;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /**
   * The connection is there; `again` when it was lost before. Asks who talked to us meanwhile, and
   * for `unread`, at first, who did before.
   */
  begin({ again, unread }: { readonly again: boolean; readonly unread: boolean }): void {
    const { seen, lines, serverNow, has } = this.#options;
    this.#people = undefined;
    if (!has("draft/chathistory")) {
      this.end();
      return;
    }
    this.#began ??= serverNow();
    this.#again = again;
    this.#unread = (this.#unread ?? unread) && lines > 0 && has("draft/read-marker");
    if (!again && !this.#unread) return;
    this.#people = [];
    this.#heardUntil = Math.max(this.#began, seen.newest - MAX_CLOCK_SKEW_MS);
    const since = this.#unread ? serverNow() - MAX_UNREAD_DAYS * DAY_MS : this.#heardUntil - 1;
    const words = [since, serverNow() + DAY_MS].map((time) => `timestamp=${iso(time)}`);
    this.#request("people", ["TARGETS", ...words, String(this.#page(MAX_PAGE_MESSAGES))]);
  }

  /** We entered a room; `time` is the server's. */
  entered(channel: string, time: number): void {
    const { seen, lines, has, serverNow } = this.#options;
    if (!has("draft/chathistory")) return;
    const mark = seen.mark(channel);
    // A JOIN without a time has ours, which may be ahead.
    const since = Math.min(time, serverNow());
    seen.enter(channel, since);
    const steps: Step[] = [];
    if (mark === undefined && lines > 0) steps.push({ type: "latest", missed: false });
    if (mark?.entering === true && lines > 0) steps.push({ type: "before", time: mark.time + 1 });
    if (mark !== undefined) steps.push({ type: "after", by: this.#reference() });
    this.#start(channel, { steps, since: mark?.time ?? since });
  }

  /** We left a room. */
  left(channel: string): void {
    const { info, seen } = this.#options;
    const task = this.#tasks.get(info.fold(channel));
    if (task !== undefined) this.#finish(task);
    seen.leave(channel);
  }

  /** Takes a message as it is said: shows it now, or when its turn has come. */
  said(event: ChatMessageEvent): void {
    const key = this.#options.info.fold(event.conversation);
    const task = this.#tasks.get(key) ??
      (event.room || this.#people === undefined ? undefined : this.#open(event.conversation));
    if (task === undefined) this.#show(event);
    else task.held.set(event.msgid ?? `#${++this.#keys}`, event);
  }

  /** Takes a message that is told from the history of `conversation`. */
  told(event: ChatMessageEvent, conversation: string): void {
    const { info, seen, outbox, isOurs, tell } = this.#options;
    const task = this.#tasks.get(info.fold(conversation));
    if (task !== undefined) {
      task.last = { msgid: event.msgid, time: event.time };
      task.told++;
    }
    if (seen.has(event.msgid)) return;
    const held = event.msgid === undefined ? undefined : task?.held.get(event.msgid);
    if (held?.msgid !== undefined) {
      task?.held.delete(held.msgid);
      this.#show(held);
      return;
    }
    const step = task?.steps[0];
    const missed = step?.type === "after" || step?.type === "latest" && step.missed;
    const own = event.own || isOurs(event.from);
    const stored = own ? outbox.stored(event) : undefined;
    if (step?.type === "unread" && task?.announced === false) {
      // What we said ourselves, before any answer, is nothing that was not read.
      if (own && stored === undefined) return;
      task.announced = true;
      tell(`${task.name} wrote while you were away:`);
    }
    // Without echoes we have shown it ourselves when we said it.
    const shown = event.own && missed && !outbox.hasEcho;
    if (!shown) {
      this.#show({
        ...event,
        own: event.own || stored !== undefined,
        ...(missed ? { missed } : {}),
        ...(stored === undefined ? {} : { id: stored.id }),
      });
    } else seen.take(event);
    if (stored !== undefined) outbox.confirm(stored);
  }

  /** Takes a line of the answer to who talked to us: `CHATHISTORY TARGETS bob 2026-…`. */
  target(params: readonly string[]): void {
    const [subcommand, name, time = ""] = params;
    if (subcommand !== "TARGETS" || name === undefined) return;
    this.#people?.push({ name, time: Date.parse(time) || Infinity });
  }

  /** A question was answered; false when it was none of ours. */
  answered(entry: Entry): boolean {
    const about = this.#asked.get(entry);
    if (about === undefined) return false;
    this.#asked.delete(entry);
    if (about === "people") this.#peopleKnown();
    else this.#pageEnded(about);
    this.#waiting.shift()?.();
    return true;
  }

  /** A question was refused; false when it was none of ours. */
  refused(entry: Entry | undefined, code: string): boolean {
    const about = entry === undefined ? undefined : this.#asked.get(entry);
    if (entry === undefined || about === undefined) return false;
    this.#asked.delete(entry);
    if (about === "people") {
      const people = this.#options.seen.people().slice(0, MAX_PEOPLE);
      this.#people?.push(...people.map((name) => ({ name, time: Infinity })));
      this.#peopleKnown();
    } else if (code === NOT_READABLE) this.#finish(about);
    else this.#instead(about);
    this.#waiting.shift()?.();
    return true;
  }

  /** The connection is lost. What is held waits for the next, which may speak before we ask. */
  lost(): void {
    this.#asked.clear();
    this.#waiting.length = 0;
    this.#people = [];
    for (const task of this.#tasks.values()) {
      if (task.steps.some(({ type }) => type === "mark" || type === "unread")) this.#unread = true;
      task.steps = [];
    }
  }

  /** There will be no other connection: shows what is held. */
  end(): void {
    for (const task of [...this.#tasks.values()]) this.#finish(task);
  }

  #show(event: ChatMessageEvent): void {
    if (this.#options.seen.take(event)) this.#options.show(event);
  }

  #open(name: string, since = 0): CatchUpTask {
    const key = this.#options.info.fold(name);
    const held = this.#tasks.get(key)?.held ?? new Map<string, ChatMessageEvent>();
    const task = {
      name,
      since,
      steps: [],
      last: undefined,
      asked: "",
      told: 0,
      announced: false,
      held,
    };
    this.#tasks.set(key, task);
    return task;
  }

  #start(name: string, plan: { readonly steps: Step[]; readonly since: number }): void {
    const task = this.#open(name, plan.since);
    task.steps = plan.steps;
    this.#next(task);
  }

  #peopleKnown(): void {
    const { info } = this.#options;
    const people = (this.#people ?? []).filter(({ name }) => !info.isChannel(name))
      .sort((a, b) => b.time - a.time);
    this.#people = undefined;
    people.forEach((person, index) => {
      const steps = this.#unread === true && index < MAX_PEOPLE ? this.#unreadSteps(person) : [];
      const meanwhile = this.#again && person.time >= this.#heardUntil - 1;
      if (meanwhile) steps.push({ type: "after", by: this.#reference() });
      if (steps.length > 0) this.#start(person.name, { steps, since: this.#heardUntil });
    });
    this.#unread = false;
    for (const task of [...this.#tasks.values()]) {
      if (task.steps.length === 0 && !info.isChannel(task.name)) this.#finish(task);
    }
  }

  #unreadSteps({ name, time }: Person): Step[] {
    const read = this.#options.readUntil(name);
    if (read === undefined) return [{ type: "mark", newest: time }];
    return time > read ? [{ type: "unread" }] : [];
  }

  /** Asks what comes next, or ends. */
  #next(task: CatchUpTask): void {
    const { info } = this.#options;
    if (this.#tasks.get(info.fold(task.name)) !== task) return;
    const [step] = task.steps;
    if (step === undefined) {
      this.#finish(task);
      return;
    }
    if (step.type === "after") {
      task.asked = this.#after(task, step.by);
      const limit = String(this.#page(MAX_PAGE_MESSAGES));
      this.#request(task, ["AFTER", task.name, task.asked, limit]);
      return;
    }
    if (step.type === "mark") {
      this.#request(task, [task.name], "MARKREAD");
      return;
    }
    const limit = String(this.#page(this.#options.lines || MAX_PAGE_MESSAGES));
    if (step.type === "unread") {
      const read = this.#options.readUntil(task.name) ?? 0;
      this.#request(task, ["LATEST", task.name, `timestamp=${iso(read)}`, limit]);
    } else if (step.type === "latest") this.#request(task, ["LATEST", task.name, "*", limit]);
    else this.#request(task, ["BEFORE", task.name, `timestamp=${iso(step.time)}`, limit]);
  }

  #after(task: CatchUpTask, by: "msgid" | "timestamp"): string {
    const last = task.last ?? this.#options.seen.mark(task.name);
    if (by === "msgid" && last?.msgid !== undefined) return `msgid=${last.msgid}`;
    // More may have been said in the same millisecond; what was seen is not shown again.
    return `timestamp=${iso((last?.time ?? task.since) - 1)}`;
  }

  #pageEnded(task: CatchUpTask): void {
    const [step] = task.steps;
    if (step?.type === "mark") {
      const { newest } = step;
      task.steps.splice(0, 1, ...this.#unreadSteps({ name: task.name, time: newest }));
      if (task.steps[0]?.type === "mark") task.steps.shift();
      this.#next(task);
    } else if (step?.type !== "after") this.#advance(task);
    // A server may tell fewer than were asked for: only an empty page is the last.
    else if (task.last === undefined || this.#after(task, step.by) === task.asked) {
      this.#advance(task);
    } else if (task.told >= MAX_CAUGHT_UP) {
      this.#options.tell(`More than ${MAX_CAUGHT_UP} messages were said: not all are shown`);
      this.#advance(task);
    } else {
      this.#next(task);
    }
  }

  #advance(task: CatchUpTask): void {
    task.steps.shift();
    task.last = undefined;
    this.#next(task);
  }

  /** The server cannot answer that: asks for something near it. */
  #instead(task: CatchUpTask): void {
    const [step] = task.steps;
    if (step?.type === "after" && task.asked.startsWith("msgid=")) {
      const { seen } = this.#options;
      const mark = task.last ?? seen.mark(task.name);
      task.last = { msgid: undefined, time: (mark?.time ?? task.since) - MAX_CLOCK_SKEW_MS };
      task.steps[0] = { type: "after", by: "timestamp" };
    } else if (step?.type === "after") {
      this.#options.tell(
        `The server does not know what was said last in ${task.name}: something may be missing`,
      );
      task.steps[0] = { type: "latest", missed: true };
    } else task.steps.shift();
    this.#next(task);
  }

  #finish(task: CatchUpTask): void {
    const { info, seen } = this.#options;
    const key = info.fold(task.name);
    if (this.#tasks.get(key) === task) this.#tasks.delete(key);
    seen.settle(task.name);
    for (const event of task.held.values()) this.#show(event);
    task.held.clear();
  }

  #request(
    about: CatchUpTask | "people",
    params: readonly string[],
    command = "CHATHISTORY",
  ): void {
    const { outbox, has } = this.#options;
    // Where answers have no labels, only one question at a time can be told to be refused.
    const most = has("labeled-response") ? MAX_REQUESTS : 1;
    const send = () => {
      // Not by the room's name: a refusal that names it is about what was said there.
      const entry = outbox.push({ ...quietEntry(command, params), target: "" });
      this.#asked.set(entry, about);
    };
    if (this.#asked.size < most) send();
    else this.#waiting.push(send);
  }

  /** At most what the server gives at once. */
  #page(wanted: number): number {
    const most = Number(this.#options.info.isupport.get("CHATHISTORY"));
    return most > 0 ? Math.min(wanted, most) : wanted;
  }

  #reference(): "msgid" | "timestamp" {
    const types = this.#options.info.isupport.get("MSGREFTYPES");
    return typeof types !== "string" || types.split(",").includes("msgid") ? "msgid" : "timestamp";
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
