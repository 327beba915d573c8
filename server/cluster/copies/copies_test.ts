import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Progress } from "../../history/maintenance/progress.ts";
import { createLog } from "../../operator/log.ts";
import { CLUSTER_PROGRESS, saveMembership } from "../../store/membership.ts";
import { openStore, type Store } from "../../store/mod.ts";
import { MemoryQuestions } from "../testing.ts";
import { SCHEMA } from "./files.ts";
import { CopyGiver } from "./giver.ts";
import { COPIES, type CopyQuestion, decode, encode, type Offer, PIECE_BYTES } from "./questions.ts";
import { fetchCopy, NoCopyError } from "./receiver.ts";

const MESSAGES = 12_000;

/** Nodes with folders that ask each other, and what they log. */
class TestNodes implements Disposable {
  readonly questions = new MemoryQuestions();
  readonly logged: string[] = [];
  readonly log = createLog({
    level: "info",
    format: "text",
    write: (line) => void this.logged.push(line),
  });
  readonly #folders: string[] = [];
  readonly #givers: CopyGiver[] = [];
  readonly #stores: Store[] = [];

  folder(): string {
    const folder = Deno.makeTempDirSync({ prefix: "chat-copies-" });
    this.#folders.push(folder);
    return folder;
  }

  /** Fills the database of a folder with messages up to a sequence. */
  fill(folder: string, { network = "n", last = MESSAGES } = {}): Store {
    const store = openStore({ data: folder, fsync: false });
    this.#stores.push(store);
    store.db.exec(`
      INSERT INTO targets (id, key) VALUES (1, 'c#1');
      WITH RECURSIVE s (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM s WHERE seq < ${last})
        INSERT INTO history (seq, target, kind, source, text)
        SELECT seq, 1, 0, 'a!b@c', printf('message %d %.80c', seq, 'x') FROM s;
    `);
    saveMembership(store.db, { network, base: 0 });
    new Progress(store.db).set(CLUSTER_PROGRESS.recorded, last);
    return store;
  }

  /** Adds a node that gives copies; returns its folder. */
  add(node: string, { prepare = () => Promise.resolve(), ...more }: {
    readonly prepare?: () => Promise<void>;
    readonly network?: string;
    readonly last?: number;
  } = {}): string {
    const folder = this.folder();
    const { path } = this.fill(folder, more);
    const { questions, log } = this;
    this.#givers.push(new CopyGiver({ questions, node, path, log, prepare }));
    return folder;
  }

  async fetch(data: string, recorded = 0): Promise<void> {
    const { questions, log } = this;
    await fetchCopy({ broker: questions, data, log, node: "new", network: "n", recorded });
  }

  /** How many messages the database of a folder has. */
  count(folder: string): unknown {
    const store = openStore({ data: folder, fsync: false });
    this.#stores.push(store);
    return store.db.prepare("SELECT count(*) AS count FROM history").get()?.["count"];
  }

