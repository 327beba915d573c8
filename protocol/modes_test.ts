import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import {
  chanmodesToken,
  CHANNEL_MODES,
  channelModesOf,
  formatModeChanges,
  type ModeChange,
  parseModeChanges,
  prefixToken,
  USER_MODES,
} from "./modes.ts";

const argument = fc.stringMatching(/^[a-z*!@]{1,60}$/);
const change: fc.Arbitrary<ModeChange> = fc
  .tuple(fc.constantFrom(...CHANNEL_MODES), fc.boolean(), argument)
  .map(([{ letter, kind }, adding, text]) =>
    kind === "flag" || (kind === "set-param" && !adding)
      ? { adding, mode: letter }
      : { adding, mode: letter, argument: text }
  );

Deno.test("Formatted changes are parsed back unchanged", () => {
  fc.assert(
    fc.property(fc.array(change), fc.integer({ min: 1, max: 20 }), (changes, maxPerLine) => {
      const lines = formatModeChanges(changes, maxPerLine);
      for (const { args } of lines) assert(args.length <= maxPerLine);
      const read = lines.map(({ modes, args }) => parseModeChanges(modes, args));
      assertEquals(read.flatMap((parsed) => parsed.changes), changes);
      assertEquals(read.flatMap((parsed) => parsed.unknown), []);
    }),
  );
});

Deno.test("Parsing never throws, whatever the mode string", () => {
  const args = fc.array(fc.string());
  fc.assert(fc.property(fc.string({ unit: "binary" }), args, (modes, given) => {
    parseModeChanges(modes, given);
    channelModesOf(modes, given[0] ?? "");
  }));
});

Deno.test("Each kind of mode takes its argument or no argument", () => {
  const { changes, unknown } = parseModeChanges("ovm-lb+l-k", [
    "alice",
    "bob",
    "*!*@h",
    "5",
    "key",
  ]);
  assertEquals(unknown, []);
  assertEquals(changes, [
    { adding: true, mode: "o", argument: "alice" },
    { adding: true, mode: "v", argument: "bob" },
    { adding: true, mode: "m" },
    { adding: false, mode: "l" },
    { adding: false, mode: "b", argument: "*!*@h" },
    { adding: true, mode: "l", argument: "5" },
    { adding: false, mode: "k", argument: "key" },
  ]);
});

Deno.test("A list mode without an argument is returned without one", () => {
  assertEquals(parseModeChanges("b", []).changes, [{ adding: true, mode: "b" }]);
});

Deno.test("Unknown letters are reported once and take no argument", () => {
  const { changes, unknown } = parseModeChanges("+ZoZ😀", ["alice"]);
  assertEquals(changes, [{ adding: true, mode: "o", argument: "alice" }]);
  assertEquals(unknown, ["Z", "😀"]);
});

Deno.test("Signs are written once for each run", () => {
  const changes: ModeChange[] = [
    { adding: true, mode: "i" },
    { adding: true, mode: "o", argument: "alice" },
    { adding: false, mode: "m" },
    { adding: false, mode: "v", argument: "bob" },
  ];
  assertEquals(formatModeChanges(changes, 4), [{ modes: "+io-mv", args: ["alice", "bob"] }]);
  assertEquals(formatModeChanges(changes, 1), [
    { modes: "+io-m", args: ["alice"] },
    { modes: "-v", args: ["bob"] },
  ]);
  assertEquals(formatModeChanges([], 4), []);
});

Deno.test("Long masks are distributed over several lines", () => {
  const changes = Array.from("abc", (letter) => ({
    adding: true,
    mode: "b",
    argument: `${letter.repeat(200)}!*@*`,
  }));
  assertEquals(formatModeChanges(changes, 10).length, 3);
});

Deno.test("The tokens contain the table, which can be restored from them", () => {
  assertEquals(chanmodesToken(), "beI,k,l,Cimnst");
  assertEquals(prefixToken(), "(qaohv)~&@%+");
  assertEquals(
    channelModesOf(chanmodesToken(), prefixToken()),
    CHANNEL_MODES.map((mode) => ({ ...mode, note: "" })),
  );
});

Deno.test("Each letter stands for one mode", () => {
  for (const table of [CHANNEL_MODES, USER_MODES]) {
    assertEquals(new Set(table.map(({ letter }) => letter)).size, table.length);
  }
});
