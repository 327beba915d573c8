import { assertEquals } from "@std/assert";
import { AddressRanges } from "../io/address_ranges.ts";
import { findPeer } from "./forwarded.ts";

const TRUSTED = new AddressRanges(["10.0.0.0/8", "::1"]);

/** What is known of a peer after these headers from 10.0.0.1; "refused" if nothing is. */
function found(headers: Record<string, string>, from = "10.0.0.1"): string {
  const direct = { address: from, secure: false };
  const peer = findPeer(direct, { headers: new Map(Object.entries(headers)), trusted: TRUSTED });
  return peer === undefined ? "refused" : `${peer.address}${peer.secure ? " secure" : ""}`;
}

for (
  const [what, headers, peer] of [
    ["no header", {}, "10.0.0.1"],
    ["one address", { "x-forwarded-for": "203.0.113.5" }, "203.0.113.5"],
    ["an address with a port", { "x-forwarded-for": "203.0.113.5:4711" }, "203.0.113.5"],
    ["IPv6", { "x-forwarded-for": "2001:db8::5" }, "2001:db8::5"],
    ["IPv6 with a port", { "x-forwarded-for": "[2001:db8::5]:4711" }, "2001:db8::5"],
    ["what the client wrote first", { "x-forwarded-for": "1.1.1.1, 203.0.113.5" }, "203.0.113.5"],
    ["two proxies", { "x-forwarded-for": "203.0.113.5, 10.9.9.9" }, "203.0.113.5"],
    ["only proxies", { "x-forwarded-for": "10.8.8.8, 10.9.9.9" }, "10.8.8.8"],
    ["an unknown address", { "x-forwarded-for": "unknown" }, "10.0.0.1"],
    ["nonsense before a proxy", { "x-forwarded-for": "<script>, 10.9.9.9" }, "10.9.9.9"],
    ["nothing", { "x-forwarded-for": "" }, "10.0.0.1"],
    ["a protocol for the client", {
      "x-forwarded-for": "203.0.113.5, 10.9.9.9",
      "x-forwarded-proto": "https",
    }, "203.0.113.5 secure"],
    ["a protocol for each", {
      "x-forwarded-for": "203.0.113.5, 10.9.9.9",
      "x-forwarded-proto": "http, https",
    }, "203.0.113.5"],
    ["Forwarded", { forwarded: "for=203.0.113.5" }, "203.0.113.5"],
    ["Forwarded with more", {
      forwarded: 'For="[2001:db8::5]:4711"; proto=HTTPS;by=10.0.0.1',
    }, "2001:db8::5 secure"],
    ["Forwarded by two proxies", {
      forwarded: "for=203.0.113.5;proto=https, for=10.9.9.9;proto=http",
    }, "203.0.113.5 secure"],
    ["a comma in quotes", { forwarded: 'for=203.0.113.5;x="a, for=1.1.1.1"' }, "203.0.113.5"],
    ["an escaped quote", { forwarded: 'for=203.0.113.5;x="\\", for=1.1.1.1"' }, "203.0.113.5"],
    ["a hidden address", { forwarded: "for=_secret" }, "10.0.0.1"],
    ["both in agreement", {
      forwarded: "for=203.0.113.5",
      "x-forwarded-for": "203.0.113.5",
    }, "203.0.113.5"],
    ["both in disagreement", {
      forwarded: "for=1.1.1.1",
      "x-forwarded-for": "203.0.113.5",
    }, "refused"],
  ] as const
) {
  Deno.test(`A trusted proxy tells the client's address: ${what}`, () => {
    assertEquals(found(headers), peer);
  });
}

Deno.test("What an untrusted peer tells is ignored", () => {
  const headers = { "x-forwarded-for": "1.1.1.1", forwarded: "for=2.2.2.2;proto=https" };
  assertEquals(found(headers, "192.0.2.1"), "192.0.2.1");
});
