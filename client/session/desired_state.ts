import type { ClientEvent } from "../events.ts";
import type { ServerInfo } from "./server_info.ts";

/** Names of ours that are remembered. */
const MAX_NAMES = 20;
/** Channels to enter with one JOIN. */
const CHANNELS_A_JOIN = 8;

interface Room {
  readonly name: string;
  readonly key: string | undefined;
}

/** What has to be as it was when a lost connection is back. */
export class DesiredState {
  readonly #info: ServerInfo;
  readonly #rooms = new Map<string, Room>();
  readonly #keys = new Map<string, string>();
  readonly #names = new Set<string>();
  /** The name we want to have; undefined until a guest's is made. */
  nick: string | undefined;
  /** The words of /away, undefined when here. */
  away: string | undefined;

  constructor(options: { readonly info: ServerInfo; readonly nick: string | undefined }) {
    this.#info = options.info;
    this.nick = options.nick;
  }

  /** We go by this name now. */
  wasCalled(nick: string): void {
    this.#names.add(this.#info.fold(nick));
    if (this.#names.size > MAX_NAMES) this.#names.delete([...this.#names][0] ?? "");
  }

  /** Whether this is our name, or one that we had. */
  isOurs(nick: string): boolean {
    return this.#names.has(this.#info.fold(nick));
  }

  /** A room to be in, from the first connection on. */
  want(channel: string): void {
    this.#rooms.set(this.#info.fold(channel), { name: channel, key: undefined });
  }

  /** The key a room was asked for with, to enter it again. */
  rememberKey(channel: string, key: string): void {
    this.#keys.set(this.#info.fold(channel), key);
  }

  forget(channel: string): void {
    this.#rooms.delete(this.#info.fold(channel));
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

  /** Takes note of what changes it. */
  note(event: ClientEvent): void {
    switch (event.type) {
      case "join": {
        const key = this.#info.fold(event.channel);
        if (event.own) this.#rooms.set(key, { name: event.channel, key: this.#keys.get(key) });
        break;
      }
      case "part":
      case "kick":
        if (event.own) this.forget(event.channel);
        break;
      case "nick":
        if (!event.own) break;
        this.nick = event.newNick;
        this.wasCalled(event.newNick);
        break;
      case "away":
        if (event.own && event.message === undefined) this.away = undefined;
        break;
    }
  }
}
