import { NO_TAGS } from "../../protocol/message.ts";
import { Progress } from "../../server/history/maintenance/progress.ts";
import { TargetIndex } from "../../server/history/maintenance/target_index.ts";
import { HistoryRecorder } from "../../server/history/recorder.ts";
import { INDEXED } from "../../server/history/search/indexer.ts";
import { Targets } from "../../server/history/targets.ts";
import type { Entry } from "../../server/network/events.ts";
import { nextSequence, timeOfSequence } from "../../server/network/ids.ts";
import { emptyChannel, type User } from "../../server/network/state.ts";
import { createLog } from "../../server/operator/log.ts";
import { openStore } from "../../server/store/mod.ts";

/** Rooms that the messages are spread over. */
export const ROOMS = 50;

const PEOPLE = 500;
/** Messages in one transaction. */
const BATCH_ROWS = 1_000;
/** Rows that are indexed by their targets at once. */
const INDEX_ROWS = 16_000;
/** Time between two messages, in milliseconds. */
const STEP_MS = 50;

/** The messages in the history. */
export interface Filled {
  /** The time of the first message, in milliseconds since 1970. */
  readonly from: number;
  /** The time of the last message. */
  readonly to: number;
  readonly rows: number;
  /** Whether they were not there before. */
  readonly isNew: boolean;
}

/**
 * Stores messages as a server does, in a folder that has none yet. Their full text is not indexed,
 * since the benchmark does not search.
 */
export function fillHistory(data: string, rows: number): Filled {
  const store = openStore({ data, fsync: false });
  const there = store.db
    .prepare("SELECT min(seq) AS first, max(seq) AS last, count(*) AS rows FROM history").get();
  if (Number(there?.["rows"]) > 0) {
    store.close();
    const [first, last] = [Number(there?.["first"]), Number(there?.["last"])];
    const [from, to] = [timeOfSequence(first), timeOfSequence(last)];
    return { from, to, rows: Number(there?.["rows"]), isNew: false };
  }
  const log = createLog({ level: "error", format: "text", write: (line) => console.error(line) });
  const targets = new Targets(store.db);
  const progress = new Progress(store.db);
  const index = new TargetIndex(store.db, progress);
  const recorder = new HistoryRecorder({
    db: store.db,
    targets,
    index,
    participants: [],
    log,
    serverName: "bench.local",
    directMessages: () => true,
    onCommitted: () => {},
  });
  const channels = Array.from({ length: ROOMS }, (_, index) => {
    const name = `#room${index}`;
    return emptyChannel(name, name, 0);
  });
  const people = Array.from({ length: PEOPLE }, (_, index) => person(index));
  const from = Date.now() - (rows + 1) * STEP_MS;
  let sequence = 0;
  for (let row = 0; row < rows; row++) {
    sequence = nextSequence(sequence, from + row * STEP_MS);
    const channel = channels[Math.floor(Math.random() * ROOMS)];
    const user = people[row % PEOPLE];
    if (channel === undefined || user === undefined) continue;
    const event = {
      type: "message",
      kind: "PRIVMSG",
      from: user.id,
      target: { channel: channel.key, status: 0 },
      text: `Message ${row}, which is about as long as what people say to each other`,
      tags: NO_TAGS,
    } as const;
    const entry: Entry<"message"> = {
      event,
      epoch: "",
      sequence,
      time: timeOfSequence(sequence),
      origin: undefined,
    };
    recorder.record(entry, { from: user, channel, to: undefined, absent: undefined });
    if (row % BATCH_ROWS === BATCH_ROWS - 1) recorder.commit();
    if (index.isFull) { while (index.step(INDEX_ROWS)); }
  }
  recorder.commit();
  progress.set(INDEXED, sequence);
  store.close();
  return { from, to: timeOfSequence(sequence), rows, isNew: true };
}

/** A user, by their number. */
export function person(index: number): User {
  return {
    id: `u${index}`,
    nickname: `user${index}`,
    username: "~user",
    host: "10.11.12.13",
    realname: "Somebody",
    account: index % 2 === 0 ? `user${index}` : undefined,
    away: undefined,
    modes: "",
    operator: undefined,
    connectedAt: 0,
    spokeAt: 0,
    sessions: [""],
    namedBy: 0,
    secure: false,
    server: "bench.local",
    silenced: new Map(),
    memberships: new Map(),
    metadata: new Map(),
  };
}
