import { assertEquals, assertMatch } from "@std/assert";

import { NUMERIC_NAMES, NUMERICS } from "./numerics.ts";

Deno.test("Every numeric has three digits of its own and stands in ascending order", () => {
  const codes = Object.values(NUMERICS).map(({ code }) => code);
  for (const code of codes) assertMatch(code, /^\d{3}$/);
  assertEquals(codes, [...new Set(codes)].sort());
});

Deno.test("Every error is called ERR_ and has a text without a full stop", () => {
  for (const [name, { code, text }] of Object.entries(NUMERICS)) {
    if (code >= "400" && code < "600") assertMatch(name, /^ERR_/);
    if (name.startsWith("ERR_")) assertMatch(text ?? "", /^\S.*[^.]$/, name);
  }
});

Deno.test("The name of a numeric is found by its digits", () => {
  assertEquals(NUMERIC_NAMES.get("433"), "ERR_NICKNAMEINUSE");
  assertEquals(NUMERIC_NAMES.get("999"), undefined);
  assertEquals(NUMERIC_NAMES.size, Object.keys(NUMERICS).length);
});
