/** A machine whose clock is wrong for a time. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { serve } from "../../server/mod.ts";
import { createLog } from "../../server/operator/log.ts";
import { loadServerOptions } from "../../server/options/mod.ts";
import { IrcTestClient } from "../harness/irc_client.ts";

const YEAR_MS = 365 * 24 * 60 * 60_000;

/** Runs a server in this process on a clock; returns what it logged and the history that it gave. */
async function serveAt(
  now: number,
  data: string,
  text: string,
): Promise<{ logged: string; times: Map<string, string> }> {
  const realNow = Date.now;
  const logged: string[] = [];
  Date.now = () => now + performance.now();
  try {
    const args = ["--config", "/dev/null", "--port", "0", "--no-web", "--data", data];
    const options = loadServerOptions(args, {
      env: {},
      readFile: () => "",
      isWorldReadable: () => false,
      dataFolder: data,
      warn: () => {},
    });
    const log = createLog({ ...options.log, write: (line) => void logged.push(line) });
    const running = await serve(options, { log });
    const times = await talk(running.addresses[0]!, text);
    await running.close("The test is over");
    return { logged: logged.join(""), times };
  } finally {
    Date.now = realNow;
  }
}

/** Says a text in a room; returns the time of each text in its history. */
async function talk(
  address: { host: string; port: number },
  text: string,
): Promise<Map<string, string>> {
  const capabilities = ["draft/chathistory", "batch", "server-time", "message-tags"];
  using alice = await IrcTestClient.enter(address, {
    nickname: "alice",
    capabilities,
    channels: ["#1"],
  });
  await alice.send(`PRIVMSG #1 :${text}`, "CHATHISTORY LATEST #1 * 100");
  const messages = (await alice.sync()).filter(({ command }) => command === "PRIVMSG");
  await alice.send("QUIT");
  await alice.closed();
  return new Map(messages.map(({ params, tags }) => [params[1]!, tags.get("time")!.slice(0, 4)]));
}

Deno.test("A clock once in 2102 leaves a history that can be read, with the times of this year", async () => {
  const data = await Deno.makeTempDir({ prefix: "chat-test-" });
  const now = Date.UTC(2026, 10, 26);
  await serveAt(now, data, "before");
  const { logged } = await serveAt(Date.UTC(2102, 0, 1), data, "meanwhile");
  assertStringIncludes(logged, "This machine's clock is wrong");
  const { times, logged: after } = await serveAt(now + 60_000, data, "after");
  assertEquals([...times], [["before", "2026"], ["meanwhile", "2026"], ["after", "2026"]]);
  assert(!after.includes("clock"), after);
  await Deno.remove(data, { recursive: true });
});

Deno.test("A clock once a year ahead is told at every start until it is reached", async () => {
  const data = await Deno.makeTempDir({ prefix: "chat-test-" });
  const now = Date.UTC(2026, 10, 26);
  await serveAt(now, data, "before");
  const ahead = await serveAt(now + YEAR_MS, data, "ahead");
  assertStringIncludes(ahead.logged, "if this machine's clock is wrong, stop the server now");
  const { logged, times } = await serveAt(now + 60_000, data, "after");
  assertStringIncludes(logged, "The newest message is later than this machine's clock");
  assertEquals(times.get("after"), "2027");
  await Deno.remove(data, { recursive: true });
});
