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
      -- Rooms and conversations that have a history. A key is 'c' and the casefolded name of a
      -- room, or 'd' and the two parties of a conversation (see history/places.ts).
      CREATE TABLE targets (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE
      ) STRICT;

      -- What was said and what happened, each at its place in the order of events.
      CREATE TABLE history (
        seq INTEGER PRIMARY KEY,
        target INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        source TEXT NOT NULL,
        account TEXT,
        text TEXT NOT NULL,
        extra TEXT
      ) STRICT;
      CREATE INDEX history_said ON history (target) WHERE kind < 8;
      CREATE INDEX history_happened ON history (target) WHERE kind >= 8;

      -- Full text of what was said, by place; made behind the tick.
      CREATE VIRTUAL TABLE history_text USING fts5(
        text, content = '', contentless_delete = 1, tokenize = 'trigram'
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
];
