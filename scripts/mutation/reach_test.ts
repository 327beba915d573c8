import { assertEquals } from "@std/assert";

import { Reach } from "./reach.ts";

const SOURCES = new Map(Object.entries({
  "main.ts": `const COMMANDS = {
    serve: { run: async () => (await import("./server/mod.ts")).serve() },
    join: { run: async () => (await import("./client/mod.ts")).join() },
  };`,
  "server/mod.ts": 'import "./io/queue.ts"; import type { A } from "./types.ts";',
  "server/types.ts": "",
  "server/io/queue.ts": 'export * from "./buffer.ts";',
  "server/io/buffer.ts": "",
  "server/io/queue_test.ts": 'import "./queue.ts";',
  "server/mod_test.ts": 'import { type A, serve } from "./mod.ts";',
  "client/mod.ts": "",
  "tests/harness/program.ts": 'new URL("main.ts", ROOT);',
  "tests/harness/server.ts": 'import "./program.ts"; start("serve");',
  "tests/harness/join.ts": 'import "./program.ts"; start("join");',
  "tests/inside_test.ts": 'import "../server/mod.ts";',
  "tests/load_test.ts": 'import "./harness/server.ts";',
  "tests/buffer_test.ts": 'import "./harness/server.ts";',
  "tests/client_test.ts": 'import "./harness/join.ts";',
}));

function testsOf(path: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    new Reach(SOURCES).testsOf(path).map(({ name, paths }) => [name, paths]),
  );
}

Deno.test("The tests that reach a file come nearest first", () => {
  assertEquals(testsOf("server/io/buffer.ts"), {
    "beside it": ["server/io/queue_test.ts"],
    "unit tests": ["server/mod_test.ts"],
    "system tests": ["tests/inside_test.ts"],
    "process tests": ["tests/buffer_test.ts", "tests/load_test.ts"],
  });
});

Deno.test("A test that starts a command reaches what that command imports, no other", () => {
  assertEquals(testsOf("client/mod.ts"), { "process tests": ["tests/client_test.ts"] });
});

Deno.test("An import of types alone does not reach", () => {
  assertEquals(testsOf("server/types.ts"), {});
});
