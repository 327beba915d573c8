import { assert, assertEquals } from "@std/assert";

import { startServer } from "../harness/server.ts";
import { openPage, testInBrowser } from "./browser.ts";
import { PREFIX, PrefixProxy } from "./prefix_proxy.ts";

testInBrowser("Behind a proxy the page works under a path, without a connection, too", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  const proxy = new PrefixProxy(server.page);
  const address = { host: "127.0.0.1", port: proxy.port, kind: "http" };
  await using alice = await openPage({ page: address }, { losesConnections: true });
  const { page } = alice;
  const root = `http://127.0.0.1:${proxy.port}${PREFIX}`;
  assertEquals(page.url(), root);
  await alice.enter("alice");
  await alice.say("through the proxy");
  await page.locator(".message:not(.waiting)", { hasText: "through the proxy" }).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const addresses = await page.evaluate(async () => {
    const { scope } = await navigator.serviceWorker.ready;
    const link = document.querySelector<HTMLLinkElement>("link[rel=manifest]")!;
    const { start_url, scope: installed, icons } = await (await fetch(link.href)).json();
    const at = (path: string) => new URL(path, link.href).href;
    return [scope, at(start_url), at(installed), at(icons[0].src)];
  });
  assertEquals(addresses, [root, root, root, `${root}icon.svg`]);
  const kept: string[] = await page.evaluate(() =>
    Object.keys({ ...localStorage, ...sessionStorage })
  );
  assertEquals(kept.filter((key) => !key.startsWith(`chat ${PREFIX} `)), []);
  assert(kept.length > 0);
  await proxy[Symbol.asyncDispose]();
  await page.reload();
  await page.locator(".connection-bar").waitFor();
  await alice.field.waitFor();
});
