import { messageOf } from "../protocol/errors.ts";
import { MAX_LINE_BYTES, utf8Length } from "../protocol/lines.ts";
import { formatMessage } from "../protocol/message.ts";
import type { ChatOptions } from "./chat_options.ts";
import { currentTarget } from "./commands/mod.ts";
import type { Actions, SendOptions, Target } from "./commands/mod.ts";
import { hasSecret, maskSecrets, sendsSecret } from "./commands/secrets.ts";
import { marksToCodes } from "./editing/marks.ts";
import type { ClientEvent, MessageKind } from "./events.ts";
import type { MessageActions } from "./message_actions.ts";
import { type ClientState, SERVER_KEY } from "./model/mod.ts";
import type { Reading } from "./reading.ts";
import { writeRecord } from "./record/record_file.ts";
import type { RecordFormat } from "./record/record_formats.ts";
import type { RoomFollower } from "./room_follower.ts";
import { exposureWarning, whyKept } from "./session/accounts/password_policy.ts";
import type { Session } from "./session/session.ts";
import { t } from "./texts/mod.ts";

/** Typed lines that may wait to be sent; further ones are refused. */
const MAX_WAITING_LINES = 20_000;

/** Options for {@linkcode LineActions}. */
export interface LineActionsOptions {
  readonly session: Session;
  readonly state: () => ClientState;
  readonly messages: MessageActions;
  readonly reading: Reading;
  readonly follower: RoomFollower;
  readonly chat: Pick<ChatOptions, "saveFile" | "screen" | "session" | "settings">;
  readonly emit: (event: ClientEvent) => void;
  readonly focus: (target: Target | undefined) => void;
  readonly close: (target: Target) => void;
  readonly quit: (reason: string | undefined) => void;
}

/** How a typed line is taken. */
export interface LineOptions {
  /** Whether marks such as `**bold**` in messages become codes of IRC. */
  readonly marks?: boolean;
}

/** Why a line cannot be done is shown to the person, with the line. */
type Refuse = (reason: string) => void;

/** What a typed line can do: the actions of /commands, and sending messages. */
export class LineActions {
  readonly #options: LineActionsOptions;

  constructor(options: LineActionsOptions) {
    this.#options = options;
  }

