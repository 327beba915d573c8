import { assert, assertEquals } from "@std/assert";
import type { Entry } from "../network/events.ts";
import { timeOfSequence } from "../network/ids.ts";
import { TestServer, type TestSession } from "../testing.ts";
import type { Recorder } from "./journal.ts";

/** A recorder that notes its calls, and fails while a test says so. */
class NotingRecorder implements Recorder {
  readonly lastSequence: number = 0;
  readonly notes: string[] = [];
  readonly entries: Entry[] = [];
  failing = false;
  #waiting: Entry[] = [];

  record(entry: { readonly sequence: number }): void {
    const taken = entry as Entry;
    this.entries.push(taken);
    this.#waiting.push(taken);
    this.notes.push(`record ${taken.event.type}`);
  }

  commit(): readonly Entry[] {
    this.notes.push("commit");
    const lost = this.failing ? this.#waiting : [];
    this.#waiting = [];
    return lost;
  }
}

function say(server: TestServer, from: TestSession, text: string): void {
  server.append(from, {
    type: "message",
    kind: "PRIVMSG",
    from: from.session.user?.id ?? "",
    target: { channel: "#1", status: 0 },
    text,
    tags: new Map(),
  });
}

Deno.test("An event is applied and recorded at once, and committed before its line is sent", async () => {
  const recorder = new NotingRecorder();
  const server = new TestServer({ recorder });
  const alice = server.enter("alice", { channels: ["#1"] });
  const bob = server.enter("bob", { channels: ["#1"] });
  await server.tick();
  bob.received();
  recorder.notes.length = 0;
  say(server, alice, "hi");
  assertEquals(recorder.notes, ["record message"]);
  assertEquals(bob.received(), []);
  server.journal.commit();
  assertEquals(recorder.notes, ["record message", "commit"]);
  assertEquals(bob.received(), []);
  await server.tick();
  assertEquals(bob.received(), [":alice!~u@h PRIVMSG #1 :hi"]);
});

Deno.test("An event that changes nothing is neither recorded nor sent", async () => {
  const recorder = new NotingRecorder();
  const server = new TestServer({ recorder });
  const alice = server.enter("alice", { channels: ["#1"] });
  await server.tick();
  alice.received();
  recorder.notes.length = 0;
  server.append(alice, { type: "join", user: "alice", channel: "#1" });
  await server.tick();
  assertEquals(recorder.notes, ["commit"]);
  assertEquals(alice.received(), []);
});

Deno.test("A message that cannot be stored is sent to nobody, and its sender gets a FAIL", async () => {
  const recorder = new NotingRecorder();
  const lost: Entry[] = [];
  const server: TestServer = new TestServer({
    recorder,
    onLost: (entries) => {
      lost.push(...entries);
      server.output.revoke();
      server.sessions.byId(entries[0]?.origin)?.standard("FAIL", {
        command: "PRIVMSG",
        code: "LOST",
        text: "lost",
      });
    },
  });
  const alice = server.enter("alice", { channels: ["#1"], capabilities: ["echo-message"] });
  const bob = server.enter("bob", { channels: ["#1"] });
  await server.tick();
  recorder.failing = true;
  const received = await server.linesSentBy(() => say(server, alice, "never"), alice, bob);
  assertEquals(received, [[":s FAIL PRIVMSG LOST :lost"], []]);
  assertEquals(lost.map(({ event }) => event.type), ["message"]);
  recorder.failing = false;
  const later = await server.linesSentBy(() => say(server, alice, "again"), alice, bob);
  assertEquals(later, Array(2).fill([":alice!~u@h PRIVMSG #1 :again"]));
});

Deno.test("Sequences rise with the clock, within a millisecond, and when the clock goes back", () => {
  const recorder = new NotingRecorder();
  const server = new TestServer({ recorder });
  const alice = server.enter("alice", { channels: ["#1"] });
  const start = server.now;
  for (const step of [0, 0, 5, -60_000, 0, 1]) {
    server.now += step;
    say(server, alice, "x");
  }
  const sequences = recorder.entries.map(({ sequence }) => sequence);
  for (const [index, sequence] of sequences.entries()) {
    assert(index === 0 || sequence > (sequences[index - 1] ?? 0));
  }
  assertEquals(recorder.entries.map(({ time }) => time - start), [0, 0, 0, 0, 5, 5, 5, 5]);
  assertEquals(sequences.map(timeOfSequence), recorder.entries.map(({ time }) => time));
});

Deno.test("A clock in the next century moves no sequence, and the next good time is taken again", () => {
  const recorder = new NotingRecorder();
  const server = new TestServer({ recorder });
  const alice = server.enter("alice", { channels: ["#1"] });
  const start = server.now;
  for (const time of [Date.UTC(2102, 0), Date.UTC(9999, 0), start + 5000]) {
    server.now = time;
    say(server, alice, "x");
  }
  assertEquals(recorder.entries.slice(-3).map(({ time }) => time - start), [0, 0, 5000]);
  assert(recorder.entries.every(({ sequence }) => Number.isSafeInteger(sequence)));
});

Deno.test("The sequences of an event that several channels see are given to no other", () => {
  const recorder = new NotingRecorder();
  const server = new TestServer({ recorder });
  const alice = server.enter("alice", { channels: ["#1", "#2", "#3"] });
  server.append(alice, { type: "nick", user: "alice", nickname: "carol" });
  say(server, alice, "x");
  server.append(alice, { type: "quit", user: "alice", reason: "" });
  server.enter("bob");
  const [renamed = 0, ...rest] = recorder.entries.slice(-4).map(({ sequence }) => sequence);
  assertEquals(rest, [renamed + 3, renamed + 4, renamed + 7]);
});

Deno.test("Sequences start after those of the earlier run, whatever the clock says", () => {
  const future = Number.MAX_SAFE_INTEGER - 1000;
  const recorder: Recorder = {
    lastSequence: future,
    record: ({ sequence }) => {
      assert(sequence > future);
    },
    commit: () => [],
  };
  new TestServer({ recorder }).enter("alice", { channels: ["#1"] });
});
