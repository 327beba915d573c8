import type { ClientEvent } from "./events.ts";
import type { Here } from "./here.ts";

/** Message ids that are remembered, to show nothing twice. */
const MAX_REMEMBERED_IDS = 20_000;
/** Conversations whose last message is remembered. */
const MAX_CONVERSATIONS = 1_000;
/** Channels to enter with one JOIN. */
const CHANNELS_A_JOIN = 8;

interface Room {
  readonly name: string;
  readonly key: string | undefined;
}

/** What has to be as it was when a lost connection is back. */
export class Memory {
  readonly #here: Here;
  readonly #rooms = new Map<string, Room>();
  readonly #keys = new Map<string, string>();
  readonly #ids = new Set<string>();
  readonly #last = new Map<string, string>();
  /** The name we want to have; undefined until a guest's is made. */
  nick: string | undefined;
  /** The words of /away, undefined when here. */
  away: string | undefined;

  constructor(options: { readonly here: Here; readonly nick: string | undefined }) {
    this.#here = options.here;
    this.nick = options.nick;
  }

  /** A room to be in, from the first connection on. */
  want(channel: string): void {
    this.#rooms.set(this.#here.fold(channel), { name: channel, key: undefined });
  }

  /** The key a room was asked for with, to enter it again. */
  rememberKey(channel: string, key: string): void {
    this.#keys.set(this.#here.fold(channel), key);
  }

  forget(channel: string): void {
    this.#rooms.delete(this.#here.fold(channel));
  }

  /** How many rooms we are in, or want to be in. */
  get roomCount(): number {
    return this.#rooms.size;
  }

  /** The JOINs that lead back into every room. */
  joins(): { readonly channels: string; readonly key: string | undefined }[] {
    const open = [...this.#rooms.values()].filter((room) => room.key === undefined);
    const keyed = [...this.#rooms.values()].filter((room) => room.key !== undefined);
    const joins: { channels: string; key: string | undefined }[] = keyed.map((room) => ({
      channels: room.name,
      key: room.key,
    }));
    for (let index = 0; index < open.length; index += CHANNELS_A_JOIN) {
      const some = open.slice(index, index + CHANNELS_A_JOIN).map((room) => room.name);
      joins.push({ channels: some.join(","), key: undefined });
    }
    return joins;
  }

  /** The id of the last message seen in a conversation: what to catch up from. */
  lastSeen(conversation: string): string | undefined {
    return this.#last.get(this.#here.fold(conversation));
  }

  /** Takes note of an event; false when it is a message that was seen before. */
  note(event: ClientEvent): boolean {
    switch (event.type) {
      case "join": {
        const key = this.#here.fold(event.channel);
        if (event.own) this.#rooms.set(key, { name: event.channel, key: this.#keys.get(key) });
        break;
      }
      case "part":
      case "kick":
        if (event.own) this.forget(event.channel);
        break;
      case "nick":
        if (event.own) this.nick = event.newNick;
        break;
      case "away":
        if (event.own && event.message === undefined) this.away = undefined;
        break;
      case "message":
        return this.#isNew(event.msgid, event.conversation);
    }
    return true;
  }

  #isNew(msgid: string | undefined, conversation: string): boolean {
    if (msgid === undefined) return true;
    if (this.#ids.has(msgid)) return false;
    this.#ids.add(msgid);
    const key = this.#here.fold(conversation);
    this.#last.delete(key);
    this.#last.set(key, msgid);
    trim(this.#ids, MAX_REMEMBERED_IDS);
    trim(this.#last, MAX_CONVERSATIONS);
    return true;
  }
}

/** Drops the oldest beyond `most`. */
function trim(
  collection: {
    readonly size: number;
    keys(): IterableIterator<string>;
    delete(key: string): boolean;
  },
  most: number,
): void {
  if (collection.size <= most) return;
  const oldest = collection.keys().next();
  if (oldest.done !== true) collection.delete(oldest.value);
}
