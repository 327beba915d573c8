import { packWords } from "../../protocol/packing.ts";
import type { ClientEvent } from "../events.ts";
import { NameMap } from "./name_map.ts";
import type { ServerInfo } from "./server_info.ts";

/** Nicknames of ours that are remembered. */
const MAX_NICKS = 20;
/** Rooms that we want to be in. */
const MAX_ROOMS = 500;
/** Channels and bytes of their names in one JOIN. */
const MAX_JOIN_CHANNELS = 8;
const MAX_JOIN_BYTES = 400;

interface Room {
  readonly channel: string;
  readonly key: string | undefined;
}

/** The parameters of one JOIN. */
export interface JoinRequest {
  /** One channel, or several joined by commas. */
  readonly channels: string;
  readonly key: string | undefined;
}

/** The state that every new connection restores: our nickname, our rooms, our away message. */
export class DesiredState {
  readonly #rooms: NameMap<Room>;
  readonly #keys: NameMap<string>;
  /** The rooms that a typed command joins, until the server has answered. */
  readonly #joining: NameMap<true>;
  readonly #ownNicks: NameMap<string>;
  /** The nickname we want; undefined until one is made for a guest. */
  nick: string | undefined;
  /** The text of /away; undefined while we are not away. */
  away: string | undefined;

  constructor(options: { readonly info: ServerInfo; readonly nick: string | undefined }) {
    this.#rooms = new NameMap(options.info, MAX_ROOMS);
    this.#keys = new NameMap(options.info, MAX_ROOMS);
    this.#joining = new NameMap(options.info, MAX_ROOMS);
    this.#ownNicks = new NameMap(options.info, MAX_NICKS);
    this.nick = options.nick;
  }

  /** Remembers a nickname that we have now. */
  addOwnNick(nick: string): void {
    this.#ownNicks.set(nick, nick);
  }

  /** Whether we have this nickname, or had it before. */
  isOwnNick(nick: string): boolean {
    return this.#ownNicks.has(nick);
  }

  /** Adds a room to join on every connection. */
  addRoom(channel: string): void {
    this.#rooms.set(channel, { channel, key: undefined });
  }

  /** A room is about to be joined. */
  joining(channel: string): void {
    this.#joining.set(channel, true);
  }

  /** Whether we are in a room, or want to be. */
  wants(channel: string): boolean {
    return this.#rooms.has(channel) || this.#joining.has(channel);
  }

  /** Remembers the key of a room, to join it again. */
  setKey(channel: string, key: string): void {
    this.#keys.set(channel, key);
  }

  removeRoom(channel: string): void {
    this.#rooms.delete(channel);
    this.#joining.delete(channel);
  }

  /** The rooms we are in, or want to be in. */
  get rooms(): string[] {
    return [...this.#rooms.values()].map(({ channel }) => channel);
  }

  /** How many rooms we are in, or want to be in. */
  get roomCount(): number {
    return this.#rooms.size;
  }

  /** The JOINs for all rooms: one for each room with a key, then as few as possible. */
  joins(): JoinRequest[] {
    const rooms = [...this.#rooms.values()];
    const keyed = rooms.filter(({ key }) => key !== undefined)
      .map(({ channel, key }) => ({ channels: channel, key }));
    const open = rooms.filter(({ key }) => key === undefined).map(({ channel }) => channel);
    const packed = packWords(open, {
      separator: ",",
      maxWords: MAX_JOIN_CHANNELS,
      maxBytes: MAX_JOIN_BYTES,
    });
    return [...keyed, ...packed.map((channels) => ({ channels, key: undefined }))];
  }

  /** Updates itself from what has happened. */
  update(event: ClientEvent): void {
    switch (event.type) {
      case "join":
        if (!event.own) break;
        this.#joining.delete(event.channel);
        this.#rooms.set(event.channel, {
          channel: event.channel,
          key: this.#keys.get(event.channel),
        });
        break;
      case "part":
      case "kick":
        if (event.own) this.removeRoom(event.channel);
        break;
      case "nick":
        if (!event.own) break;
        this.nick = event.newNick;
        this.addOwnNick(event.newNick);
        break;
      case "away":
        if (event.own && event.message === undefined) this.away = undefined;
        break;
    }
  }
}
