import { assertEquals, assertStringIncludes } from "@std/assert";

import { freePort } from "../harness/ports.ts";
import { runChat, startChat } from "../harness/program.ts";
import { startServer, type TestServer } from "../harness/server.ts";

function addresses(...servers: TestServer[]): string {
  return servers.map(({ host, port }) => `${host}:${port}`).join(",");
}

Deno.test("chat join passes over an address where nothing listens", async () => {
  await using server = await startServer();
  const host = `127.0.0.1:${freePort()},${addresses(server)}`;
  const flags = ["join", "--host", host, "--user", "bot", "--room", "1"];
  const { code, stderr } = await runChat(flags, { input: "hello\n" });
  assertEquals(code, 0);
  assertStringIncludes(stderr, `Trying ${server.host}:${server.port}`);
  assertStringIncludes(stderr, `Connected as bot, to ${server.host}:${server.port}`);
});

Deno.test("chat join goes on with the next server when the first one stops, and comes back to it", async () => {
  await using one = await startServer();
  await using two = await startServer();
  const host = addresses(one, two);
  await using bob = startChat(["join", "--host", host, "--user", "bob", "--room", "1"]);
  await bob.stderr.waitFor((line) => line === `Connected as bob, to ${addresses(one)}`);
  one.process.kill("SIGTERM");
  await bob.stderr.waitFor((line) => line === `Connected again as bob, to ${addresses(two)}`);
  await using again = await startServer({ args: ["--port", String(one.port)] });
  two.process.kill("SIGTERM");
  await bob.stderr.waitFor((line) => line === `Connected again as bob, to ${addresses(again)}`);
});
