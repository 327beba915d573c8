import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { freePort } from "../harness/ports.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { openPage, testInBrowser, type Visitor } from "./browser.ts";

/** The wait before the first attempt to connect again, of 500 ms, takes too long for a test. */
function dawdle(): void {
  Math.random = () => 0.9999;
  const setTimer = globalThis.setTimeout;
  const slowed = (run: TimerHandler, milliseconds = 0, ...rest: unknown[]) =>
    setTimer(run, milliseconds === 500 ? 200_000 : milliseconds, ...rest);
  globalThis.setTimeout = slowed as typeof setTimeout;
}

/** Starts a server with its data in a folder; on the ports of an earlier one, if there was one. */
async function startAgain(data: string, earlier?: TestServer): Promise<TestServer> {
  const [port, webPort] = [earlier?.port ?? freePort(), earlier?.page.port ?? freePort()].map(
    String,
  );
  return await startServer({ args: ["--port", port!, "--web-port", webPort!, "--data", data] });
}

/** Registers a person whom the browser keeps logged in. */
async function registerAndStay({ page }: Visitor, name: string): Promise<void> {
  await page.locator("input[name=name]").fill(name);
  await page.getByRole("radio", { name: "Register" }).check();
  await page.locator("input[name=password]").fill("a long password");
  await page.getByRole("checkbox").check();
  await page.locator("button[type=submit]").click();
  await page.waitForFunction(() => /chat_login_/.test(localStorage.getItem("chat.person") ?? ""));
}

testInBrowser(
  "What is typed into a page that opens without a connection is sent once, when it is there again",
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "chat-test-" });
    const first = await startAgain(folder);
    await using alice = await openPage(first, { losesConnections: true, before: dawdle });
    const { page } = alice;
    await registerAndStay(alice, "alice");
    await alice.hasEntered();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await first[Symbol.asyncDispose]();
    await page.reload();
    await alice.say("typed offline");
    await page.locator(".message.waiting", { hasText: "typed offline" }).waitFor();
    await page.reload();
    await page.locator(".message.waiting", { hasText: "typed offline" }).waitFor();

    const second = await startAgain(folder, first);
    using bob = await IrcTestClient.enter(second, { nickname: "bob", channels: ["#1"] });
    await page.getByRole("button", { name: "Connect now" }).waitFor();
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await alice.hasEntered();
    await alice.say("typed online");
    await bob.waitFor("the last line", ({ params }) => params[1] === "typed online");
    const heard = bob.feed.items.flatMap((line) => /:(typed o.*)/.exec(line)?.[1] ?? []);
    assertEquals(heard, ["typed offline", "typed online"]);

    await second[Symbol.asyncDispose]();
    const again = page.getByRole("button", { name: "Connect now" });
    await again.waitFor();
    await using _third = await startAgain(folder, first);
    await again.click();
    await alice.hasEntered();
    await Deno.remove(folder, { recursive: true });
  },
);
