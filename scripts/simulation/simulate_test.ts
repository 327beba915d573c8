import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { Random } from "../../tests/harness/random.ts";
import { DEFAULTS, report } from "./simulate.ts";
import { COSTS } from "./costs.ts";
import { Histogram } from "./histogram.ts";
import { Population } from "./population.ts";
import { limitsOf, memoryOf } from "./report.ts";
import { simulate, type TrafficOptions } from "./traffic.ts";

const SMALL = { clients: 2_000, nodes: 5, roomsPerClient: 3, tail: 1.3, talk: 0.5 };

function options(
  changed: Partial<TrafficOptions> & { readonly load?: number } = {},
): TrafficOptions {
  const { load = 1, ...rest } = changed;
  return {
    nodes: SMALL.nodes,
    brokers: 3,
    logs: 1,
    seconds: 5,
    bandwidth: 1e10,
    costs: COSTS,
    mix: {
      clients: SMALL.clients,
      messagesPerHour: 600 * load,
      directShare: 0.3,
      joinsPerHour: 10 * load,
      sessionHours: 1 / load,
      roomsPerClient: SMALL.roomsPerClient,
    },
    ...rest,
  };
}

function run(changed: Parameters<typeof options>[0] = {}, seed = 1) {
  const population = new Population(SMALL, new Random(seed));
  return { population, result: simulate(population, new Random(seed), options(changed)) };
}

function assertNear(actual: number, expected: number, tolerance: number): void {
  assert(Math.abs(actual - expected) <= tolerance, `${actual} is not about ${expected}`);
}

Deno.test("Percentiles of a histogram are those of its values, to some percent", () => {
  const histogram = new Histogram();
  for (let value = 1; value <= 1_000; value++) histogram.add(value);
  assertNear(histogram.percentile(0.5), 500, 30);
  assertNear(histogram.percentile(0.99), 990, 60);
  assertEquals(new Histogram().percentile(0.5), NaN);
});

Deno.test("Rooms have as many members as there are memberships, each on a node", () => {
  const population = new Population(SMALL, new Random(7));
  assertEquals(population.memberships, SMALL.clients * SMALL.roomsPerClient);
  population.sizes.forEach((size, room) => {
    let sum = 0;
    population.eachNode(room, (node, members) => {
      assert(node < SMALL.nodes);
      sum += members;
    });
    assertEquals(sum, size);
  });
});

Deno.test("A simulation is the same with the same seed", () => {
  const [one, same, other] = [run(), run(), run({}, 2)].map(({ result }) => result);
  assertEquals(one!.eventsPerSecond, same!.eventsPerSecond);
  assertEquals(one!.lag.percentile(0.99), same!.lag.percentile(0.99));
  assert(one!.deliveriesPerSecond !== other!.deliveriesPerSecond);
});

Deno.test("Events come at the rate of the mix, and every node applies each of them", () => {
  const { result } = run();
  const { messagesPerHour, joinsPerHour, roomsPerClient } = options().mix;
  // Whoever comes connects and enters rooms; whoever goes is one event.
  const perClient = messagesPerHour + 2 * joinsPerHour + 1 + roomsPerClient + 1;
  const expected = SMALL.clients * perClient / 3600;
  assertNear(result.eventsPerSecond / expected, 1, 0.1);
  assertNear(result.nodeIn, result.logBytesPerSecond, 1);
});

Deno.test("Traffic that is too much for a node's core makes the lag grow, and a divided log bears more", () => {
  const calm = run().result;
  assert(calm.busiest < 0.5 && calm.lag.percentile(0.99) < 10_000);
  const one = run({ load: 300 }).result;
  const divided = run({ load: 300, logs: 8 }).result;
  assert(one.lag.percentile(0.99) > 100 * calm.lag.percentile(0.99));
  assert(divided.applying < one.applying);
  assertEquals(limitsOf(one, options())[0]?.name, "the core of a node");
});

Deno.test("A node with a divided log knows fewer memberships", () => {
  const population = new Population(SMALL, new Random(1));
  const [whole, divided] = [1, 8].map((logs) => memoryOf(population, options({ logs })).state);
  assert(divided! < whole!);
});

Deno.test("The report has a column for each network, calm and at its limit", () => {
  const text = report({ ...DEFAULTS, clients: 500, nodes: 3, seconds: 0.1, logs: 4 });
  assertStringIncludes(text, "3 nodes, 500 people");
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  assertEquals(new Set(rows.map((row) => row.split("|").length)).size, 1);
  assertEquals(rows[0]?.match(/×/g)?.length, 4);
});
