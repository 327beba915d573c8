import { assert, assertEquals } from "@std/assert";

import { measure, planRuns } from "./rounds.ts";
import { QUICK, rowsOf, type Scenario } from "./scenarios.ts";
import { chat, defaultChatCommand, NGIRCD, ORIGIN, RELAY, type ServerKind } from "./servers.ts";
import { pathOf, testUnless } from "../../tests/harness/peers.ts";

const CHAT = chat({ command: defaultChatCommand(), data: undefined });

/** Every kind of a scenario, as small as it can be. */
const TINY: readonly Scenario[] = [
  { kind: "talk", clients: 4, size: 2, inFlight: 2, milliseconds: 50, warmUp: 10 },
  { kind: "talk", clients: 6, size: 3, inFlight: 2, milliseconds: 50, warmUp: 10 },
  {
    kind: "talk",
    clients: 6,
    size: 3,
    inFlight: "one each",
    idle: 2,
    milliseconds: 50,
    warmUp: 10,
  },
  { kind: "burst", members: 3, burst: 4, milliseconds: 50, warmUp: 10 },
  { kind: "delay", members: 3, linesPerSecond: 200, milliseconds: 50, warmUp: 10 },
  { kind: "registration", connections: 8 },
  { kind: "idle", connections: 8, settleSeconds: 0 },
];
const STORMS: readonly Scenario[] = [
  { kind: "joins", clients: 5 },
  { kind: "return", clients: 6, roomSize: 3 },
];

function testScenarios(
  kind: ServerKind,
  { scenarios, unless }: { scenarios: readonly Scenario[]; unless?: string | undefined },
): void {
  testUnless(unless, {
    name: `The load measures ${kind.name} at ${scenarios.map((one) => one.kind).join(", ")}`,
    async fn() {
      const results = await measure(kind, scenarios);
      assertEquals(results.length, scenarios.length);
      for (const { work, wallSeconds, residentBytes, driverShare } of results) {
        assert(work > 0 && wallSeconds > 0 && residentBytes > 0);
        assert(driverShare >= 0);
      }
    },
  });
}

const WITHOUT_LINUX = Deno.build.os === "linux" ? undefined : "the load needs Linux's epoll";
const WITHOUT_PYTHON = pathOf("python3") === undefined ? "python3 is not installed" : undefined;

testScenarios(CHAT, { scenarios: [...TINY, ...STORMS], unless: WITHOUT_LINUX });
testScenarios(CHAT, {
  scenarios: [{
    kind: "burst",
    webSocket: true,
    members: 3,
    burst: 4,
    milliseconds: 50,
    warmUp: 10,
  }],
  unless: WITHOUT_LINUX,
});
testScenarios(RELAY, { scenarios: TINY, unless: WITHOUT_LINUX });
testScenarios(ORIGIN, { scenarios: TINY, unless: WITHOUT_LINUX ?? WITHOUT_PYTHON });

Deno.test("Rounds measure all servers, every other one in the opposite order", () => {
  const rows = new Map(
    [...rowsOf(QUICK)].filter(([name]) => name === "direct" || name === "rooms"),
  );
  const runs = [...planRuns({ rows, servers: [CHAT, RELAY, NGIRCD], rounds: 2 })];
  assertEquals(
    runs.map(({ round, server, names }) => [round, server.name, names.join()]),
    [
      [1, "chat", "direct,rooms"],
      [1, "relay", "direct,rooms"],
      [1, "ngircd", "direct,rooms"],
      [2, "ngircd", "direct,rooms"],
      [2, "relay", "direct,rooms"],
      [2, "chat", "direct,rooms"],
    ],
  );
});

Deno.test("A server is not measured where it would do other work", () => {
  const rows = rowsOf(QUICK);
  const runsOf = (server: ServerKind) =>
    [...planRuns({ rows, servers: [server], rounds: 1 })].flatMap(({ names }) => names);
  assert(!runsOf(RELAY).includes("joins"), "the relay tells nobody who joins");
  assert(!runsOf(NGIRCD).includes("websocket-1"), "ngircd has no WebSocket");
  assert(!runsOf(NGIRCD).includes("members-10"), "growth is chat's alone");
  assert(runsOf(NGIRCD).includes("joins"));
});
