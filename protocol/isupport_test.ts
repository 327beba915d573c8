import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import {
  caseMappingOf,
  channelModesIn,
  chantypesOf,
  formatISupport,
  isupportValue,
  MAX_TOKENS_PER_LINE,
  mergeISupport,
  parseISupport,
  prefixSymbolsOf,
} from "./isupport.ts";

const name = fc.stringMatching(/^[A-Z]{1,10}$/);
const value = fc.oneof(fc.constant(true as const), fc.string({ unit: "binary", maxLength: 12 }));
const tokens = fc.array(fc.tuple(name, value), { maxLength: 40 }).map((entries) =>
  new Map(entries)
);

Deno.test("Formatted features are parsed back unchanged", () => {
  fc.assert(fc.property(tokens, (given) => {
    const lines = formatISupport(given);
    for (const line of lines) {
      assert(line.length <= MAX_TOKENS_PER_LINE);
      for (const param of line) assert(!/[\0\r\n ]/.test(param));
    }
    assertEquals(parseISupport(lines.flat()), given);
  }));
});

Deno.test("Parsing never throws, whatever the parameters", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), (params) => {
    parseISupport(params);
  }));
});

Deno.test("Values, missing values and escapes are read", () => {
  assertEquals(
    parseISupport([
      "NETWORK=Our\\x20Net",
      "SAFELIST",
      "EXCEPTS=",
      "PREFIX=(ov)@+",
      "A=b\\x3Dc",
      "",
    ]),
    new Map<string, string | true>([
      ["NETWORK", "Our Net"],
      ["SAFELIST", true],
      ["EXCEPTS", ""],
      ["PREFIX", "(ov)@+"],
      ["A", "b=c"],
    ]),
  );
});

Deno.test("A token with a minus removes a feature", () => {
  const before = parseISupport(["MODES=4", "SAFELIST"]);
  const after = mergeISupport(before, parseISupport(["-SAFELIST", "MODES=6"]));
  assertEquals(after, new Map([["MODES", "6"]]));
});

Deno.test("A server that announces nothing has the defaults of the specification", () => {
  const none = new Map<string, string | true>();
  assertEquals(caseMappingOf(none), "rfc1459");
  assertEquals(chantypesOf(none), "#&");
  assertEquals(prefixSymbolsOf(none), "~&@%+");
  const modes = channelModesIn(none).map(({ letter, symbol = "" }) => symbol + letter).join("");
  assertEquals(modes, "@o+vbklimnpst");
});

Deno.test("A server's own values take the place of the defaults", () => {
  const tokens = parseISupport([
    "CASEMAPPING=strict-rfc1459",
    "CHANTYPES=#",
    "PREFIX=(ohv)@%+",
    "CHANMODES=b,k,l,n",
    "EXCEPTS",
  ]);
  assertEquals(caseMappingOf(tokens), "rfc1459-strict");
  assertEquals(chantypesOf(tokens), "#");
  assertEquals(prefixSymbolsOf(tokens), "@%+");
  assertEquals(channelModesIn(tokens).map(({ letter }) => letter).join(""), "ohvbkln");
  assertEquals(isupportValue(tokens, "EXCEPTS"), undefined);
  assertEquals(caseMappingOf(parseISupport(["CASEMAPPING=unicode"])), "ascii");
});