  [Symbol.dispose](): void {
    for (const giver of this.#givers) giver.close();
    for (const store of this.#stores) store.close();
    for (const folder of this.#folders) Deno.removeSync(folder, { recursive: true });
  }
}

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
}

Deno.test("A node gets a copy of another node's database in pieces, and nothing else is left", async () => {
  using nodes = new TestNodes();
  let asked = 0;
  nodes.questions.onAsk = (_topic, question) => {
    if (new TextDecoder().decode(question).includes('"piece"')) asked++;
  };
  const giver = nodes.add("a");
  const data = nodes.folder();
  await nodes.fetch(data);
  assert(asked > 2);
  assertEquals(Math.ceil(Deno.statSync(`${data}/chat.db`).size / PIECE_BYTES), asked);
  assertEquals(filesIn(data), ["chat.db", "chat.network"]);
  assertEquals(filesIn(giver).filter((name) => name.includes("copy")), []);
  assertEquals(nodes.count(data), MESSAGES);
  assertMatch(nodes.logged.join("\n"), /Another node has a copy of the database node=new/);
});

Deno.test("A copy takes the place of a database that is a part of it, with its write-ahead log", async () => {
  using nodes = new TestNodes();
  nodes.add("a");
  const data = nodes.folder();
  nodes.fill(data, { last: 10 }).close();
  await nodes.fetch(data, 10);
  assertEquals(nodes.count(data), MESSAGES);
});

Deno.test("A copy that breaks off is begun again with another node", async () => {
  using nodes = new TestNodes();
  nodes.add("a", { prepare: () => Promise.reject(new Error("the disk is full")) });
  nodes.add("b");
  const data = nodes.folder();
  await nodes.fetch(data);
  assertEquals(nodes.count(data), MESSAGES);
  assertMatch(
    nodes.logged.join("\n"),
    /not taken node=a why="the database cannot be copied: the disk is full"/,
  );
});

Deno.test("A copy that was changed on its way is not taken, and the database stays as it was", async () => {
  using nodes = new TestNodes();
  nodes.add("a");
  const data = nodes.folder();
  nodes.fill(data, { last: 10 }).close();
  nodes.questions.onAnswer = (answer) =>
    answer.length === PIECE_BYTES ? answer.with(PIECE_BYTES / 2, 255) : answer;
  const error = await assertRejects(() => nodes.fetch(data, 10), NoCopyError);
  assertMatch(
    error.message,
    /of the node a is not taken, it was not received as it was sent; start/,
  );
  assertEquals(filesIn(data).filter((name) => name.includes("copy")), []);
  assertEquals(nodes.count(data), 10);
});

Deno.test("A copy of another network, or of less than a node has, is not taken", async () => {
  using nodes = new TestNodes();
  nodes.add("a", { network: "other" });
  nodes.add("b", { last: 10 });
  const error = await assertRejects(() => nodes.fetch(nodes.folder(), 11), NoCopyError);
  assertMatch(error.message, /of the node b is not taken, it ends before this server's own/);
  assertMatch(nodes.logged.join("\n"), /node=a why="it is of another network"/);
});

Deno.test("An answer that is no offer of a copy is passed over", async () => {
  using nodes = new TestNodes();
  nodes.questions.answer(COPIES, () => Promise.resolve(new Uint8Array([255])));
  nodes.add("b");
  const data = nodes.folder();
  await nodes.fetch(data);
  assertEquals(nodes.count(data), MESSAGES);
});

Deno.test("A node that gets no copy says what would help", async () => {
  using nodes = new TestNodes();
  const error = await assertRejects(() => nodes.fetch(nodes.folder()), NoCopyError);
  assertMatch(error.message, /^Cannot get a copy .*: no other node is up; start a node first that/);
});

Deno.test("A node sends two copies at a time, and a third node waits", async () => {
  using nodes = new TestNodes();
  const preparing = Promise.withResolvers<void>();
  let begun = 0;
  const both = Promise.withResolvers<void>();
  const waiting = Promise.withResolvers<void>();
  nodes.add("a", {
    prepare: () => {
      if (++begun === 2) both.resolve();
      return preparing.promise;
    },
  });
  const folders = [nodes.folder(), nodes.folder(), nodes.folder()];
  const first = folders.slice(0, 2).map((folder) => nodes.fetch(folder));
  await both.promise;
  nodes.questions.onAnswer = (answer) => {
    if (new TextDecoder().decode(answer).includes('"isBusy":true')) waiting.resolve();
    return answer;
  };
  const third = nodes.fetch(folders[2]!);
  await waiting.promise;
  preparing.resolve();
  await Promise.all([...first, third]);
  for (const folder of folders) assertEquals(nodes.count(folder), MESSAGES);
  assertMatch(nodes.logged.join("\n"), /Waiting for a copy of the database/);
});

Deno.test("A copy that is wanted no more while the state is stored is never made", async () => {
  using nodes = new TestNodes();
  const preparing = Promise.withResolvers<void>();
  const giver = nodes.add("a", { prepare: () => preparing.promise });
  const { questions } = nodes;
  const { topic } = decode<Offer>(await questions.ask(COPIES, encode({ schema: SCHEMA })));
  const ask = (question: CopyQuestion) => questions.ask(topic, encode(question));
  const copy = decode<number>(await ask({ ask: "begin", node: "new" }));
  await ask({ ask: "end", copy, isWhole: false });
  preparing.resolve();
  // A thread that was begun for the first copy has made its file by the end of the second one.
  await nodes.fetch(nodes.folder());
  assertEquals(filesIn(giver).filter((name) => name.includes("copy")), []);
});
