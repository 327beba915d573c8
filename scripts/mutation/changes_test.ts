import { assert, assertEquals } from "@std/assert";

import { applyChange, findChanges, parses } from "./changes.ts";

/** Every text that a change of `text` leads to. */
function changed(text: string, path = "server/a.ts"): string[] {
  return findChanges(path, text).map((change) => applyChange(text, change));
}

Deno.test("Comparisons, && and || and negations are changed", () => {
  assertEquals(changed("x = a === b;"), ["x = a !== b;"]);
  assertEquals(changed("x = a < b || c >= d;"), [
    "x = a < b && c >= d;",
    "x = a <= b || c >= d;",
    "x = a < b || c > d;",
  ]);
  assertEquals(changed("x = !(a && b);"), ["x = (a && b);", "x = !(a || b);"]);
});

Deno.test("Numbers are raised by one, whatever their notation", () => {
  assertEquals(changed("x = 0xff + 1_000;"), ["x = 256 + 1_000;", "x = 0xff + 1001;"]);
});

Deno.test("Returned values are replaced, true by false and the other way round", () => {
  assertEquals(changed("function f() { return a.b; }"), ["function f() { return undefined; }"]);
  assertEquals(changed("function f() { return undefined; }"), ["function f() { return true; }"]);
  assertEquals(changed("function f() { return true; }"), ["function f() { return false; }"]);
  assertEquals(changed("f = () => list.includes(a);"), ["f = () => true;", "f = () => false;"]);
  assertEquals(changed("f = () => ({ a });"), ["f = () => undefined;"]);
});

Deno.test("Calls that are statements are removed", () => {
  assertEquals(changed("a.b();\nawait c();\n"), ["\nawait c();\n", "a.b();\n\n"]);
  assertEquals(changed("class A extends B { constructor() { super(); } }"), []);
});

Deno.test("Words of the protocol are changed, texts for people are not", () => {
  assertEquals(changed('send("PRIVMSG", "hello");'), ["", 'send("PRIVMSGX", "hello");']);
  assertEquals(changed('x = "echo-message";', "protocol/a.ts"), ['x = "echo-messageX";']);
  assertEquals(changed('x = "No such channel";', "protocol/a.ts"), []);
});

Deno.test("Imports, types, logs and what is thrown are left out", () => {
  assertEquals(
    changed(`
import "PRIVMSG";
export * from "PRIVMSG";
interface A { a: 1; }
type B = "PRIVMSG" | 2;
const c: 3 = d as 4;
log.info("PRIVMSG", 5);
this.#log.warn("PRIVMSG", 6);
server.options.log.error("PRIVMSG");
console.error("PRIVMSG");
throw new Error(a === b ? "PRIVMSG" : "");
`),
    [],
  );
});

Deno.test("A change says its line, and what that line was and becomes", () => {
  const [change] = findChanges("server/a.ts", "\n  if (a === b) {\n  }\n");
  assertEquals(change, {
    path: "server/a.ts",
    line: 2,
    start: 9,
    end: 12,
    replacement: "!==",
    before: "if (a === b) {",
    after: "if (a !== b) {",
  });
  const text = "f(\n  a,\n);\nfunction g() { return [\n]; }";
  assertEquals(findChanges("server/a.ts", text).map(({ after }) => after), [
    "(removed)",
    "function g() { return undefined …",
  ]);
});

Deno.test("A text that is no program does not parse", () => {
  assert(parses("a.ts", "const a: string = 5;"));
  assert(!parses("a.ts", "const = 5;"));
});
