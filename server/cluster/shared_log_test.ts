import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { createLog } from "../operator/log.ts";
import { MAX_SHORT, SharedLog } from "./shared_log.ts";
import { MemoryBroker } from "./testing.ts";

const log = createLog({ level: "error", format: "text", write: () => {} });

function open(broker: MemoryBroker) {
  const got: number[] = [];
  const broken: string[] = [];
  const shared = new SharedLog({
    broker,
    log,
    position: 0,
    onMessage: (data) => got.push(data[0]!),
    onBroken: ({ message }) => broken.push(message),
  });
  return { got, broken, shared };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

Deno.test("A log hands on what is in it already, and then what comes", async () => {
  const broker = new MemoryBroker();
  for (const number of numbers(200)) broker.store(Uint8Array.of(number));
  const { got, shared } = open(broker);
  await shared.open();
  assertEquals(got, numbers(200));
  broker.store(Uint8Array.of(201));
  assertEquals(got, numbers(201));
  shared.close();
  broker.store(Uint8Array.of(202));
  assertEquals(got, numbers(201));
});

Deno.test("A log is opened by asking again while it elects a leader", async () => {
  const broker = new MemoryBroker();
  for (const number of numbers(3)) broker.store(Uint8Array.of(number));
  const read = broker.read.bind(broker);
  let asked = 0;
  broker.read = (position) => ++asked === 2 ? Promise.reject(new Error("timeout")) : read(position);
  const { got, shared } = open(broker);
  await shared.open();
  assertEquals(got, numbers(3));
  shared.close();
});

Deno.test("A log is opened by asking again for a message that it lacks", async () => {
  const broker = new MemoryBroker();
  for (const number of numbers(3)) broker.store(Uint8Array.of(number));
  const read = broker.read.bind(broker);
  let lacks = true;
  setTimeout(() => lacks = false);
  broker.read = (position) => position === 2 && lacks ? Promise.resolve(undefined) : read(position);
  const { got, shared } = open(broker);
  await shared.open();
  assertEquals(got, numbers(3));
  shared.close();
});

Deno.test("A message without a position is not one of the log", async () => {
  const broker = new MemoryBroker();
  const { got, shared } = open(broker);
  await shared.open();
  broker.handOn(NaN, Uint8Array.of(9));
  broker.store(Uint8Array.of(1));
  assertEquals(got, [1]);
  shared.close();
});

Deno.test("Messages are handed on in order and once, whatever is lost or repeated on the way", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ handsOn: fc.boolean(), again: fc.nat(), check: fc.boolean() }), {
        minLength: 1,
        maxLength: 60,
      }),
      async (steps) => {
        const broker = new MemoryBroker();
        const { got, shared } = open(broker);
        await shared.open();
        for (const [index, { handsOn, again, check }] of steps.entries()) {
          broker.handsOn = () => handsOn;
          broker.store(Uint8Array.of(index + 1));
          broker.handOn(again % broker.stored.length + 1);
          if (check) await shared.check();
        }
        await shared.check();
        shared.close();
        assertEquals(got, numbers(steps.length));
      },
    ),
  );
});

Deno.test("A log that has lost its end is reported once no NATS server can be behind so far", async () => {
  const broker = new MemoryBroker();
  for (const number of numbers(3)) broker.store(Uint8Array.of(number));
  const { broken, shared } = open(broker);
  await shared.open();
  broker.stored.pop();
  for (let check = 0; check < MAX_SHORT - 1; check++) await shared.check();
  assertEquals(broken, []);
  await shared.check();
  assertMatch(broken.join(), /it has the messages 1 to 2, and the next one would be 4/);
});
