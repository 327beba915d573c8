/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import { cacheName, cachePrefix, keptPath, keptPaths } from "./shell.ts";

const BUILD = { digest: "1f", files: ["icon.svg", "index.html", "main-AB.js"] };
const SCOPE = "https://example.org/chat/";

function pathFor(url: string, method = "GET"): string | undefined {
  return keptPath({ method, url }, { scope: SCOPE, build: BUILD });
}

Deno.test("The page and its files are kept, under a path of a proxy, too", () => {
  assertEquals(keptPaths(BUILD), ["./", "icon.svg", "main-AB.js"]);
  assertEquals(pathFor(SCOPE), "./");
  assertEquals(pathFor(`${SCOPE}?room=tea#x`), "./");
  assertEquals(pathFor(`${SCOPE}index.html`), "./");
  assertEquals(pathFor(`${SCOPE}main-AB.js`), "main-AB.js");
});

Deno.test("The connection, other files and other hosts are left to the network", () => {
  const others = ["irc", "healthz", "main-OLD.js", "deep/main-AB.js"].map((name) => SCOPE + name);
  others.push("https://example.org/", "https://example.org/main-AB.js", "https://other.org/chat/");
  assertEquals(others.map((url) => pathFor(url)), others.map(() => undefined));
  assertEquals(pathFor(SCOPE, "POST"), undefined);
});

Deno.test("Builds and pages of one host have caches of their own", () => {
  assertEquals(cacheName(SCOPE, BUILD), "chat /chat/ 1f");
  assertEquals(cacheName("https://example.org/", BUILD).startsWith(cachePrefix(SCOPE)), false);
});
