import type { DatabaseSync } from "node:sqlite";
import { NO_TAGS } from "../../protocol/message.ts";
import { nextSequence, timeOfSequence } from "../network/ids.ts";
import { emptyChannel, type User } from "../network/state.ts";
import { createLog } from "../operator/log.ts";
import { openStore } from "../store/mod.ts";
import { Progress } from "./maintenance/progress.ts";
import { Retention } from "./maintenance/retention.ts";
import { TargetIndex } from "./maintenance/target_index.ts";
import { wholeOf } from "./reading/parts.ts";
import { Reader } from "./reading/reader.ts";
import { HistoryRecorder } from "./recorder.ts";
import { Indexer } from "./search/indexer.ts";
import { Search } from "./search/search.ts";
import { LocalIndex } from "./search/text_index.ts";
import { Targets } from "./targets.ts";

/** The time of messages without another, in milliseconds since 1970. */
export const NOW = Date.parse("2026-06-01T12:00:00Z");

/** A history in memory, with messages in one channel. */
export class TestHistory {
  readonly store = openStore({ data: ":memory:", fsync: false });
  readonly db: DatabaseSync = this.store.db;
  readonly targets = new Targets(this.db);
  readonly targetIndex = new TargetIndex(this.db, new Progress(this.db));
  readonly retention = new Retention(this.db);
  readonly logged: string[] = [];
  readonly recorder = new HistoryRecorder({
    db: this.db,
    targets: this.targets,
    index: this.targetIndex,
    participants: [],
    log: createLog({ level: "info", format: "text", write: (line) => this.logged.push(line) }),
    serverName: "irc.test",
    directMessages: () => true,
    onCommitted: (rows) => this.retention.note(rows),
  });
  readonly #channel = emptyChannel("#1", "#1", 0);
  #sequence = 0;

  /** Records a message. */
  say(text: string, { at = NOW, account }: { at?: number; account?: string } = {}): void {
    this.#sequence = nextSequence(this.#sequence, at);
    const from = userOf(account);
    this.recorder.record({
      event: {
        type: "message",
        kind: "PRIVMSG",
        from: from.id,
        target: { channel: "#1", status: 0 },
        text,
        tags: NO_TAGS,
      },
      epoch: "",
      sequence: this.#sequence,
      time: timeOfSequence(this.#sequence),
      origin: undefined,
    }, { from, channel: this.#channel, to: undefined, absent: undefined });
  }

  /** All stored texts. */
  get texts(): string[] {
    return this.db.prepare("SELECT text FROM history ORDER BY seq").all()
      .map((row) => String(row["text"]));
  }

  /** The sequence of the last message. */
  get last(): number {
    return this.#sequence;
  }

  /** The texts that a search finds. */
  search(word: string): string[] {
    const reader = new Reader(this.db);
    const indexer = new Indexer(this.db, new Progress(this.db));
    const index = new LocalIndex(this.db);
    const query = {
      parts: [wholeOf(1)],
      words: [word],
      from: undefined,
      after: 0,
      before: Number.MAX_SAFE_INTEGER,
      order: "newest",
      limit: 10,
      lane: "",
    } as const;
    const work = new Search({ reader, indexer, index }).find(query);
    for (;;) {
      const { done, value } = work.next();
      if (done === true) return reader.all(value).map(({ text }) => text);
    }
  }

  /** Indexes everything. */
  index(): void {
    while (new Indexer(this.db, new Progress(this.db)).step(2));
  }
}

function userOf(account: string | undefined): User {
  return {
    id: "u1",
    nickname: "alice",
    username: "a",
    host: "h",
    realname: "",
    account,
    away: undefined,
    modes: "",
    operator: undefined,
    connectedAt: 0,
    spokeAt: 0,
    sessions: [""],
    namedBy: 0,
    secure: false,
    server: "irc.test",
    silenced: new Map(),
    memberships: new Map(),
    metadata: new Map(),
  };
}
