import { assertEquals } from "@std/assert";

import { findImports, findProblems } from "./check_layers.ts";

function problems(files: Record<string, string>): string[] {
  return findProblems(new Map(Object.entries(files)));
}

const specifiers = (text: string) => findImports(text).map(({ specifier }) => specifier);

Deno.test("Imports are found in every form", () => {
  const text = `
import a, { type B } from "./a.ts";
import type { C } from './c.ts';
import "./d.ts";
import {
  e,
} from "./e.ts";
export * from "./f.ts";
export { g } from "./g.ts";
const h = await import("./h.ts");
import data from "./i.json" with { type: "json" };
type J = import("./j.ts").J;
`;
  assertEquals(
    specifiers(text).map((specifier) => specifier?.at(2)),
    [..."acdefghij"],
  );
});

Deno.test("Comments and quoted text are not imports", () => {
  const text = `// import "./a.ts";
/* import("./b.ts") */
const text = 'import "./c.ts"';
export const from = 5;`;
  assertEquals(specifiers(text), []);
});

Deno.test("The allowed directions pass", () => {
  assertEquals(
    problems({
      "main.ts": 'import("./server/mod.ts"); import("./client/mod.ts");',
      "server/mod.ts": 'import "../protocol/a.ts"; import "@std/toml";',
      "client/mod.ts": 'import "../protocol/a.ts";',
      "protocol/a.ts": 'import "./b.ts";',
      "protocol/b.ts": "",
      "tests/x_test.ts": 'import "../client/mod.ts"; import "../server/mod.ts";',
      "server/mod_test.ts": 'import "../tests/harness/a.ts";',
      "tests/harness/a.ts": "",
    }),
    [],
  );
});

Deno.test("An import in a wrong direction is reported with its line", () => {
  assertEquals(
    problems({ "protocol/a.ts": '\nimport "../server/b.ts";', "server/b.ts": "" }),
    ["protocol/a.ts:2: protocol/ must not import server/b.ts"],
  );
  assertEquals(problems({ "client/a.ts": 'import type { B } from "../server/b.ts";' }), [
    "client/a.ts:1: client/ must not import server/b.ts",
  ]);
  assertEquals(problems({ "server/a.ts": 'import "../tests/b.ts";' }).length, 1);
  assertEquals(problems({ "server/a.ts": 'import "../main.ts";' }).length, 1);
});

Deno.test("A circle is reported once, types included", () => {
  assertEquals(
    problems({
      "server/a.ts": 'import "./b.ts";',
      "server/b.ts": 'import type { C } from "./c.ts";',
      "server/c.ts": 'import "./a.ts";',
    }),
    ["A circle of imports: server/a.ts → server/b.ts → server/c.ts → server/a.ts"],
  );
});

Deno.test("A computed import and a long file are reported", () => {
  assertEquals(problems({ "server/a.ts": "await import(name);" }), [
    "server/a.ts:1: a computed import, which a compiled program would miss",
  ]);
  assertEquals(problems({ "server/a.ts": "\n".repeat(400) }), []);
  assertEquals(problems({ "server/a.ts": "\n".repeat(401) }).length, 1);
});

Deno.test("A folder with too many files is reported, its tests not counted", () => {
  const files = (count: number, end: string) =>
    Array.from({ length: count }, (_, index) => [`server/io/f${index}${end}`, ""]);
  assertEquals(problems(Object.fromEntries([...files(15, ".ts"), ...files(9, "_test.ts")])), []);
  assertEquals(problems(Object.fromEntries(files(16, ".ts"))), [
    "server/io/: 16 files, at most 15: group them",
  ]);
});

Deno.test("The client's core imports and names nothing that a browser does not have", () => {
  assertEquals(problems({ "client/chat.ts": "// Deno.exit is not for this file\n" }), []);
  assertEquals(problems({ "client/deno/io.ts": "Deno.exit(0);", "client/mod.ts": "" }), []);
  assertEquals(problems({ "client/chat.ts": "Deno.exit(0);" }), [
    "client/chat.ts: names Deno or Node, but must run in a browser, too",
  ]);
  assertEquals(problems({ "client/chat.ts": 'import "./deno/io.ts";', "client/deno/io.ts": "" }), [
    "client/chat.ts:1: must run in a browser, too, and must not import client/deno/io.ts",
  ]);
});
