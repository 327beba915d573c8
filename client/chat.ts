import { messageOf } from "../protocol/errors.ts";
import { MAX_LINE_BYTES, utf8Length } from "../protocol/lines.ts";
import { formatMessage } from "../protocol/message.ts";
import { currentTarget, runLine, sayLine } from "./commands/mod.ts";
import type { Actions, SendOptions, Target } from "./commands/mod.ts";
import type {
  ChatMessageEvent,
  ClientEvent,
  KickEvent,
  MessageKind,
  PartEvent,
  RefusedEvent,
} from "./events.ts";
import { formatRecord } from "./format/record.ts";
import type { RecordFormat } from "./format/record.ts";
import { INITIAL_STATE, reduceAll } from "./model/mod.ts";
import type { ClientState } from "./model/mod.ts";
import { NameMap } from "./session/name_map.ts";
import type { SessionEnd, SessionOptions } from "./session/options.ts";
import { Session } from "./session/session.ts";

/** Events that may wait before they are applied to the state. */
const MAX_UNAPPLIED = 2_000;
/** Typed lines that may wait to be sent; further ones are refused. */
const MAX_WAITING_LINES = 20_000;

/** Keeps the list of friends between runs. */
export interface FriendStore {
  readonly nicks: readonly string[];
  /** Saves the list. Throws an Error whose message says why it cannot. */
  save(nicks: readonly string[]): void;
}

/** Options for {@linkcode Chat}. */
export interface ChatOptions {
  readonly session: Omit<SessionOptions, "emit">;
  /** The person to talk to at the start, instead of the first room. */
  readonly to: string | undefined;
  readonly friends: FriendStore;
  /** Writes a file and returns its path. Throws an Error whose message says why it cannot. */
  readonly saveFile: (name: string, text: string) => string;
  /**
   * Whether a person sees where the next line goes. If so, the chat turns to another room by
   * itself when a room is left or cannot be joined. The lines of a script must never go to
   * another room than the script means.
   */
  readonly interactive: boolean;
  /** Receives every event while the chat runs, in order. */
  readonly listen: (event: ClientEvent) => void;
}

/** The chat of one person, which every front end uses: the session, the state, and the commands. */
export class Chat {
  readonly #options: ChatOptions;
  readonly #session: Session;
  /** The rooms that are being joined, each with the conversation that was the current one before. */
  readonly #joining: NameMap<Target | undefined>;
  #state = INITIAL_STATE;
  #unapplied: ClientEvent[] = [];
  #quitting = false;
  #over = false;
  #running = false;
  #current = "";
  #wakers: (() => void)[] = [];

  constructor(options: ChatOptions) {
    this.#options = options;
    const emit = (event: ClientEvent) => this.#handle(event);
    this.#session = new Session({ ...options.session, emit });
    this.#joining = new NameMap(this.#session.info);
    const { rooms } = options.session;
    for (const room of [...rooms].reverse()) this.#focus({ name: room, room: true });
    if (options.to !== undefined) this.#focus({ name: options.to, room: false });
    this.#setFriends(options.friends.nicks);
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
    this.#wake();
    return end;
  }

  /** Runs a typed line: a /command, or a message to the current conversation. */
  input(line: string): void {
    runLine(line, this.#actions(line));
  }

  /** Sends a line as a message, even if it begins with a slash. */
  say(line: string): void {
    sayLine(line, this.#actions(line));
  }

  /** Leaves when everything typed is delivered. */
  finish(): void {
    this.#session.finish();
  }

  /** Leaves now. */
  leave(): void {
    this.#session.leave();
  }

  #actions(typed: string): Actions {
    const session = this.#session;
    const refuse = (reason: string) =>
      this.#handle({ type: "problem", time: this.#now(), reason, text: typed });
    const send = (command: string, params: readonly string[], options?: SendOptions) =>
      this.#send({ command, params, typed, refuse, ...options });
    return {
      state: this.state,
      isOnline: session.isOnline,
      refuse,
      tell: (text) => this.#tell(text),
      say: (target, text, kind) => this.#say(target, { text, kind, refuse }),
      send,
      join: (channel, key) => {
        if (key !== undefined) session.desired.setKey(channel, key);
        this.#joining.set(channel, currentTarget(this.state));
        send("JOIN", key === undefined ? [channel] : [channel, key]);
        this.#focus({ name: channel, room: true });
      },
      part: (channel, reason) => {
        session.desired.removeRoom(channel);
        send("PART", reason === undefined ? [channel] : [channel, reason]);
      },
      focus: (target) => this.#focus(target),
      find: (query) => {
        const problem = session.find({ ...query, typed });
        if (problem !== undefined) refuse(problem);
      },
      export: (target, format) => this.#export(target, { format, refuse }),
      setNick: (nick) => session.changeNick(nick, typed),
      setAway: (message) => session.setAway(message, typed),
      setFriend: (nick, isFriend) => this.#setFriend(nick, isFriend),
      quit: (reason) => this.#quit(reason),
    };
  }

  #tell(text: string): void {
    this.#handle({ type: "local", time: this.#now(), text });
  }

