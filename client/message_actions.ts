import type { Target } from "./commands/mod.ts";
import type { MessagePosition } from "./history/pages.ts";
import type { ClientState } from "./model/mod.ts";
import type { Session } from "./session/session.ts";
import { t } from "./texts/mod.ts";

/** Milliseconds after which the others hear again that we are typing. */
const TYPING_INTERVAL_MS = 3_000;
/** Messages that a search returns. */
const MAX_FOUND = 100;

/** Options for {@linkcode MessageActions}. */
export interface MessageActionsOptions {
  readonly session: Session;
  readonly state: () => ClientState;
  readonly now: () => number;
  /** Shows the person why something is not done. */
  readonly refuse: (reason: string) => void;
}

/** What one can do with the messages of a conversation: load, find, answer and remove them. */
export class MessageActions {
  readonly #options: MessageActionsOptions;
  #searches = 0;
  #typing: { readonly target: string; readonly at: number } | undefined;

  constructor(options: MessageActionsOptions) {
    this.#options = options;
  }

  loadOlder(key: string): void {
    const conversation = this.#options.state().conversations.get(key);
    if (conversation === undefined || conversation.kind === "server") return;
    const { older, name, kind, entries } = conversation;
    // Until the server lets us in, it is not known what it keeps.
    if (older === "loading" || older === "none" || !this.#options.session.isOnline) return;
    const oldest = entries.find((entry) => entry.type === "message" && !entry.delivery);
    const message = oldest?.type === "message"
      ? { msgid: oldest.msgid, time: oldest.time }
      : undefined;
    this.#options.session.pages.request({
      kind: "older",
      conversation: name,
      room: kind === "room",
      message,
    });
  }

  loadAround(key: string, message: MessagePosition): boolean {
    const conversation = this.#options.state().conversations.get(key);
    if (conversation === undefined || conversation.kind === "server") return true;
    const { name, kind } = conversation;
    const room = kind === "room";
    return this.#options.session.pages.request({
      kind: "around",
      conversation: name,
      room,
      message,
    });
  }

  search(words: string, target: Target | undefined): number {
    const { session, refuse } = this.#options;
    const token = ++this.#searches;
    const problem = session.find({
      searched: words,
      conversation: target?.name,
      limit: MAX_FOUND,
      typed: "",
      token,
    });
    if (problem !== undefined) refuse(problem);
    return token;
  }

  setTyping(target: Target | undefined, state: "active" | "paused" | "done"): void {
    const { session, now } = this.#options;
    const before = this.#typing;
    const isSame = before !== undefined && target !== undefined &&
      session.info.same(before.target, target.name);
    if (before !== undefined && !isSame) {
      this.#sendTyping(before.target, "done");
      this.#typing = undefined;
    }
    if (target === undefined || !session.has("message-tags")) return;
    if (state !== "active") {
      if (isSame) this.#sendTyping(target.name, state);
      this.#typing = undefined;
    } else if (!isSame || now() - before.at >= TYPING_INTERVAL_MS) {
      this.#sendTyping(target.name, state);
      this.#typing = { target: target.name, at: now() };
    }
  }

  /** A message was sent, which says by itself that we do not type any more. */
  sent(): void {
    this.#typing = undefined;
  }

  react(target: Target, { msgid, emoji, on }: {
    readonly msgid: string;
    readonly emoji: string;
    readonly on: boolean;
  }): string | undefined {
    const { session } = this.#options;
    if (!session.has("message-tags")) {
      return t("This server takes no reactions, or is not connected");
    }
    const tag = on ? "+draft/react" : "+draft/unreact";
    this.#sendTags(target.name, new Map([["+draft/reply", msgid], [tag, emoji]]));
    return undefined;
  }

  redact(target: Target, msgid: string, reason: string | undefined): string | undefined {
    const { session } = this.#options;
    if (!session.has("draft/message-redaction")) {
      return t("This server cannot remove messages, or is not connected");
    }
    session.sender.command(
      "REDACT",
      reason === undefined ? [target.name, msgid] : [target.name, msgid, reason],
      { text: "/redact" },
    );
    return undefined;
  }

  #sendTyping(target: string, state: string): void {
    this.#sendTags(target, new Map([["+typing", state]]));
  }

  #sendTags(target: string, tags: ReadonlyMap<string, string>): void {
    const { session } = this.#options;
    if (session.has("message-tags")) session.sender.quietly("TAGMSG", [target], tags);
  }
}
