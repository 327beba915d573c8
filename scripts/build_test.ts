import { assertEquals } from "@std/assert";

import { lockOfProgram } from "./build.ts";

Deno.test("An executable is built with the packages of the program, without those of tests", async () => {
  const text = await Deno.readTextFile(new URL("../deno.lock", import.meta.url));
  const { specifiers, npm } = lockOfProgram(JSON.parse(text));
  const names = (keys: object) => Object.keys(keys).map((key) => key.replace(/@[^@]*$/, ""));
  assertEquals(names(specifiers), ["npm:deno-std", "npm:gemoji", "npm:string-width"]);
  assertEquals(names(npm), [
    "ansi-regex",
    "deno-std",
    "gemoji",
    "get-east-asian-width",
    "string-width",
    "strip-ansi",
  ]);
});
