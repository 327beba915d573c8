import { assert, assertEquals, assertRejects } from "@std/assert";
import { NEXT_TURN, type Steps, Turns } from "./turns.ts";

/** Turns whose clock goes on by a millisecond at each look, and which have ticks when `tick` is called. */
function turnsByHand() {
  let time = 0;
  let requested = 0;
  const turns = new Turns({ clock: () => time++, requestTick: () => requested++ });
  return { turns, tick: () => turns.next(), requested: () => requested };
}

const wanted = () => true;

/** Steps that note their name each time. */
function* count(name: string, steps: number, heard: string[]): Steps<string> {
  for (let step = 0; step < steps; step++) {
    heard.push(name);
    yield;
  }
  return name;
}

Deno.test("Work that takes no longer than a slice is done at once", () => {
  const { turns } = turnsByHand();
  const heard: string[] = [];
  assertEquals(turns.run(count("a", 0, heard), { lane: "1", isWanted: wanted }), "a");
});

Deno.test("Lanes have their turns in a circle, however much work one of them has", async () => {
  const { turns, tick } = turnsByHand();
  const heard: string[] = [];
  const works = ["a1", "a2", "a3", "b1"].map((name) =>
    turns.run(count(name, 3, heard), { lane: name.charAt(0), isWanted: wanted })
  );
  await Promise.resolve();
  heard.length = 0;
  for (let ticks = 0; ticks < 20; ticks++) {
    tick();
    await new Promise((resolve) => setTimeout(resolve));
  }
  assertEquals(heard.indexOf("b1"), 1, heard.join(" "));
  assertEquals(await Promise.all(works), ["a1", "a2", "a3", "b1"]);
});

Deno.test("A tick runs no more lines after its time, and the next one runs those first", async () => {
  const { turns, tick } = turnsByHand();
  let lines = 0;
  while (turns.hasTime()) assert(lines++ < 100);
  const heard: string[] = [];
  const long = turns.run(count("long", 2, heard), { lane: "1", isWanted: wanted });
  const line = turns.enter("1", () => void heard.push("line"));
  await Promise.resolve();
  for (let ticks = 0; ticks < 5; ticks++) tick();
  await line;
  assertEquals(await long, "long");
  assertEquals(heard, ["long", "line", "long"]);
  assert(turns.hasTime());
});

Deno.test("Work waits for the promise that it yields, and hears what it is rejected with", async () => {
  const { turns, tick } = turnsByHand();
  const { promise, resolve } = Promise.withResolvers<void>();
  function* steps(): Steps<string> {
    yield promise;
    try {
      yield Promise.reject(new Error("expected"));
    } catch (error) {
      return String(error);
    }
    return "no error";
  }
  const running = turns.run(steps(), { lane: "1", isWanted: wanted });
  resolve();
  for (let ticks = 0; ticks < 5; ticks++) {
    await new Promise((resolve) => setTimeout(resolve));
    tick();
  }
  assertEquals(await running, "Error: expected");
});

Deno.test("Work that nobody wants any more ends, and cleans up", async () => {
  const { turns, tick } = turnsByHand();
  const heard: string[] = [];
  function* steps(): Steps<string> {
    try {
      yield* count("step", 100, heard);
    } finally {
      heard.push("cleaned");
    }
    return "done";
  }
  const running = turns.run(steps(), { lane: "1", isWanted: () => false });
  await new Promise((resolve) => setTimeout(resolve));
  tick();
  assertEquals(await running, undefined);
  assertEquals(heard, ["step", "cleaned"]);
});

Deno.test("An error in work rejects its promise and leaves other work alone", async () => {
  const { turns, tick } = turnsByHand();
  const heard: string[] = [];
  function* failing(): Steps {
    yield;
    throw new Error("expected");
  }
  const failed = turns.run(failing(), { lane: "1", isWanted: wanted }) as Promise<void>;
  const other = turns.run(count("b", 1, heard), { lane: "2", isWanted: wanted });
  const rejected = assertRejects(() => failed, Error, "expected");
  for (let ticks = 0; ticks < 5; ticks++) {
    await new Promise((resolve) => setTimeout(resolve));
    tick();
  }
  await rejected;
  assertEquals(await other, "b");
});

