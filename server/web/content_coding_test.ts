import { assertEquals } from "@std/assert";

import { chooseCoding } from "./content_coding.ts";

Deno.test("The coding that a client likes most is chosen, by the weights of Accept-Encoding", () => {
  for (
    const [header, expected] of [
      [undefined, undefined],
      ["", undefined],
      ["gzip, deflate, br, zstd", "br"],
      ["gzip, deflate", "gzip"],
      ["GZIP", "gzip"],
      ["x-gzip", "gzip"],
      ["gzip;q=1.0, br;q=0.5", "gzip"],
      ["br ; q=0.5 , gzip\t;\tq=0.5", "br"],
      ["br;q=0, gzip", "gzip"],
      ["br;q=0.000, gzip;Q=0", undefined],
      ["*", "br"],
      ["*;q=0", undefined],
      ["br;q=0, *", "gzip"],
      ["*;q=0, gzip;q=0.001", "gzip"],
      ["identity, gzip;q=0.5", undefined],
      ["identity;q=0.5, gzip;q=0.5", "gzip"],
      ["identity;q=0", undefined],
      ["gzip;q=7, br;q=-1, deflate", undefined],
      ["gzip;level=9", undefined],
      ["bro, gzipped", undefined],
      [",,gzip,,", "gzip"],
    ] as const
  ) {
    assertEquals([header, chooseCoding(header, () => true)], [header, expected]);
  }
});

Deno.test("A coding that there is not is passed over", () => {
  const onlyGzip = (coding: string) => coding === "gzip";
  assertEquals(chooseCoding("br, gzip;q=0.5", onlyGzip), "gzip");
  assertEquals(chooseCoding("br, identity;q=0.5, gzip;q=0.1", onlyGzip), undefined);
  assertEquals(chooseCoding("br, gzip", () => false), undefined);
});
