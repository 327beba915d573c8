import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { type LogFacts, LONG_LOG, type OwnFacts, type Way, wayInto } from "./ways.ts";

const MINE = { network: "mine", base: 0 };
const LOG: LogFacts = { ...MINE, first: 1, last: 100 };
const EMPTY: OwnFacts = { membership: undefined, isUsed: false, position: 0, recorded: 0 };
const NODE: OwnFacts = { membership: MINE, isUsed: true, position: 50, recorded: 50 };
const ALONE: OwnFacts = { ...EMPTY, isUsed: true };
const FIRST: OwnFacts = {
  membership: { ...MINE, base: 7 },
  isUsed: true,
  position: 0,
  recorded: 7,
};

const WAYS: readonly [string, LogFacts | undefined, OwnFacts, Way][] = [
  ["An empty node without a log begins one", undefined, EMPTY, "begin"],
  ["A server that was alone begins a log", undefined, ALONE, "begin"],
  ["A first node that ended before it made its log begins it", undefined, FIRST, "begin"],
  ["An empty node follows a log that is whole", LOG, EMPTY, "follow"],
  ["An empty node follows an empty log", { ...LOG, first: 0, last: 0 }, EMPTY, "follow"],
  ["A node goes on from its position", LOG, NODE, "follow"],
  ["A node follows a log whose next batch is its first", { ...LOG, first: 51 }, NODE, "follow"],
  ["A node that was away for too long takes a copy", { ...LOG, first: 52 }, NODE, "copy"],
  ["An empty node takes a copy if the log has no beginning", { ...LOG, first: 2 }, EMPTY, "copy"],
  ["An empty node takes a copy if the log goes on from a base", { ...LOG, base: 7 }, EMPTY, "copy"],
  ["A first node needs no copy of its base", { ...LOG, base: 7 }, FIRST, "follow"],
  [
    "An empty node takes a copy instead of a long log, if there is one",
    { ...LOG, last: LONG_LOG + 1 },
    EMPTY,
    "copy or follow",
  ],
];

for (const [name, log, own, way] of WAYS) {
  Deno.test(name, () => assertEquals(wayInto(log, own), way));
}

const REFUSED: readonly [string, LogFacts | undefined, OwnFacts, RegExp][] = [
  ["A server that was alone does not join others", LOG, ALONE, /messages that the cluster does/],
  ["A node of another network is refused", { ...LOG, network: "x" }, NODE, /another network/],
  ["A node whose log has lost its end is refused", { ...LOG, last: 49 }, NODE, /ends with the ba/],
  ["A node whose log is gone is refused", undefined, NODE, /NATS does not have it any more/],
];

for (const [name, log, own, sentence] of REFUSED) {
  Deno.test(name, () => {
    const { message } = assertThrows(() => wayInto(log, own), Error);
    assertMatch(message, sentence);
  });
}