  #say(
    target: Target,
    what: { text: string; kind: MessageKind; refuse: (reason: string) => void },
  ): void {
    if (this.waiting >= MAX_WAITING_LINES) {
      what.refuse(`${MAX_WAITING_LINES} lines are waiting to be sent already`);
      return;
    }
    // A line of IRC cannot hold these two characters.
    // deno-lint-ignore no-control-regex
    const text = what.text.replace(/[\x00\r]/g, " ");
    this.#session.say(target.name, text, what.kind);
  }

  #send(
    what: SendOptions & {
      readonly command: string;
      readonly params: readonly string[];
      readonly typed: string;
      readonly refuse: (reason: string) => void;
    },
  ): void {
    const { command, params, typed, refuse, ...options } = what;
    const bytes = utf8Length(formatMessage({ command, params })) + 2;
    if (bytes > MAX_LINE_BYTES) {
      refuse(`Cannot send ${command}: it is ${bytes - MAX_LINE_BYTES} bytes too long`);
    } else this.#session.command(command, params, { text: typed, ...options });
  }

  #export(
    target: Target,
    { format, refuse }: { format: RecordFormat; refuse: (reason: string) => void },
  ): void {
    const conversation = this.state.conversations.get(this.#session.info.fold(target.name));
    if (conversation === undefined) return refuse("There is nothing to write");
    const { name, text } = formatRecord(conversation, {
      format,
      nick: this.nick,
      now: this.#now(),
    });
    try {
      this.#tell(`Written to ${this.#options.saveFile(name, text)}`);
    } catch (error) {
      refuse(`Cannot write ${name}: ${messageOf(error)}`);
    }
  }

  #quit(reason: string | undefined): void {
    if (this.#quitting || this.#session.isLost) {
      this.#session.leave(reason);
      return;
    }
    this.#quitting = true;
    if (this.waiting > 1) {
      this.#tell(`Sending ${this.waiting} lines first; /quit again leaves at once`);
    }
    this.#session.finish(reason);
  }

  #setFriend(nick: string, isFriend: boolean): boolean {
    const before = [...this.state.friends.values()].map((friend) => friend.nick);
    const others = before.filter((other) => !this.same(other, nick));
    if (isFriend === (others.length < before.length)) return false;
    const friends = isFriend ? [...others, nick] : others;
    this.#setFriends(friends);
    try {
      this.#options.friends.save(friends);
    } catch (error) {
      this.#handle({ type: "problem", time: this.#now(), reason: messageOf(error) });
    }
    return true;
  }

  #setFriends(nicks: readonly string[]): void {
    this.#handle({ type: "friends", time: this.#now(), nicks });
    this.#session.presence.setFriends(nicks);
  }

  #focus(target: Target | undefined): void {
    const { name, room } = target ?? { name: "", room: false };
    this.#handle({ type: "focus", time: this.#now(), conversation: name, room });
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  }

  #now(): number {
    return this.#options.session.clock.now();
  }

  #handle(event: ClientEvent): void {
    this.#unapplied.push(event);
    if (this.#unapplied.length >= MAX_UNAPPLIED) void this.state;
    if (event.type === "focus") this.#current = event.conversation;
    if (event.type === "nick" && this.same(event.nick, this.#current)) {
      this.#current = event.newNick;
    }
    if (this.#running) this.#options.listen(event);
    if (event.type === "message" && this.#isRead(event)) this.#session.markRead(event);
    if (event.type === "delivered" || event.type === "refused") this.#wake();
    if (event.type === "refused") this.#afterRefusal(event);
    else if (event.type === "join" && event.own) this.#afterJoin(event.channel);
    else if (event.type === "part" || event.type === "kick") {
      if (event.own) this.#afterLeaving(event);
    }
  }

  /** Whether showing a message means that it is read: to a person, or to a script for the unread. */
  #isRead({ room }: ChatMessageEvent): boolean {
    const { interactive, session } = this.#options;
    return interactive || session.showUnread && !room;
  }

  #afterJoin(channel: string): void {
    this.#joining.delete(channel);
    if (!this.#options.interactive || this.state.current !== undefined) return;
    this.#focus({ name: channel, room: true });
  }

  // The next line must not go to a room that we could not join.
  #afterRefusal(event: RefusedEvent): void {
    const channel = event.about.split(" ")[0] ?? "";
    const before = this.#joining.get(channel);
    if (!this.#joining.delete(channel)) return;
    if (this.state.current !== this.#session.info.fold(channel)) return;
    this.#focus(this.#options.interactive ? before : undefined);
  }

  #afterLeaving(event: PartEvent | KickEvent): void {
    if (this.state.current !== this.#session.info.fold(event.channel)) return;
    const other = [...this.state.conversations.values()]
      .findLast((conversation) => conversation.kind === "room" && conversation.joined);
    const goesOn = this.#options.interactive && event.type === "part" && other !== undefined;
    this.#focus(goesOn ? { name: other.name, room: true } : undefined);
  }
}
