/** What a limit counts, which decides how its value is written. */
export type LimitUnit = "count" | "bytes" | "duration";

/** One row of the table of limits. */
export interface LimitRow {
  /** Name as a flag (`--burst`), as a key of `[limits]`, and upper-cased as `CHAT_BURST`. */
  readonly key: string;
  /** Name in {@linkcode Limits}. */
  readonly field: string;
  /** A number of things, of bytes, or of milliseconds; see `unit`. */
  readonly default: number;
  readonly unit: LimitUnit;
  /** The smallest value that makes sense; 0, meaning "no limit", when absent. */
  readonly least?: number;
  /** The largest value that the protocol allows. */
  readonly most?: number;
  /** What it bounds, as one line of help. */
  readonly purpose: string;
}

/** Every bound that one peer can run into. Flags, keys, variables and help come from here. */
export const LIMITS = [
  {
    key: "lines-per-second",
    field: "linesPerSecond",
    default: 10,
    unit: "count",
    purpose: "lines a session may send each second, over time",
  },
  {
    key: "burst",
    field: "burst",
    default: 50,
    unit: "count",
    purpose: "lines a session may send at once before that rate holds",
  },
  {
    key: "connections",
    field: "connections",
    default: 0,
    unit: "count",
    purpose: "connections in all",
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
    purpose: "waiting output after which a reader that does not read is closed",
  },
  {
    key: "line-bytes",
    field: "lineBytes",
    default: 512,
    unit: "bytes",
    least: 512,
    most: 65_536,
    purpose: "a line without its tags, with its line end",
  },
  {
    key: "tag-bytes",
    field: "tagBytes",
    default: 4096,
    unit: "bytes",
    least: 512,
    most: 4096,
    purpose: "the tags a client puts on one line",
  },
  {
    key: "registration-timeout",
    field: "registrationTimeout",
    default: 60_000,
    unit: "duration",
    purpose: "time to say who one is after connecting",
  },
  {
    key: "ping-interval",
    field: "pingInterval",
    default: 90_000,
    unit: "duration",
    purpose: "silence after which a client is asked for a sign of life",
  },
  {
    key: "ping-timeout",
    field: "pingTimeout",
    default: 60_000,
    unit: "duration",
    purpose: "time to answer that question",
  },
  {
    key: "channels-per-user",
    field: "channelsPerUser",
    default: 100,
    unit: "count",
    purpose: "rooms one user is in",
  },
  {
    key: "monitor-entries",
    field: "monitorEntries",
    default: 200,
    unit: "count",
    purpose: "names one user watches with MONITOR",
  },
  {
    key: "list-entries",
    field: "listEntries",
    default: 200,
    unit: "count",
    purpose: "entries in each of a room's lists: bans, exceptions, invitations",
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
    purpose: "receivers of one PRIVMSG, NOTICE or TAGMSG",
  },
  {
    key: "whowas-entries",
    field: "whowasEntries",
    default: 1000,
    unit: "count",
    purpose: "users who left and are remembered for WHOWAS",
  },
  {
    key: "nick-length",
    field: "nickLength",
    default: 32,
    unit: "bytes",
    least: 9,
    most: 64,
    purpose: "a nickname",
  },
  {
    key: "user-length",
    field: "userLength",
    default: 16,
    unit: "bytes",
    least: 9,
    most: 64,
    purpose: "a user name (the part before the @ of an address)",
  },
  {
    key: "realname-length",
    field: "realnameLength",
    default: 150,
    unit: "bytes",
    least: 32,
    most: 300,
    purpose: "a real name",
  },
  {
    key: "channel-length",
    field: "channelLength",
    default: 64,
    unit: "bytes",
    least: 9,
    most: 200,
    purpose: "a room's name with its #",
  },
  {
    key: "key-length",
    field: "keyLength",
    default: 32,
    unit: "bytes",
    least: 9,
    most: 200,
    purpose: "a room's key",
  },
  {
    key: "topic-length",
    field: "topicLength",
    default: 300,
    unit: "bytes",
    least: 80,
    most: 390,
    purpose: "a topic",
  },
  {
    key: "away-length",
    field: "awayLength",
    default: 200,
    unit: "bytes",
    least: 32,
    most: 390,
    purpose: "an away message",
  },
  {
    key: "kick-length",
    field: "kickLength",
    default: 200,
    unit: "bytes",
    least: 32,
    most: 390,
    purpose: "a reason for a kick, a part or a quit",
  },
  {
    key: "history-messages",
    field: "historyMessages",
    default: 1000,
    unit: "count",
    least: 1,
    most: 10_000,
    purpose: "messages in one answer from the history",
  },
  {
    key: "offline-messages",
    field: "offlineMessages",
    default: 100,
    unit: "count",
    purpose: "messages one account leaves for another until that is here again",
  },
  {
    key: "multiline-bytes",
    field: "multilineBytes",
    default: 40_000,
    unit: "bytes",
    least: 512,
    most: 1024 * 1024,
    purpose: "a message of many lines",
  },
  {
    key: "multiline-lines",
    field: "multilineLines",
    default: 100,
    unit: "count",
    least: 2,
    most: 10_000,
    purpose: "lines of a message of many lines",
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
    purpose: "metadata keys one session subscribes to",
  },
  {
    key: "metadata-value-bytes",
    field: "metadataValueBytes",
    default: 300,
    unit: "bytes",
    least: 32,
    most: 390,
    purpose: "a metadata value",
  },
  {
    key: "login-attempts",
    field: "loginAttempts",
    default: 5,
    unit: "count",
    purpose: "wrong passwords of an account or address before each next try waits longer",
  },
  {
    key: "accounts-per-address",
    field: "accountsPerAddress",
    default: 10,
    unit: "count",
    purpose: "accounts one address registers in an hour",
  },
  {
    key: "password-length",
    field: "passwordLength",
    default: 8,
    unit: "count",
    least: 1,
    most: 100,
    purpose: "fewest characters of an account's password",
  },
] as const satisfies readonly LimitRow[];

/**
 * The limits in force, by field name. Durations are in milliseconds, sizes in
 * bytes; 0 means "no limit", see {@linkcode reaches}.
 */
export type Limits = { readonly [Field in (typeof LIMITS)[number]["field"]]: number };

/** The limits of a server that was told nothing. */
export function defaultLimits(): Limits {
  return Object.fromEntries(LIMITS.map((row) => [row.field, row.default])) as Limits;
}

/** Whether `count` things are as many as `limit` allows; never when `limit` is 0, "no limit". */
export function reaches(count: number, limit: number): boolean {
  return limit !== 0 && count >= limit;
}
