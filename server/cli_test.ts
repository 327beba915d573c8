import { assertEquals, assertStringIncludes } from "@std/assert";
import { runServe } from "./cli.ts";

Deno.test("chat serve --help prints the flags and exits with 0", async () => {
  const { log } = console;
  const printed: string[] = [];
  console.log = (text: string) => printed.push(text);
  try {
    for (const flag of ["--help", "-h"]) assertEquals(await runServe([flag]), 0);
  } finally {
    console.log = log;
  }
  assertEquals(printed.length, 2);
  for (const text of printed) assertStringIncludes(text, "--port");
});
