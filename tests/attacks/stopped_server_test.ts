/** A server that is stopped for a time, as a suspended machine or a busy host does it. */

import { assertEquals, assertStringIncludes } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";
import { testUnless } from "../harness/peers.ts";

/** Longer than all timeouts of the test, in milliseconds. */
const STOPPED_MS = 8_000;

testUnless(Deno.build.os === "windows" ? "there is no SIGSTOP" : undefined, {
  name: "Nobody is disconnected because the server itself was stopped",
  async fn() {
    const timeouts = ["--ping-interval", "1s", "--ping-timeout", "4s"];
    const args = [...timeouts, "--registration-timeout", "5s"];
    await using server = await startServer({ args });
    using alice = await IrcTestClient.enter(server, { nickname: "alice" });
    await alice.waitFor("PING");
    using late = await IrcTestClient.connect(server);
    await late.send("CAP LS 302");
    await late.waitFor("CAP");
    server.process.kill("SIGSTOP");
    await alice.send("PONG :x");
    await late.send("NICK late", "USER late 0 * :late", "CAP END");
    // The time itself is what is tested.
    await new Promise((resolve) => setTimeout(resolve, STOPPED_MS));
    server.process.kill("SIGCONT");
    await late.waitFor("001");
    assertEquals((await alice.sync()).filter(({ command }) => command !== "PING"), []);
    const log = server.process.stderr;
    const line = await log.waitFor((line) => line.includes("was stopped"), { what: "the reason" });
    assertStringIncludes(line, "The server was stopped for a time");
  },
});
