/** Lines that make the server work, again and again, while others want to talk. */

import {
  assertHeld,
  type Attack,
  enterFrom,
  measure,
  startAttackable,
} from "../harness/attack/measure.ts";
import type { TestServer } from "../harness/server.ts";

/** How an attack comes: much from one address, or a little from each of many. */
const FORMS = [
  { form: "100 connections of one address", connections: 100, addresses: 1 },
  { form: "20 addresses", connections: 20, addresses: 20 },
];

/** An attack whichever way it comes. */
interface Lines extends Pick<Attack, "lines" | "first" | "capabilities" | "reconnectAfter"> {
  /** Makes what is attacked. */
  readonly prepare?: (server: TestServer, stack: AsyncDisposableStack) => Promise<void>;
}

/** Names of rooms, joined with commas. */
function rooms(name: (index: number) => string, count = 45): string {
  return Array.from({ length: count }, (_, index) => name(index)).join(",");
}

/** An operator, whom nothing slows, opens so many rooms. */
async function manyRooms(server: TestServer, stack: AsyncDisposableStack): Promise<void> {
  const root = stack.use(await enterFrom(server, { name: "root", address: "192.0.2.1" }));
  await root.send("OPER root let-me-in");
  for (let from = 0; from < 13_500; from += 45) {
    await root.send(`JOIN ${rooms((index) => `#room${from + index}`)}`);
    await root.answered();
  }
}

/** A room in which so many people are, each with an address of their own. */
async function largeRoom(server: TestServer, stack: AsyncDisposableStack): Promise<void> {
  for (let index = 0; index < 200; index++) {
    const address = `10.0.${index >> 8}.${index & 255}`;
    const member = stack.use(await enterFrom(server, { name: `member${index}`, address }));
    await member.send("JOIN #large");
  }
}

const MASKS = rooms((index) => `*${"a*".repeat(index % 5)}b${index}*`, 20);
const NAMES = Array.from({ length: 50 }, (_, index) => `member${index}`);

const ATTACKS: Readonly<Record<string, Lines>> = {
  "JOIN and PART of 45 own rooms a line": {
    lines: [`JOIN ${rooms((k) => `#{n}-{i}-${k}`)}`, `PART ${rooms((k) => `#{n}-{i}-${k}`)}`],
    reconnectAfter: 20,
  },
  "JOIN and PART of 45 rooms that others are in": {
    lines: [`JOIN ${rooms((k) => `#${k}`)}`, `PART ${rooms((k) => `#${k}`)}`],
    reconnectAfter: 20,
  },
  "LIST with 20 masks over 13,500 rooms": { prepare: manyRooms, lines: [`LIST ${MASKS}`, "LIST"] },
  "WHO, NAMES and WHOIS in a room of 200": {
    prepare: largeRoom,
    first: ["JOIN #large"],
    lines: [
      "WHO #large",
      "NAMES #large",
      "WHO *e*m*b*e*r*",
      ...NAMES.slice(0, 10).map((name) => `WHOIS ${name}`),
    ],
  },
  "MONITOR, ISON, METADATA and MODE": {
    capabilities: ["draft/metadata-3"],
    first: [
      "JOIN #{n}",
      ...NAMES.map((name) => `MODE #{n} +bbbb 1${name} 2${name} 3${name} 4${name}`),
    ],
    lines: [
      `MONITOR + ${NAMES.join(",")}`,
      `ISON ${NAMES.join(" ")}`,
      "METADATA * SET key{i} :value",
      "METADATA *ALL SYNC",
      "MODE #{n} b",
      "MONITOR C",
    ],
  },
  "TAGMSG and PRIVMSG to eight targets": {
    capabilities: ["message-tags", "echo-message"],
    first: [`JOIN ${rooms((k) => `#${k}`, 8)}`],
    lines: [
      `@+typing=active TAGMSG ${rooms((k) => `#${k}`, 8)}`,
      `PRIVMSG ${rooms((k) => `#${k}`, 8)} :{i}`,
    ],
  },
  "Connecting in a loop": { lines: ["PING x"], reconnectAfter: 1 },
};

const SETTINGS = `
[limits]
channels-per-user = 0
[[operator]]
name = "root"
password = "let-me-in"
`;

for (const [attack, { prepare, ...lines }] of Object.entries(ATTACKS)) {
  for (const { form, ...rest } of FORMS) {
    const name = `${attack} from ${form} does not delay others`;
    Deno.test(name, async () => {
      await using server = await startAttackable({ settings: SETTINGS });
      await using stack = new AsyncDisposableStack();
      await prepare?.(server, stack);
      assertHeld(name, await measure(server, { ...lines, ...rest }));
    });
  }
}
