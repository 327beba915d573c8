/** The unit of a limit, which decides how its value is written. */
export type LimitUnit = "count" | "bytes" | "duration";

/** One row of the table of limits. */
export interface LimitRow {
  /** Name as a flag (`--burst`), as a key of `[limits]`, and upper-cased as `CHAT_BURST`. */
  readonly key: string;
  /** Name in {@linkcode Limits}. */
  readonly field: string;
  /** In `unit`s; a duration in milliseconds. */
  readonly default: number;
  readonly unit: LimitUnit;
  /** The smallest value that makes sense; if absent, 0, which means "no limit". */
  readonly min?: number;
  /** The largest value that the protocol allows. */
  readonly max?: number;
  /** One line of help. */
  readonly purpose: string;
}

/** Every limit that a client can run into. Flags, keys, variables and help come from here. */
export const LIMITS = [
  {
    key: "lines-per-second",
    field: "linesPerSecond",
    default: 10,
    unit: "count",
    purpose: "lines per second that a session may send over time",
  },
  {
    key: "burst",
    field: "burst",
    default: 50,
    unit: "count",
    purpose: "lines that a session may send at once before that rate applies",
  },
  {
    key: "work-per-second",
    field: "workPerSecond",
    default: 1_000,
    unit: "count",
    purpose: "units of work per second that a session may cause over time",
  },
  {
    key: "work-burst",
    field: "workBurst",
    default: 10_000,
    unit: "count",
    purpose: "units of work that a session may cause at once before that rate applies",
  },
  {
    key: "shared-work-per-second",
    field: "sharedWorkPerSecond",
    default: 5_000,
    unit: "count",
    purpose: "units of work per second for all sessions of an address, or of an account",
  },
  {
    key: "shared-work-burst",
    field: "sharedWorkBurst",
    default: 20_000,
    unit: "count",
    purpose: "units of work that these may cause at once before that rate applies",
  },
  {
    key: "rooms-per-minute",
    field: "roomsPerMinute",
    default: 120,
    unit: "count",
    purpose: "rooms per minute that guests of one address may open",
  },
  {
    key: "connections-per-minute",
    field: "connectionsPerMinute",
    default: 600,
    unit: "count",
    purpose: "connections per minute from one address",
  },
  {
    key: "connections",
    field: "connections",
    default: 10_000,
    unit: "count",
    purpose: "connections in total",
  },
  {
    key: "connections-per-address",
    field: "connectionsPerAddress",
    default: 128,
    unit: "count",
    purpose: "connections from one address",
  },
  {
    key: "send-queue",
    field: "sendQueue",
    default: 1024 * 1024,
    unit: "bytes",
    purpose: "bytes that may wait for a client that reads too slowly, which is then disconnected",
  },
  {
    key: "line-bytes",
    field: "lineBytes",
    default: 512,
    unit: "bytes",
    min: 512,
    max: 65_536,
    purpose: "length of a line without its tags, including the line end",
  },
  {
    key: "tag-bytes",
    field: "tagBytes",
    default: 4096,
    unit: "bytes",
    min: 512,
    max: 4096,
    purpose: "length of the tags that a client puts on one line",
  },
  {
    key: "registration-timeout",
    field: "registrationTimeout",
    default: 60_000,
    unit: "duration",
    purpose: "time to register with NICK and USER after connecting",
  },
  {
    key: "handshake-timeout",
    field: "handshakeTimeout",
    default: 10_000,
    unit: "duration",
    min: 100,
    purpose: "time to complete a TLS handshake after connecting",
  },
  {
    key: "ping-interval",
    field: "pingInterval",
    default: 90_000,
    unit: "duration",
    purpose: "silence after which a client is sent a PING",
  },
  {
    key: "ping-timeout",
    field: "pingTimeout",
    default: 60_000,
    unit: "duration",
    purpose: "time to answer that PING",
  },
  {
    key: "channels-per-user",
    field: "channelsPerUser",
    default: 100,
    unit: "count",
    purpose: "rooms that one user may be in",
  },
  {
    key: "monitor-entries",
    field: "monitorEntries",
    default: 200,
    unit: "count",
    purpose: "nicknames that one user may watch with MONITOR",
  },
  {
    key: "list-entries",
    field: "listEntries",
    default: 200,
    unit: "count",
    purpose: "entries in each list of a room: bans, exceptions, invitations",
  },
  {
    key: "invites",
    field: "invites",
    default: 100,
    unit: "count",
    purpose: "open invitations of one user",
  },
  {
    key: "targets",
    field: "targets",
    default: 8,
    unit: "count",
    purpose: "targets of one PRIVMSG, NOTICE or TAGMSG",
  },
  {
    key: "whowas-entries",
    field: "whowasEntries",
    default: 1000,
    unit: "count",
    purpose: "former users that WHOWAS remembers",
  },
  {
    key: "nick-length",
    field: "nickLength",
    default: 32,
    unit: "bytes",
    min: 9,
    max: 64,
    purpose: "length of a nickname",
  },
  {
    key: "user-length",
    field: "userLength",
    default: 16,
    unit: "bytes",
    min: 9,
    max: 64,
    purpose: "length of a username, the part before the @ of an address",
  },
  {
    key: "realname-length",
    field: "realnameLength",
    default: 150,
    unit: "bytes",
    min: 32,
    max: 300,
    purpose: "length of a real name",
  },
  {
    key: "channel-length",
    field: "channelLength",
    default: 64,
    unit: "bytes",
    min: 9,
    max: 200,
    purpose: "length of a room's name, including its #",
  },
  {
    key: "key-length",
    field: "keyLength",
    default: 32,
    unit: "bytes",
    min: 9,
    max: 200,
    purpose: "length of a room's key",
  },
  {
    key: "topic-length",
    field: "topicLength",
    default: 300,
    unit: "bytes",
    min: 80,
    max: 390,
    purpose: "length of a topic",
  },
  {
    key: "away-length",
    field: "awayLength",
    default: 200,
    unit: "bytes",
    min: 32,
    max: 390,
    purpose: "length of an away message",
  },
  {
    key: "kick-length",
    field: "kickLength",
    default: 200,
    unit: "bytes",
    min: 32,
    max: 390,
    purpose: "length of a reason for a kick, a part or a quit",
  },
  {
    key: "history-messages",
    field: "historyMessages",
    default: 1000,
    unit: "count",
    min: 1,
    max: 10_000,
    purpose: "messages in one answer from the history",
  },
  {
    key: "offline-messages",
    field: "offlineMessages",
    default: 100,
    unit: "count",
    purpose: "messages from one account that wait for another while it is offline",
  },
  {
    key: "multiline-bytes",
    field: "multilineBytes",
    default: 40_000,
    unit: "bytes",
    min: 512,
    max: 1024 * 1024,
    purpose: "length of a multi-line message",
  },
  {
    key: "multiline-lines",
    field: "multilineLines",
    default: 100,
    unit: "count",
    min: 2,
    max: 10_000,
    purpose: "lines in a multi-line message",
  },
  {
    key: "metadata-keys",
    field: "metadataKeys",
    default: 50,
    unit: "count",
    purpose: "metadata keys of one user or room",
  },
  {
    key: "metadata-subscriptions",
    field: "metadataSubscriptions",
    default: 50,
    unit: "count",
    purpose: "metadata keys that one session may subscribe to",
  },
  {
    key: "metadata-value-bytes",
    field: "metadataValueBytes",
    default: 300,
    unit: "bytes",
    min: 32,
    max: 390,
    purpose: "length of a metadata value",
  },
  {
    key: "login-attempts",
    field: "loginAttempts",
    default: 5,
    unit: "count",
    purpose: "wrong passwords from one address before further attempts are delayed",
  },
  {
    key: "accounts-per-address",
    field: "accountsPerAddress",
    default: 10,
    unit: "count",
    purpose: "accounts that one address may register per hour",
  },
  {
    key: "login-tokens",
    field: "loginTokens",
    default: 20,
    unit: "count",
    purpose: "login tokens of one account; a further one replaces the one not used for longest",
  },
  {
    key: "password-length",
    field: "passwordLength",
    default: 8,
    unit: "count",
    min: 1,
    max: 100,
    purpose: "minimum number of characters in an account's password",
  },
] as const satisfies readonly LimitRow[];

/**
 * The limits in force, by field name. Durations are in milliseconds, sizes in
 * bytes; 0 means "no limit", see {@linkcode reaches}.
 */
export type Limits = { readonly [Field in (typeof LIMITS)[number]["field"]]: number };

/** The limits of a server without settings. */
export function defaultLimits(): Limits {
  return Object.fromEntries(LIMITS.map((row) => [row.field, row.default])) as Limits;
}

/** Whether `count` is as much as `limit` allows; never if `limit` is 0, "no limit". */
export function reaches(count: number, limit: number): boolean {
  return limit !== 0 && count >= limit;
}
