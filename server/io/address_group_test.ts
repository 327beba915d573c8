import { assertEquals } from "@std/assert";
import { addressGroup } from "./address_group.ts";

Deno.test("IPv4 addresses are parties of their own, mapped ones the same", () => {
  assertEquals(addressGroup("192.0.2.1"), "192.0.2.1");
  assertEquals(addressGroup("::ffff:192.0.2.1"), "192.0.2.1");
});

Deno.test("of an IPv6 address the first 64 bits count, however it is written", () => {
  const group = "2001:db8:0:2::/64";
  assertEquals(addressGroup("2001:db8:0:2:1:2:3:4"), group);
  assertEquals(addressGroup("2001:DB8::2:0:0:0:9"), group);
  assertEquals(addressGroup("2001:0db8:0000:0002::1"), group);
  assertEquals(addressGroup("::1"), "0:0:0:0::/64");
  assertEquals(addressGroup("fe80::1%eth0"), "fe80:0:0:0::/64");
});
