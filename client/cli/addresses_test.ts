import { assertEquals, assertThrows } from "@std/assert";

import { formatAddresses, parseAddresses, parseTypedAddresses } from "./addresses.ts";

Deno.test("An address is a host, with or without a port, and TLS by its port or by a word", () => {
  const one = (text: string) => parseTypedAddresses(text)[0];
  assertEquals(one("h"), { host: "h", port: 6667, tls: false });
  assertEquals(one("h:7000"), { host: "h", port: 7000, tls: false });
  assertEquals(one("h:6697"), { host: "h", port: 6697, tls: true });
  assertEquals(one(" h TLS"), { host: "h", port: 6697, tls: true });
  assertEquals(one("[::1]:7000"), { host: "::1", port: 7000, tls: false });
  assertEquals(one("::1"), { host: "::1", port: 6667, tls: false });
  assertThrows(() => one("h:x"), Error, "“h:x” is not a server");
  assertThrows(() => one(""), Error, "is not a server");
  assertThrows(() => one("h:0"), Error, "from 1 to 65535");
  assertThrows(() => one("h now"), Error, "is not understood");
});

Deno.test("Several addresses of a network stand with commas, each with a port of its own or the same", () => {
  const text = "a:6667,b:6668,[::1]:6669";
  assertEquals(formatAddresses(parseTypedAddresses("a, b:6668 ,[::1]:6669")), text);
  assertEquals(formatAddresses(parseAddresses("a,b:6668", { port: 7000 })), "a:7000,b:6668");
  assertEquals(parseTypedAddresses("a,b:6668 tls").map(({ tls }) => tls), [true, true]);
  assertEquals(parseTypedAddresses("a,b:6697").map(({ tls }) => tls), [false, true]);
  const plain = parseAddresses("a:6697,b", { tls: false });
  assertEquals(plain.map(({ port, tls }) => [port, tls]), [[6697, false], [6667, false]]);
  assertThrows(() => parseTypedAddresses("a,,b"), Error, "is not a server");
  assertThrows(() => parseAddresses("a,".repeat(40)), Error, "at most 32 addresses");
});
