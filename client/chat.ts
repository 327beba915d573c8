import { messageOf } from "../protocol/errors.ts";
import { utf8Length } from "../protocol/lines.ts";
import { MAX_LINE_BYTES } from "../protocol/lines.ts";
import { formatMessage } from "../protocol/message.ts";
import { runLine, sayLine } from "./commands/mod.ts";
import type { Actions, SendOptions, Target } from "./commands/mod.ts";
import type {
  ChatMessageEvent,
  ClientEvent,
  KickEvent,
  MessageKind,
  PartEvent,
  RefusedEvent,
} from "./events.ts";
import { INITIAL_STATE, reduceAll } from "./model/mod.ts";
import type { ClientState } from "./model/mod.ts";
import { channelName } from "./format/names.ts";
import { MAX_WAITING_LINES } from "./sending/outbox.ts";
import { recordOf } from "./format/record.ts";
import type { RecordFormat } from "./format/record.ts";
import { Session } from "./session/session.ts";
import type { SessionEnd, SessionOptions } from "./session/options.ts";

/** Events folded at the latest into the state when so many wait. */
const MAX_UNAPPLIED = 2_000;

/** Where the friend list is kept between runs. */
export interface FriendStore {
  readonly nicks: readonly string[];
  /** Keeps the list; throws an Error that says why it cannot. */
  save(nicks: readonly string[]): void;
}

/** Options for {@linkcode Chat}. */
export interface ChatOptions {
  readonly session: Omit<SessionOptions, "emit">;
  /** Whom to talk to at first instead of the first room. */
  readonly to: string | undefined;
  readonly friends: FriendStore;
  /** Writes a file where the person finds it; returns its path. Throws an Error that says why not. */
  readonly saveFile: (name: string, text: string) => string;
  /**
   * A person sees where the next line goes, so it may go elsewhere by itself when a room is left
   * or does not let us in. What a script says must never end up in another room.
   */
  readonly interactive: boolean;
  /** Hears everything that happens while it runs, in order. */
  readonly listen: (event: ClientEvent) => void;
}

/** One person's chat, without a face: the session, the state, and what can be typed. */
export class Chat {
  readonly #options: ChatOptions;
  readonly #session: Session;
  /** Rooms asked for, and what was looked at before. */
  readonly #joining = new Map<string, Target | undefined>();
  #state = INITIAL_STATE;
  #unapplied: ClientEvent[] = [];
  #quitting = false;
  #over = false;
  #listening = false;
  #current = "";
  #wakers: (() => void)[] = [];

  constructor(options: ChatOptions) {
    this.#options = options;
    const emit = (event: ClientEvent) => this.#take(event);
    this.#session = new Session({ ...options.session, emit });
    const { rooms } = options.session;
    for (const room of [...rooms].reverse()) this.#focus({ name: room, room: true });
    if (options.to !== undefined) this.#focus({ name: options.to, room: false });
    this.#setFriends(options.friends.nicks);
  }

  /** Everything known now. */
  get state(): ClientState {
    if (this.#unapplied.length > 0) {
      this.#state = reduceAll(this.#state, this.#unapplied);
      this.#unapplied = [];
    }
    return this.#state;
  }

  /** Our name; "" before the server gave us one. */
  get nick(): string {
    return this.#session.info.nick;
  }

  /** The name of the room or person one talks to, as on the wire; "" for none. */
  get current(): string {
    return this.#current;
  }

  /** How many rooms we are in, or want to be in. */
  get roomCount(): number {
    return this.#session.desired.roomCount;
  }

  get isOnline(): boolean {
    return this.#session.isOnline;
  }

  /** Lines that were typed and have not been sent. */
  get waiting(): number {
    return this.#session.outbox.waiting;
  }

  /** Done when no more than `most` typed lines wait to be sent, or when it is over. */
  async whenWaiting(most: number): Promise<void> {
    while (this.waiting > most && !this.#over) {
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
  }

  /** Whether two names are the same one on this server. */
  same(a: string, b: string): boolean {
    return this.#session.info.same(a, b);
  }

  /** Stays until it is over. */
  async run(): Promise<SessionEnd> {
    this.#listening = true;
    const end = await this.#session.run();
    this.#over = true;
    this.#wake();
    return end;
  }

  /** Does what a typed line asks for. */
  input(line: string): void {
    runLine(line, this.#actions(line));
  }

  /** Says a line as it is, also when it begins with a slash. */
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
      this.#take({ type: "problem", time: this.#now(), reason, text: typed });
    return {
      state: this.state,
      isOnline: session.isOnline,
      refuse,
      tell: (text) => this.#take({ type: "local", time: this.#now(), text }),
      say: (target, text, kind) => this.#say(target, { text, kind, refuse }),
      send: (command, params, options) =>
        this.#send({ command, params, typed, refuse, ...options }),
      join: (channel, key) => {
        if (key !== undefined) session.desired.rememberKey(channel, key);
        const { state } = this;
        const before = state.conversations.get(state.current ?? "");
        this.#joining.set(
          session.info.fold(channel),
          before && { name: before.name, room: before.kind === "room" },
        );
        const params = key === undefined ? [channel] : [channel, key];
        this.#send({ command: "JOIN", params, typed, refuse });
        this.#focus({ name: channel, room: true });
      },
      part: (channel, reason) => {
        session.desired.forget(channel);
        const params = reason === undefined ? [channel] : [channel, reason];
        this.#send({ command: "PART", params, typed, refuse });
      },
      focus: (target) => this.#focus(target),
      find: (question) => {
        const problem = session.find({ ...question, typed });
        if (problem !== undefined) refuse(problem);
      },
      export: (target, format) => this.#export(target, { format, refuse }),
      setNick: (nick) => session.changeNick(nick, typed),
      setAway: (message) => session.setAway(message, typed),
      setFriend: (nick, isFriend) => this.#setFriend(nick, isFriend),
      quit: (reason) => this.#quit(reason),
    };
  }

