import { assertEquals } from "@std/assert";

import { lockOfProgram } from "./build.ts";

Deno.test("A start from source downloads no package that only tests and scripts need", async () => {
  const read = async (path: string) =>
    JSON.parse(await Deno.readTextFile(new URL(`../${path}`, import.meta.url)));
  const { imports } = await read("deno.json");
  const { specifiers } = await read("deno.lock");
  const all = await read("tests/deno.lock");
  const developing = Object.entries<string>(imports)
    .filter(([, target]) => target.startsWith("./tests/packages/")).map(([name]) => `npm:${name}@`);
  assertEquals(developing, ["npm:fast-check@", "npm:typescript@"]);
  const isDeveloping = (name: string) => developing.some((start) => name.startsWith(start));
  assertEquals(
    Object.keys(specifiers).filter(isDeveloping),
    [],
    "git checkout deno.lock undoes it; deno task test uses tests/deno.lock",
  );
  // Both locks agree on everything else.
  const others = Object.keys(all.specifiers).filter((name) => !isDeveloping(name));
  assertEquals(Object.keys(specifiers), others);
});

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
