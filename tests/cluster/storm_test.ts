import { assertEquals, assertGreater } from "@std/assert";
import { testWith } from "../harness/peers.ts";
import { Random } from "../harness/random.ts";
import { NATS_SERVER } from "./nats.ts";
import type { KeptNode } from "./node.ts";
import { act } from "./storm/actions.ts";
import { doHarm } from "./storm/harms.ts";
import { findNode, startNetwork } from "./storm/network.ts";
import { pause, Talker } from "./storm/talker.ts";
import { compareHistories, compareRooms, findEnded, lastLines, Watchers } from "./storm/verify.ts";

/** How long the storm lasts, in milliseconds. */
const STORM_MS = numberFrom("STORM_SECONDS", 12) * 1000;
const CLIENTS = numberFrom("STORM_CLIENTS", 24);
const SEED = numberFrom("STORM_SEED", 1);
/** A storm of this length has long harms, too, after which a node is taken for dead. */
const LONG_STORM_MS = 60_000;
const HARMS = {
  long: STORM_MS >= LONG_STORM_MS,
  splits: Deno.env.get("STORM_SPLITS") === "1",
};
const ROOMS = Array.from({ length: 8 }, (_, index) => `#room${index}`);
const ROOMS_EACH = 3;
/** Faults that an error shows. */
const SHOWN_FAULTS = 20;
/** The time between two harms, at most, in milliseconds. */
const CALM_MS = 1_000;

function numberFrom(variable: string, otherwise: number): number {
  return Number(Deno.env.get(variable) ?? otherwise);
}

testWith([NATS_SERVER], {
  name:
    "In a storm of kills, stops and cut links no message is lost or doubled, and all see the same",
  fn: async () => {
    await using network = await startNetwork();
    const { nodes } = network;
    const talkers = makeTalkers(nodes);
    const harms: string[] = [];
    try {
      let over = false;
      const talking = Promise.all(talkers.map((talker) => talker.live(() => over)));
      const random = new Random(SEED);
      for (const end = performance.now() + STORM_MS; performance.now() < end;) {
        await pause(random.next() * CALM_MS);
        harms.push(await doHarm(network, { random, ...HARMS }));
      }
      assertEquals(findEnded(nodes), []);
      over = true;
      await talking;
      const faults = await findFaults(nodes, talkers);
      const figures = figuresOf(talkers);
      if (Deno.env.has("STORM_SECONDS")) {
        console.log(`Seed ${SEED}: ${harms.length} harms`, figures);
      }
      assertEquals(faults.slice(0, SHOWN_FAULTS), [], `${faults.length} faults`);
      assertGreater(figures.confirmed, CLIENTS * 10);
    } catch (cause) {
      const logs = nodes.map((node) => lastLines(node)).join("\n");
      throw new Error(`With the seed ${SEED}, after\n${harms.join("\n")}\n${logs}`, { cause });
    } finally {
      for (const talker of talkers) await talker.close();
    }
  },
});

function makeTalkers(nodes: readonly KeptNode[]): Talker[] {
  return Array.from({ length: CLIENTS }, (_, index) => {
    const random = new Random(SEED * 1_000 + index);
    const first = random.below(ROOMS.length);
    const rooms = Array.from(
      { length: ROOMS_EACH },
      (_, next) => ROOMS[(first + next) % ROOMS.length]!,
    );
    const find = () => findNode(nodes, random);
    return new Talker({ name: `talker${index}`, rooms, random, act, findNode: find });
  });
}

/** What is wrong once everybody has seen everything: a sentence for each disagreement. */
async function findFaults(
  nodes: readonly KeptNode[],
  talkers: readonly Talker[],
): Promise<string[]> {
  using watchers = await Watchers.enter(nodes, ROOMS);
  await watchers.settle(ROOMS[0]!);
  for (const talker of talkers) await talker.live(() => true);
  await watchers.settle(ROOMS[0]!);
  for (const talker of talkers) await talker.synchronize();
  return [
    ...talkers.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`)),
    ...await compareRooms(watchers, { rooms: ROOMS, talkers }),
    ...compareHistories(nodes, talkers),
  ];
}

/** What happened, in numbers. */
function figuresOf(talkers: readonly Talker[]) {
  const said = talkers.flatMap(({ said }) => said);
  const returns = talkers.flatMap(({ returns }) => returns);
  return {
    said: said.length,
    confirmed: said.filter(({ id }) => id !== undefined).length,
    refused: said.filter(({ refusal }) => refusal !== undefined).length,
    received: talkers.flatMap(({ heard }) => [...heard.values()])
      .reduce((sum, { count }) => sum + count, 0),
    reconnections: returns.length,
  };
}
