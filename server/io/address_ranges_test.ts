import { assertEquals, assertThrows } from "@std/assert";
import { AddressRanges } from "./address_ranges.ts";

Deno.test("A range has the addresses of its network", () => {
  const ranges = new AddressRanges(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1"]);
  for (const address of ["10.0.0.1", "10.255.255.255", "192.0.2.7", "2001:db8:1::1", "::1"]) {
    assertEquals(ranges.has(address), true, address);
  }
  for (const address of ["11.0.0.1", "192.0.2.8", "2001:db9::1", "::2", "", "localhost"]) {
    assertEquals(ranges.has(address), false, address);
  }
});

Deno.test("An IPv4 address that is mapped to IPv6 is the same address", () => {
  assertEquals(new AddressRanges(["10.0.0.0/8"]).has("::ffff:10.1.1.1"), true);
});

Deno.test("A range that is none is refused with its text", () => {
  for (const range of ["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "x", "", "10.0/8"]) {
    assertThrows(() => new AddressRanges([range]), TypeError, `"${range}" is no address`);
  }
});