  /** The actions of a line; what they refuse is shown with the line. */
  of(typed: string, { marks = false }: LineOptions = {}): Actions {
    const { session, messages, reading, follower, chat, focus, quit } = this.#options;
    const state = this.#options.state();
    const shown = maskSecrets(typed, currentTarget(state)?.name);
    const refuse = (reason: string) =>
      this.#options.emit({ type: "problem", time: this.#now(), reason, text: shown });
    const send = (command: string, params: readonly string[], options?: SendOptions) =>
      this.#send({ command, params, typed, refuse, ...options });
    const textOf = (text: string) => marks && !hasSecret(typed) ? marksToCodes(text) : text;
    return {
      state,
      settings: chat.settings,
      isOnline: session.isOnline,
      isWanted: (channel) => session.desired.wants(channel),
      loginTokens: session.loginTokens,
      refuse,
      tell: (text) => this.#tell(text),
      say: (target, text, kind) => this.#say(target, { text: textOf(text), kind, refuse }),
      reply: (msgid, text) => {
        const target = currentTarget(this.#options.state());
        const replyTo = session.has("message-tags") ? msgid : undefined;
        if (target === undefined) return;
        this.#say(target, { text: textOf(text), kind: "message", refuse, replyTo });
      },
      react: (reaction) => this.#withTarget(refuse, (target) => messages.react(target, reaction)),
      redact: (msgid, reason) =>
        this.#withTarget(refuse, (target) => messages.redact(target, msgid, reason)),
      markRead: () => reading.markAll(this.#now()),
      send,
      join: (channel, key) => {
        if (key !== undefined) session.desired.setKey(channel, key);
        session.desired.joining(channel);
        follower.joining(channel, currentTarget(this.#options.state()));
        send("JOIN", key === undefined ? [channel] : [channel, key]);
        focus({ name: channel, room: true });
      },
      part: (channel, reason) => {
        session.desired.removeRoom(channel);
        send("PART", reason === undefined ? [channel] : [channel, reason]);
      },
      focus,
      clear: (target) => {
        const conversation = target?.name ?? SERVER_KEY;
        this.#options.emit({ type: "clear", time: this.#now(), conversation });
      },
      close: (target) => (chat.screen?.close ?? ((one) => this.#close(one)))(target),
      reconnect: () => session.reconnect(),
      find: (query) => {
        const problem = session.find({ ...query, typed });
        if (problem !== undefined) refuse(problem);
      },
      export: (target, format) => this.#export(target, { format, refuse }),
      setNick: (nick) => session.changeNick(nick, typed),
      setAway: (message) => session.setAway(message, typed),
      setFriend: (nick, isFriend) => this.#setFriend(nick, isFriend),
      quit: (reason) => (chat.screen?.quit ?? quit)(reason),
      screen: chat.screen,
    };
  }

  #close(target: Target | undefined): void {
    const { session, state, close } = this.#options;
    if (target === undefined) throw new Error(t("You talk to nobody"));
    if (!state().conversations.has(session.info.fold(target.name))) {
      throw new Error(t("There is no conversation “{name}”", { name: target.name }));
    }
    close(target);
  }

  #withTarget(refuse: Refuse, act: (target: Target) => string | undefined): void {
    const target = currentTarget(this.#options.state());
    const problem = target === undefined ? t("You talk to nobody") : act(target);
    if (problem !== undefined) refuse(problem);
  }

  #say(
    target: Target,
    what: {
      readonly text: string;
      readonly kind: MessageKind;
      readonly refuse: Refuse;
      readonly replyTo?: string | undefined;
    },
  ): void {
    const { session, messages } = this.#options;
    if (session.outbox.waiting >= MAX_WAITING_LINES) {
      what.refuse(t("{count} lines are waiting to be sent already", { count: MAX_WAITING_LINES }));
      return;
    }
    // A line of IRC cannot hold these two characters.
    // deno-lint-ignore no-control-regex
    const text = what.text.replace(/[\x00\r]/g, " ");
    const isSent = this.#maySend({ ...what, command: "PRIVMSG", params: [target.name, text] });
    if (!isSent) return;
    messages.sent();
    session.sender.message(target.name, text, what);
  }

  #send(
    what: SendOptions & {
      readonly command: string;
      readonly params: readonly string[];
      readonly typed: string;
      readonly refuse: Refuse;
    },
  ): void {
    const { command, params, typed, refuse, ...options } = what;
    const bytes = utf8Length(formatMessage({ command, params })) + 2;
    if (bytes > MAX_LINE_BYTES) {
      const count = bytes - MAX_LINE_BYTES;
      refuse(t("Cannot send {command}: it is {count} bytes too long", { command, count }));
    } else if (this.#maySend(what)) {
      this.#options.session.command(command, params, { text: typed, ...options });
    }
  }

  /** Refuses a line with a password that others could read on its way, unless that is allowed. */
  #maySend(
    { command, params, refuse }: {
      readonly command: string;
      readonly params: readonly string[];
      readonly refuse: Refuse;
    },
  ): boolean {
    const policy = this.#options.chat.session.passwordPolicy;
    if (policy?.isExposed !== true || !sendsSecret(command, params)) return true;
    const reason = whyKept(policy);
    if (reason === undefined) this.#tell(exposureWarning());
    else refuse(t("Cannot send {command}: {reason}", { command, reason }));
    return reason === undefined;
  }

  #export(
    target: Target,
    { format, refuse }: { readonly format: RecordFormat; readonly refuse: Refuse },
  ): void {
    const { session: { info }, state, chat: { saveFile } } = this.#options;
    const conversation = state().conversations.get(info.fold(target.name));
    const options = { format, nick: info.nick, now: this.#now() };
    const output = { saveFile, refuse, tell: (text: string) => this.#tell(text) };
    void writeRecord(conversation, options, output);
  }

  #setFriend(nick: string, isFriend: boolean): boolean {
    const { session: { info }, state, chat: { settings }, emit } = this.#options;
    const before = [...state().friends.values()].map((friend) => friend.nick);
    const others = before.filter((other) => !info.same(other, nick));
    if (isFriend === (others.length < before.length)) return false;
    const friends = isFriend ? [...others, nick] : others;
    try {
      settings.set("friends", friends);
    } catch (error) {
      emit({ type: "problem", time: this.#now(), reason: messageOf(error) });
    }
    return true;
  }

  #tell(text: string): void {
    this.#options.emit({ type: "local", time: this.#now(), text });
  }

  #now(): number {
    return this.#options.chat.session.clock.now();
  }
}
