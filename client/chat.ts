import { currentTarget, runLine, sayLine } from "./commands/mod.ts";
import type { Target } from "./commands/mod.ts";
import type { ClientEvent } from "./events.ts";
import type { ChatOptions } from "./chat_options.ts";
import type { MessagePosition } from "./history/pages.ts";
import { LineActions, type LineOptions } from "./line_actions.ts";
import { MessageActions } from "./message_actions.ts";
import { PersonFilter } from "./person_filter.ts";
import { INITIAL_STATE, reduceAll } from "./model/mod.ts";
import type { ClientState, MessageEntry } from "./model/mod.ts";
import { Reading } from "./reading.ts";
import { RoomFollower } from "./room_follower.ts";
import type { OutboxEntry } from "./sending/outbox.ts";
import type { LoginTokens } from "./session/accounts/login_tokens.ts";
import type { SessionContinuation, SessionEnd } from "./session/options.ts";
import { Session } from "./session/session.ts";
import { t } from "./texts/mod.ts";

/** Events that may wait before they are applied to the state. */
const MAX_UNAPPLIED = 2_000;
/** Characters of a message that is applied at once. */
const MAX_UNAPPLIED_CHARACTERS = 10_000;

export type { ChatOptions, MessagePosition };

/** The chat of one person, which every front end uses: the session, the state, and the commands. */
export class Chat {
  readonly #options: ChatOptions;
  readonly #session: Session;
  readonly #messages: MessageActions;
  readonly #lines: LineActions;
  readonly #reading: Reading;
  readonly #follower: RoomFollower;
  readonly #stopListening: () => void;
  #state: ClientState;
  #unapplied: ClientEvent[] = [];
  #quitting = false;
  #over = false;
  #running = false;
  #current = "";
  readonly #wakers: (() => void)[] = [];

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#state = options.state === undefined
      ? { ...INITIAL_STATE, nick: options.session.nick ?? "" }
      : continuedState(options.state, options.session.continues);
    const emit = (event: ClientEvent) => this.#handle(event);
    const filter = new PersonFilter({
      settings: options.settings,
      personOf: (nick) => this.#state.people.get(this.#session.info.fold(nick)),
    });
    this.#session = new Session({ ...options.session, emit: filter.before(emit) });
    const shared = { session: this.#session, state: () => this.state };
    this.#reading = new Reading({ ...shared, options, emit });
    this.#messages = new MessageActions({
      ...shared,
      now: () => this.#now(),
      refuse: (reason) => this.#handle({ type: "problem", time: this.#now(), reason }),
    });
    this.#follower = new RoomFollower({
      info: this.#session.info,
      interactive: options.interactive,
      onScreen: options.screen !== undefined,
      state: () => this.state,
      focus: (target) => this.#focus(target),
      close: (channel) => this.#close(channel),
    });
    this.#lines = new LineActions({
      ...shared,
      messages: this.#messages,
      reading: this.#reading,
      follower: this.#follower,
      chat: options,
      emit,
      focus: (target) => this.#focus(target),
      close: (target) => this.close(target),
      quit: (reason) => this.quit(reason),
    });
    const { rooms, continues } = options.session;
    for (const room of [...rooms].reverse()) this.#focus({ name: room, room: true });
    if (options.to !== undefined) this.#focus({ name: options.to, room: false });
    if (options.state === undefined) this.#queueAgain(continues?.backlog.lines ?? []);
    this.#setFriends(options.settings.get("friends"));
    // Another network's chat may change the list, too.
    this.#stopListening = options.settings.onChange((key) => {
      if (key === "friends") this.#setFriends(options.settings.get("friends"));
      filter.update();
    });
  }

  /** The state after all events so far. */
  get state(): ClientState {
    if (this.#unapplied.length > 0) {
      this.#state = reduceAll(this.#state, this.#unapplied);
      this.#unapplied = [];
    }
    return this.#state;
  }

  /** Our nickname; "" until the server has registered us. */
  get nick(): string {
    return this.#session.info.nick;
  }

  /** The channel or nickname of the current conversation; "" for none. */
  get current(): string {
    return this.#current;
  }

  /** The rooms that we are in, or want to be in. */
  get rooms(): readonly string[] {
    return this.#session.desired.rooms;
  }

  /** How many rooms we are in, or want to be in. */
  get roomCount(): number {
    return this.#session.desired.roomCount;
  }

  /** Whether the connection is ready for commands. */
  get isOnline(): boolean {
    return this.#session.isOnline;
  }

  /** The number of typed lines that have not been sent. */
  get waiting(): number {
    return this.#session.outbox.waiting;
  }

  /** The typed lines that are not delivered, oldest first. */
  get unsent(): readonly OutboxEntry[] {
    return this.#session.outbox.backlog.lines;
  }

  /** What the next chat on this network needs to go on from here, when this one has ended. */
  get continuation(): SessionContinuation {
    return this.#session.continuation;
  }

  /** Resolves when at most `max` typed lines wait to be sent, or when the chat has ended. */
  async whenWaiting(max: number): Promise<void> {
    while (this.waiting > max && !this.#over) {
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
  }

  /** Whether two names are the same on this server. */
  same(a: string, b: string): boolean {
    return this.#session.info.same(a, b);
  }

  /** Runs until the chat has ended. */
  async run(): Promise<SessionEnd> {
    this.#running = true;
    const end = await this.#session.run();
    this.#over = true;
    this.#stopListening();
    this.#wake();
    return end;
  }

  /** Connects at once if it waits to connect again. Returns false if it does not wait. */
  connectNow(): boolean {
    return this.#session.connectNow();
  }

  /**
   * Finds out soon whether the connection is still there, because the network has changed or the
   * machine was asleep; connects at once if it waits to.
   */
  checkConnection(): void {
    if (!this.connectNow()) this.#session.probe();
  }

  /** Runs a typed line: a /command, or a message to the current conversation. */
  input(line: string, options?: LineOptions): void {
    runLine(line, this.#lines.of(line, options));
  }

  /** Sends a line as a message, even if it begins with a slash. */
  say(line: string): void {
    sayLine(line, this.#lines.of(line));
  }

  /** How many messages a text to the current conversation becomes. */
  countMessages(text: string): number {
    return this.#session.sender.count(this.current, text);
  }

  /** Makes another room or person the current conversation; undefined for none. */
  focus(target: Target | undefined): void {
    this.#focus(target);
  }

  /** Makes, lists and revokes the login tokens of our account. */
  get loginTokens(): LoginTokens {
    return this.#session.loginTokens;
  }

  /** How long the server takes to answer, in milliseconds; undefined while it is not known. */
  get lagMs(): number | undefined {
    return this.state.lagMs;
  }

  /** The person begins or ends looking at the current conversation: what is shown is read. */
  look(looking: boolean): void {
    this.#handle({ type: "look", time: this.#now(), looking });
  }

  /** Requests the messages before the oldest entry of a conversation, one page at a time. */
  loadOlder(key: string): void {
    this.#messages.loadOlder(key);
  }

  /**
   * Requests the messages around one, which may be far back. Returns false if others of this
   * conversation are still to come.
   */
  loadAround(key: string, message: MessagePosition): boolean {
    return this.#messages.loadAround(key, message);
  }

  /**
   * Searches the history of a room or person, or of everything. The event `found` with the number
   * that is returned has the result, or `problem` says why there is none.
   */
  search(words: string, target?: Target): number {
    return this.#messages.search(words, target);
  }

  /** Requests the rooms of the server, which the event `rooms` has. */
  requestRooms(): void {
    this.#session.sender.quietly("LIST", []);
  }

  /** Tells the others in the current conversation whether we are typing. */
  setTyping(state: "active" | "paused" | "done"): void {
    this.#messages.setTyping(currentTarget(this.state), state);
  }

  /** Sends a message to the current conversation that replies to another. */
  reply(msgid: string, text: string, options?: LineOptions): void {
    this.#lines.of(text, options).reply(msgid, text);
  }

  /** Reacts to a message of the current conversation, or takes the reaction back. */
  react(msgid: string, emoji: string, on: boolean): void {
    this.#lines.of("").react({ msgid, emoji, on });
  }

  /** Removes a message of the current conversation for everybody. */
  redact(msgid: string, reason?: string): void {
    this.#lines.of("").redact(msgid, reason);
  }

  /** Discards a message of ours that was not sent. */
  discard({ conversation, id }: Pick<MessageEntry, "conversation" | "id">): void {
    if (id !== undefined) this.#handle({ type: "discard", time: this.#now(), conversation, id });
  }

  /** Closes a conversation; a room is left. */
  close({ name, room }: Target): void {
    const conversation = this.state.conversations.get(this.#session.info.fold(name));
    if (room && conversation?.joined === true) {
      this.#session.desired.removeRoom(name);
      this.#follower.closing(name);
      this.#session.command("PART", [name], { text: "/close" });
    } else {
      const wasCurrent = this.same(name, this.current);
      this.#close(name);
      // A screen has turned to another conversation before.
      if (wasCurrent && this.#options.screen === undefined) this.#follower.turn();
    }
  }

  /** Shows the person a text. */
  tell(text: string): void {
    this.#handle({ type: "local", time: this.#now(), text });
  }

  /** Leaves when everything typed is delivered; called again, leaves now. */
  quit(reason: string | undefined): void {
    if (this.#quitting || this.#session.isLost) {
      this.#session.leave(reason);
      return;
    }
    this.#quitting = true;
    if (this.waiting > 1) {
      this.tell(
        t("Sending {count} lines first; /quit again leaves at once", { count: this.waiting }),
      );
    }
    this.#session.finish(reason);
  }

  /** Leaves when everything typed is delivered. */
  finish(): void {
    this.#session.finish();
  }

  /** Leaves now. */
  leave(): void {
    this.#session.leave();
  }

  #setFriends(nicks: readonly string[]): void {
    this.#handle({ type: "friends", time: this.#now(), nicks });
    this.#session.presence.setFriends(nicks);
  }

  /** Shows lines of an earlier chat, whose state is gone, as pending. */
  #queueAgain(lines: readonly OutboxEntry[]): void {
    const { info } = this.#session;
    for (const { id, kind, target, text } of lines) {
      if (kind === undefined) continue;
      const channel = info.channelOf(target);
      const about = { target, conversation: channel ?? target, room: channel !== undefined };
      this.#handle({
        type: "queued",
        time: this.#now(),
        id,
        kind,
        ...about,
        text,
        replyTo: undefined,
      });
    }
  }

  #close(name: string): void {
    this.#handle({ type: "close", time: this.#now(), conversation: name });
  }

  #focus(target: Target | undefined): void {
    const { name, room } = target ?? { name: "", room: false };
    this.#handle({ type: "focus", time: this.#now(), conversation: name, room });
  }

  #wake(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }

  #now(): number {
    return this.#options.session.clock.now();
  }

  #handle(event: ClientEvent): void {
    this.#unapplied.push(event);
    const isLong = event.type === "message" && event.text.length > MAX_UNAPPLIED_CHARACTERS;
    if (isLong || this.#unapplied.length >= MAX_UNAPPLIED) void this.state;
    if (event.type === "focus") this.#current = event.conversation;
    if (event.type === "nick" && this.same(event.nick, this.#current)) {
      this.#current = event.newNick;
    }
    if (this.#running) this.#options.listen(event);
    this.#reading.handle(event, this.#current);
    if (event.type === "delivered" || event.type === "refused") this.#wake();
    this.#follower.handle(event);
  }
}

/** The state that a chat goes on from: lines that are sent again are still pending. */
function continuedState(
  state: ClientState,
  continues: SessionContinuation | undefined,
): ClientState {
  const ids = new Set(continues?.backlog.lines.map(({ id }) => id));
  const pending = new Map([...state.pending].filter(([id]) => ids.has(id)));
  return { ...state, status: "connecting", pending };
}
