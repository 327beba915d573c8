/** Events that answer a question to the server about people and rooms. */

/** Something that happens at a time. */
export interface Timed {
  /** Milliseconds since 1970, by the server's clock if it sends the time. */
  readonly time: number;
}

/** The answer to /whois. */
export interface WhoisEvent extends Timed {
  readonly type: "whois";
  readonly nick: string;
  readonly user: string | undefined;
  readonly host: string | undefined;
  readonly realname: string | undefined;
  readonly server: string | undefined;
  readonly account: string | undefined;
  readonly away: string | undefined;
  readonly channels: readonly string[];
  readonly idleSeconds: number | undefined;
  /** Milliseconds since 1970. */
  readonly signedOn: number | undefined;
  /** Further lines of the answer: sentences about the person without their name. */
  readonly notes: readonly string[];
}

/** One room of the answer to /list. */
export interface ListedEvent extends Timed {
  readonly type: "listed";
  readonly channel: string;
  readonly people: number;
  readonly topic: string;
}

/** A room that the server lists. */
export type RoomOfServer = Pick<ListedEvent, "channel" | "people" | "topic">;

/** All rooms of the server that we may see, for a front end that has asked for them. */
export interface RoomsEvent extends Timed {
  readonly type: "rooms";
  readonly rooms: readonly RoomOfServer[];
}
