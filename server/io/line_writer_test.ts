import { assert, assertEquals, assertMatch } from "@std/assert";

import { LineWriter } from "./line_writer.ts";

Deno.test("Lines are written in order when the sink accepts a few bytes at a time", async () => {
  let written = "";
  const writer = new LineWriter({
    write: (bytes) => {
      const some = bytes.subarray(0, 3);
      written += new TextDecoder().decode(some);
      return Promise.resolve(some.length);
    },
  });
  writer.write("one\n");
  writer.write("two\n");
  await writer.flush();
  writer.write("three\n");
  await writer.flush();
  assertEquals(written, "one\ntwo\nthree\n");
});

Deno.test("Lines for a stuck sink are dropped, and their number is written", async () => {
  const gate = Promise.withResolvers<void>();
  let written = "";
  const writer = new LineWriter({
    write: async (bytes) => {
      await gate.promise;
      written += new TextDecoder().decode(bytes);
      return bytes.length;
    },
  });
  const line = "x".repeat(999) + "\n";
  for (let i = 0; i < 5000; i++) writer.write(line);
  gate.resolve();
  await writer.flush();
  assert(written.length < 1_100_000);
  assertMatch(written, /^\(39\d\d lines were dropped because nobody read them\)$/m);
});

Deno.test("A sink that fails causes no error", async () => {
  const writer = new LineWriter({ write: () => Promise.reject(new Error("Broken pipe")) });
  writer.write("one\n");
  await writer.flush();
  writer.write("two\n");
  await writer.flush();
});