  #say(
    target: Target,
    what: { text: string; kind: MessageKind; refuse: (reason: string) => void },
  ): void {
    if (this.waiting >= MAX_WAITING_LINES) {
      what.refuse(`${MAX_WAITING_LINES} lines wait to be sent already`);
      return;
    }
    // No line of the protocol can hold them.
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
    const { name, text } = recordOf(conversation, { format, nick: this.nick, now: this.#now() });
    try {
      const path = this.#options.saveFile(name, text);
      this.#take({ type: "local", time: this.#now(), text: `Written to ${path}` });
    } catch (error) {
      const reason = messageOf(error);
      refuse(`Cannot write ${name}: ${reason}`);
    }
  }

  #quit(reason: string | undefined): void {
    if (this.#quitting || this.#session.isLost) {
      this.#session.leave(reason);
      return;
    }
    this.#quitting = true;
    if (this.waiting > 1) {
      const text = `Sending ${this.waiting} lines first; /quit again leaves at once`;
      this.#take({ type: "local", time: this.#now(), text });
    }
    this.#session.finish(reason);
  }

  #setFriend(nick: string, isFriend: boolean): boolean {
    const { info } = this.#session;
    const before = [...this.state.friends.values()].map((friend) => friend.nick);
    const others = before.filter((other) => !info.same(other, nick));
    if (isFriend === (others.length < before.length)) return false;
    this.#setFriends(isFriend ? [...others, nick] : others);
    try {
      this.#options.friends.save(isFriend ? [...others, nick] : others);
    } catch (error) {
      const reason = messageOf(error);
      this.#take({ type: "problem", time: this.#now(), reason });
    }
    return true;
  }

  #setFriends(nicks: readonly string[]): void {
    this.#take({ type: "friends", time: this.#now(), nicks });
    this.#session.watch.watch(nicks);
  }

  #focus(target: Target | undefined): void {
    const { name, room } = target ?? { name: "", room: false };
    this.#take({ type: "focus", time: this.#now(), conversation: name, room });
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  }

  #now(): number {
    return this.#options.session.clock.now();
  }

  #take(event: ClientEvent): void {
    this.#unapplied.push(event);
    if (this.#unapplied.length >= MAX_UNAPPLIED) void this.state;
    if (event.type === "focus") this.#current = event.conversation;
    if (event.type === "nick" && this.same(event.nick, this.#current)) {
      this.#current = event.newNick;
    }
    if (this.#listening) this.#options.listen(event);
    if (event.type === "message" && this.#isRead(event)) this.#session.markRead(event);
    if (event.type === "delivered" || event.type === "refused") this.#wake();
    if (event.type === "refused") this.#afterRefusal(event);
    else if (event.type === "join" && event.own) this.#afterJoin(event.channel);
    else if (event.type === "part" || event.type === "kick") {
      if (event.own) this.#afterLeaving(event);
    }
  }

  /** Whether who is told of it has read it: a person, or a program that is told what was not. */
  #isRead({ room }: ChatMessageEvent): boolean {
    const { interactive, session } = this.#options;
    return interactive || session.showUnread && !room;
  }

  #afterJoin(channel: string): void {
    this.#joining.delete(this.#session.info.fold(channel));
    if (!this.#options.interactive || this.state.current !== undefined) return;
    this.#focus({ name: channel, room: true });
  }

  // A room that did not let us in is not where the next line should go.
  #afterRefusal(event: RefusedEvent): void {
    const key = this.#session.info.fold(event.about.split(" ")[0] ?? "");
    const before = this.#joining.get(key);
    if (!this.#joining.delete(key) || this.state.current !== key) return;
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

/** The channels that flags or settings name. */
export function channelNames(rooms: readonly string[]): string[] {
  return rooms.map(channelName);
}
