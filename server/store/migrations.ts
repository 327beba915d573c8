/** One step of the schema. */
export interface Migration {
  /** The schema's version after this step; one more than that of the step before. */
  readonly version: number;
  readonly sql: string;
}

/**
 * The schema, as the steps that lead to it. A released step is never changed: every change of the
 * schema is a new step at the end.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
      -- Channels and conversations that have a history. See history/targets.ts for the keys. A
      -- channel is closed once its modes may have kept somebody out.
      CREATE TABLE targets (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        closed INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      -- The conversations of each party, with the other party's last nickname.
      CREATE TABLE conversations (
        party TEXT NOT NULL,
        target INTEGER NOT NULL REFERENCES targets (id),
        other TEXT NOT NULL,
        PRIMARY KEY (party, target)
      ) STRICT, WITHOUT ROWID;

      -- Messages (kinds below 8) and other events, by sequence. The indexes contain the
      -- sequence too, since it is the table's own key.
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

      -- The full text of messages, by sequence, written some time after the tick. The column
      -- "place" has one token, which stands for the target.
      CREATE VIRTUAL TABLE history_text USING fts5(
        place, text, content = '', contentless_delete = 1, tokenize = 'trigram'
      );

      -- The progress of maintenance tasks.
      CREATE TABLE progress (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Read markers of accounts, in milliseconds since 1970.
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
      -- A key is the casefolded name. A password is kept as scrypt's hash with its parameters,
      -- and as the keys of SCRAM-SHA-256. A code, if there is one, is still to verify the e-mail
      -- address.
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

      -- Channels that have a founder. Lists and statuses are JSON, see store/channels.ts.
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
      -- Metadata of accounts, and of channels that have a founder. An owner is a casefolded
      -- account, or a channel, which begins with #.
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
      -- Direct messages, by sequence, that wait for an account without a session. Accounts are
      -- casefolded.
      CREATE TABLE mailbox (
        seq INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        sender TEXT NOT NULL
      ) STRICT;
      CREATE INDEX mailbox_left ON mailbox (account, sender);

      -- A message that is removed from the history no longer waits.
      CREATE TRIGGER history_gone AFTER DELETE ON history BEGIN
        DELETE FROM mailbox WHERE seq = old.seq;
      END;
    `,
  },
  {
    version: 5,
    sql: `
      -- Login tokens, by their SHA-256. Times are in milliseconds since 1970, that of the last use
      -- to the hour.
      CREATE TABLE login_tokens (
        hash BLOB PRIMARY KEY,
        account TEXT NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
        id TEXT NOT NULL,
        label TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        used_at INTEGER NOT NULL,
        UNIQUE (account, id)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 6,
    sql: `
      -- The target of a row says who may read it, see history/targets.ts. Until now a channel that
      -- was closed once had all its rows under one key: only members of that channel may read them.
      UPDATE targets SET key = key || ' former'
        WHERE closed = 1 AND substr(key, 1, 1) = 'c' AND instr(key, ' ') = 0;
      ALTER TABLE targets DROP COLUMN closed;
      ALTER TABLE targets ADD COLUMN closed_since INTEGER;

      -- The parties that were in a channel while it was closed, from one sequence to another. The
      -- last is null while they are in it.
      CREATE TABLE attendance (
        target INTEGER NOT NULL,
        party TEXT NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER,
        PRIMARY KEY (target, party, first)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 7,
    sql: `
      -- The casefolded names that lead to a channel after a RENAME, with the time until which they
      -- do, as JSON.
      ALTER TABLE channels ADD COLUMN former_names TEXT NOT NULL DEFAULT '[]';
    `,
  },
  {
    version: 8,
    sql: `
      -- Addresses that have logged in to accounts: 16 bits of a hash, and the day of the last login,
      -- in days since 1970. See accounts/attempts/known_addresses.ts.
      CREATE TABLE known_addresses (
        account TEXT NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
        address INTEGER NOT NULL,
        day INTEGER NOT NULL,
        PRIMARY KEY (account, address)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 9,
    sql: `
      -- The further forms under which accounts are recognised by the looks of their names, see
      -- accounts/lookalike_accounts.ts, which fills it.
      CREATE TABLE account_forms (
        form TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
        PRIMARY KEY (form, account)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 10,
    sql: `
      -- A sequence of each conversation's latest time: that of its last message, or of one up to a
      -- minute before, see history/targets.ts.
      ALTER TABLE conversations ADD COLUMN latest INTEGER NOT NULL DEFAULT 0;
      UPDATE conversations SET latest = coalesce((SELECT max(seq) FROM history
        INDEXED BY history_said WHERE target = conversations.target AND kind < 8), 0);
      CREATE INDEX conversations_latest ON conversations (party, latest);
    `,
  },
  {
    version: 11,
    sql: `
      -- What a channel reads of the public histories of its earlier names: the rows of those targets
      -- before a sequence. A name is casefolded.
      CREATE TABLE earlier_names (
        name TEXT NOT NULL,
        target INTEGER NOT NULL,
        before INTEGER NOT NULL,
        PRIMARY KEY (name, target)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 12,
    sql: `
      -- Markers go along with a channel that is renamed.
      CREATE INDEX read_markers_target ON read_markers (target);
    `,
  },
  {
    version: 13,
    sql: `
      -- When an account last left a channel, and whether it is in it now. Names are casefolded.
      CREATE TABLE visits (
        account TEXT NOT NULL,
        channel TEXT NOT NULL,
        last INTEGER,
        present INTEGER NOT NULL,
        PRIMARY KEY (account, channel)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX visits_channel ON visits (channel);
    `,
  },
  {
    version: 14,
    sql: `
      -- The rows of each target: its messages have the category 0, other events 1. It is written
      -- in batches some time after the tick; the progress says up to which sequence it has all rows,
      -- see history/maintenance/target_index.ts.
      CREATE TABLE history_by_target (
        category INTEGER NOT NULL,
        target INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (category, target, seq)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO history_by_target SELECT 0, target, seq FROM history INDEXED BY history_said
        WHERE kind < 8 ORDER BY target, seq;
      INSERT INTO history_by_target SELECT 1, target, seq FROM history INDEXED BY history_happened
        WHERE kind >= 8 ORDER BY target, seq;
      INSERT INTO progress SELECT 'by target', coalesce(max(seq), 0) FROM history;
      DROP INDEX history_said;
      DROP INDEX history_happened;

      CREATE TRIGGER history_unlisted AFTER DELETE ON history BEGIN
        DELETE FROM history_by_target
          WHERE category = (old.kind >= 8) AND target = old.target AND seq = old.seq;
      END;
    `,
  },
  {
    version: 15,
    sql: `
      -- The full text is merged in steps of its own, see history/search/indexer.ts.
      INSERT INTO history_text (history_text, rank) VALUES ('automerge', 0);
    `,
  },
  {
    version: 16,
    sql: `
      -- The state of the network after a batch of the log of its cluster, as JSON: one row, see
      -- cluster/snapshots.ts.
      CREATE TABLE cluster_snapshot (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        position INTEGER NOT NULL,
        state TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    version: 17,
    sql: `
      -- The network of a cluster that this database is a copy of, see store/membership.ts.
      CREATE TABLE cluster (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        network TEXT NOT NULL,
        base INTEGER NOT NULL
      ) STRICT;

      -- A snapshot is many rows now, see cluster/snapshots.ts; the progress says which one is whole.
      -- Those of an earlier version are of no use, as their logs do not name a network.
      DROP TABLE cluster_snapshot;
      CREATE TABLE cluster_snapshot (
        id INTEGER PRIMARY KEY,
        position INTEGER NOT NULL,
        part TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    version: 18,
    sql: `
      -- The state of the network has the forms under which accounts are recognised by their looks.
      DROP TABLE account_forms;
      DELETE FROM progress WHERE name = 'lookalikes';
    `,
  },
];
