import { assertEquals } from "@std/assert";

import { flagGroups } from "./help.ts";

Deno.test("The help shows what an empty list means without a sign of the list", () => {
  const rows = flagGroups().flatMap(({ rows }) => rows);
  const shown = (flag: string) => rows.filter((row) => row.flag.startsWith(flag));
  assertEquals(shown("--cluster ").map(({ otherwise }) => otherwise), ["this server alone"]);
  assertEquals(rows.filter(({ otherwise }) => otherwise?.startsWith(",")), []);
});
