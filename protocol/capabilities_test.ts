import { assert, assertEquals } from "@std/assert";

import { CAPABILITIES, isCapabilityName } from "./capabilities.ts";

Deno.test("A capability implies only other capabilities of the table", () => {
  for (const [name, { implies }] of Object.entries(CAPABILITIES)) {
    for (const other of implies ?? []) {
      assert(isCapabilityName(other));
      assert(other !== name);
    }
  }
});

Deno.test("The table is in alphabetical order", () => {
  const names = Object.keys(CAPABILITIES);
  assertEquals(names, names.toSorted());
});

Deno.test("Only the names in the table are names of capabilities", () => {
  assert(isCapabilityName("sasl"));
  for (const word of ["", "SASL", "sasl=PLAIN", "toString", "__proto__"]) {
    assert(!isCapabilityName(word), word);
  }
});
