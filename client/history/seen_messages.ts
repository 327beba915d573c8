import { ownText } from "../../protocol/lines.ts";
import type { ChatMessageEvent } from "../events.ts";
import { NameMap, removeOldest } from "../session/name_map.ts";
import type { ServerInfo } from "../session/server_info.ts";

/** Message ids that are remembered, so that no message is shown twice. */
const MAX_IDS = 20_000;
/** Conversations whose last message is remembered. */
const MAX_CONVERSATIONS = 1_000;

/** Characters by which a message without an id is known again. */
const MAX_KEY_CHARACTERS = 200;

/** How far a conversation is seen. */
export interface SeenMark {
  /** The conversation. */
  readonly name: string;
  /** The last message; undefined before the first, and if the server sends no ids. */
  readonly msgid: string | undefined;
  /** The time of the last message, or else of our JOIN, in milliseconds since 1970. */
  readonly time: number;
  /** Whether the messages from before our JOIN are not shown yet. */
  readonly joining: boolean;
}

/** The messages that were shown, and how far each conversation is seen. */
export class SeenMessages {
  readonly #info: ServerInfo;
  readonly #ids = new Set<string>();
  readonly #marks: NameMap<SeenMark>;
  #newest = 0;
  #lostAt = -Infinity;

  constructor(info: ServerInfo) {
    this.#info = info;
    this.#marks = new NameMap(info, MAX_CONVERSATIONS);
  }

  /** The time of the newest message, in milliseconds since 1970; 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  /**
   * Whether a message was shown. One without an id is known by its time and its words if it is from
   * before the connection was lost: a bouncer keeps messages for us that we had, if another client
   * of ours was there.
   */
  has(event: ChatMessageEvent): boolean {
    if (event.msgid !== undefined) return this.#ids.has(event.msgid);
    return event.time <= this.#lostAt && this.#ids.has(contentKey(event));
  }

  /** The connection was lost at a time of the server's clock. */
  lost(time: number): void {
    this.#lostAt = time;
  }

  /** How far a conversation is seen; undefined if we have not been in it. */
  mark(conversation: string): SeenMark | undefined {
    return this.#marks.get(conversation);
  }

  /** The people with whom we have a conversation, the latest one first. */
  people(): string[] {
    return [...this.#marks.values()].map(({ name }) => name)
      .filter((name) => !this.#info.isChannel(name)).reverse();
  }

  /** We joined a conversation; `time` is the server's. */
  join(conversation: string, time: number): void {
    if (this.mark(conversation) !== undefined) return;
    this.#set({ name: conversation, msgid: undefined, time, joining: true });
  }

  /** An earlier client of ours has seen a conversation up to a message, which is not shown here. */
  resume(name: string, { msgid, time }: Pick<SeenMark, "msgid" | "time">): void {
    this.#set({ name, msgid, time, joining: true });
  }

  /** The messages from before our JOIN are shown. */
  endJoining(conversation: string): void {
    const mark = this.mark(conversation);
    if (mark?.joining === true) this.#set({ ...mark, joining: false });
  }

  /** Forgets a conversation that we left. */
  remove(conversation: string): void {
    this.#marks.delete(conversation);
  }

  /** The person of a conversation has another nickname. */
  rename(from: string, to: string): void {
    const mark = this.mark(from);
    if (mark === undefined) return;
    this.remove(from);
    this.#set({ ...mark, name: to });
  }

  /** Adds a message that is shown now. Returns false if it was shown before. */
  add(event: ChatMessageEvent): boolean {
    const { msgid, time, conversation, history, missed } = event;
    if (this.has(event)) return false;
    this.#ids.add(msgid ?? contentKey(event));
    removeOldest(this.#ids, MAX_IDS);
    this.#newest = Math.max(this.#newest, time);
    const isOld = history && missed !== true && time < (this.mark(conversation)?.time ?? 0);
    if (!isOld) this.#set({ name: conversation, msgid, time, joining: false });
    return true;
  }

  #set(mark: SeenMark): void {
    // Deleted first, so that the conversation becomes the newest in the map.
    this.#marks.delete(mark.name);
    this.#marks.set(mark.name, mark);
  }
}

/** What a message without an id is known by; no id has a space in it. */
function contentKey({ time, from, target, text }: ChatMessageEvent): string {
  return ownText(`${time} ${from} ${target} ${text}`.slice(0, MAX_KEY_CHARACTERS));
}
