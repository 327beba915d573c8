import { assertEquals } from "@std/assert";
import { networkPrefix } from "./network_prefix.ts";

Deno.test("The prefix of an IPv4 address is the address, mapped to IPv6 or not", () => {
  assertEquals(networkPrefix("192.0.2.1"), "192.0.2.1");
  assertEquals(networkPrefix("::ffff:192.0.2.1"), "192.0.2.1");
});

Deno.test("The prefix of an IPv6 address is its first 64 bits in any spelling", () => {
  const prefix = "2001:db8:0:2::/64";
  assertEquals(networkPrefix("2001:db8:0:2:1:2:3:4"), prefix);
  assertEquals(networkPrefix("2001:DB8::2:0:0:0:9"), prefix);
  assertEquals(networkPrefix("2001:0db8:0000:0002::1"), prefix);
  assertEquals(networkPrefix("::1"), "0:0:0:0::/64");
  assertEquals(networkPrefix("fe80::1%eth0"), "fe80:0:0:0::/64");
});
