/** One step of the schema. */
export interface Migration {
  /** The schema's version once it was taken; each is one more than the one before. */
  readonly version: number;
  readonly sql: string;
}

/**
 * The schema, as the steps that lead to it. A step that was released is never changed: what is
 * to be different becomes a new step at the end.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
      -- Rooms and conversations that have a history; history/targets.ts says what a key is.
      -- A room is closed once not everybody could have entered it.
      CREATE TABLE targets (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        closed INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      -- Whose a conversation is, once for each of the two, and what the other was last called.
      CREATE TABLE conversations (
        party TEXT NOT NULL,
        target INTEGER NOT NULL REFERENCES targets (id),
        other TEXT NOT NULL,
        PRIMARY KEY (party, target)
      ) STRICT, WITHOUT ROWID;

      -- What was said (kinds below 8) and what happened, each at its place in the order of
      -- events. The indexes hold the place as well: it is the table's own key.
      CREATE TABLE history (
        seq INTEGER PRIMARY KEY,
        target INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        source TEXT NOT NULL,
        account TEXT,
        recipient TEXT,
        text TEXT NOT NULL,
        extra TEXT
      ) STRICT;
      CREATE INDEX history_said ON history (target) WHERE kind < 8;
      CREATE INDEX history_happened ON history (target) WHERE kind >= 8;

      -- Full text of what was said, by seq; made behind the tick. The place is one token that
      -- stands for the target.
      CREATE VIRTUAL TABLE history_text USING fts5(
        place, text, content = '', contentless_delete = 1, tokenize = 'trigram'
      );

      -- How far behind-the-tick work has come.
      CREATE TABLE progress (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- How far an account has read, in milliseconds since 1970.
      CREATE TABLE read_markers (
        account TEXT NOT NULL,
        target TEXT NOT NULL,
        time INTEGER NOT NULL,
        PRIMARY KEY (account, target)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 2,
    sql: `
      -- Who may log in. A key is the casefolded name; what proves a password is scrypt's hash
      -- with its parameters, and the keys of SCRAM-SHA-256. A code waits to prove the address.
      CREATE TABLE accounts (
        key TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        email TEXT,
        code_hash BLOB,
        code_expires INTEGER NOT NULL,
        password_hash TEXT NOT NULL,
        scram_salt BLOB NOT NULL,
        scram_iterations INTEGER NOT NULL,
        scram_stored_key BLOB NOT NULL,
        scram_server_key BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Rooms that belong to an account. Lists and statuses are JSON, see store/channels.ts.
      CREATE TABLE channels (
        key TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        founder TEXT NOT NULL,
        topic TEXT,
        topic_by TEXT,
        topic_at INTEGER,
        flags TEXT NOT NULL,
        password TEXT,
        member_limit INTEGER,
        lists TEXT NOT NULL,
        statuses TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 3,
    sql: `
      -- What is said of accounts and of rooms that belong to one. An owner is a casefolded
      -- account, or a room, which begins with #.
      CREATE TABLE metadata (
        owner TEXT NOT NULL,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (owner, key)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 4,
    sql: `
      -- Direct messages that wait for an account which has not been here since they were sent,
      -- by their place. Accounts are casefolded.
      CREATE TABLE mailbox (
        seq INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        sender TEXT NOT NULL
      ) STRICT;
      CREATE INDEX mailbox_left ON mailbox (account, sender);

      -- Whatever removes a message, it waits no longer.
      CREATE TRIGGER history_gone AFTER DELETE ON history BEGIN
        DELETE FROM mailbox WHERE seq = old.seq;
      END;
    `,
  },
];