Deno.test("A lane that has had little time of late comes before those that have had much", async () => {
  const { turns, tick } = turnsByHand();
  const heard: string[] = [];
  const long = ["1", "2", "3"].map((lane) =>
    turns.run(count(lane, 20, heard), { lane, isWanted: wanted })
  );
  await Promise.resolve();
  for (let ticks = 0; ticks < 20; ticks++) tick();
  heard.length = 0;
  const line = turns.enter("4", () => void heard.push("line"));
  tick();
  assertEquals(heard[0], "line");
  for (let ticks = 0; ticks < 100; ticks++) tick();
  await line;
  assertEquals(await Promise.all(long), ["1", "2", "3"]);
});

Deno.test("A lane that has not run comes before many that have run once", async () => {
  const { turns, tick } = turnsByHand();
  const heard: string[] = [];
  const others = ["1", "2", "3", "4", "5"].map((lane) =>
    turns.run(count(lane, 4, heard), { lane, isWanted: wanted })
  );
  await Promise.resolve();
  while (new Set(heard.slice(others.length)).size < others.length) tick();
  heard.length = 0;
  const line = turns.enter("6", () => void heard.push("line"));
  tick();
  assertEquals(heard[0], "line");
  for (let ticks = 0; ticks < 100; ticks++) tick();
  await line;
  assertEquals(await Promise.all(others), ["1", "2", "3", "4", "5"]);
});

Deno.test("The line that has come last does not wait until many others before it have run", async () => {
  const { turns, tick } = turnsByHand();
  const heard: string[] = [];
  const lanes = Array.from({ length: 1_000 }, (_, index) => String(index));
  const others = lanes.map((lane) => turns.enter(lane, () => void heard.push(lane)));
  for (let ticks = 0; ticks < 200; ticks++) tick();
  const before = heard.length;
  const line = turns.enter("last", () => void heard.push("last"));
  for (let ticks = 0; ticks < 2; ticks++) tick();
  assert(heard.slice(before).includes("last"));
  assert(heard.length < lanes.length && heard.includes("0"));
  while (heard.length <= lanes.length) tick();
  await Promise.all([...others, line]);
});

Deno.test("What a lane has run counts less and less, and then no more", async () => {
  let time = 0;
  const turns = new Turns({ clock: () => time, requestTick: () => {} });
  const heard: string[] = [];
  const runFor = async (lane: string, milliseconds: number) => {
    const line = turns.enter(lane, () => {
      heard.push(lane);
      time += milliseconds;
    });
    turns.next();
    await line;
  };
  await runFor("much", 100);
  await runFor("little", 10);
  for (let seconds = 0; seconds < 60; seconds++) {
    time += 1_000;
    await runFor("other", 0);
  }
  await runFor("little", 10);
  heard.length = 0;
  const lines = ["little", "much"].map((lane) => turns.enter(lane, () => void heard.push(lane)));
  turns.next();
  await Promise.all(lines);
  assertEquals(heard, ["much", "little"]);
});

Deno.test("Work that goes on requests a tick after the sockets have been read, a line at once", async () => {
  const requests: string[] = [];
  const turns = new Turns({
    requestTick: () => requests.push("at once"),
    requestLater: () => requests.push("later"),
  });
  assert(turns.hasTime());
  assertEquals(requests, ["at once"]);
  turns.next();
  requests.length = 0;
  function* steps(): Steps {
    yield NEXT_TURN;
  }
  const work = turns.run(steps(), { lane: "1", isWanted: wanted });
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(requests, ["later"]);
  const behind: boolean[] = [];
  turns.next((isBehind) => behind.push(isBehind));
  await work;
  turns.enter("1", () => {});
  turns.enter("1", () => {});
  turns.next((isBehind) => behind.push(isBehind));
  assertEquals(behind, [false, false]);
});
