import { assertEquals } from "@std/assert";

import { parseSearch } from "./search_terms.ts";

Deno.test("A search has words, a sender, a place and times", () => {
  assertEquals(parseSearch("hot tea from:al in:1 after:2026-01-02 before:2026-01-03T18:30"), {
    text: "hot tea",
    from: "al",
    after: new Date(2026, 0, 2).getTime(),
    before: new Date(2026, 0, 3, 18, 30).getTime(),
    in: "1",
  });
  const nothing = { from: undefined, after: undefined, before: undefined, in: undefined };
  assertEquals(parseSearch("http://x.org from: 12:30"), {
    ...nothing,
    text: "http://x.org from: 12:30",
  });
  assertEquals(parseSearch("x in:*"), { ...nothing, text: "x", in: "*" });
  assertEquals(parseSearch("x in:@al"), { ...nothing, text: "x", in: "@al" });
});

Deno.test("A date that does not exist is refused", () => {
  for (const date of ["2026-02-30", "yesterday", "2026-13-01"]) {
    assertEquals(
      parseSearch(`x after:${date}`),
      `“${date}” is not a date as 2026-01-31 or 2026-01-31T18:00`,
    );
  }
});
