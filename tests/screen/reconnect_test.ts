import { assert, assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { openScreen } from "./open_screen.ts";
import { startServer } from "../harness/server.ts";

const LINES = 60;

testWith(["tmux"], {
  name: "Lines typed while the server is killed and started again are each said once, in order",
  async fn() {
    const data = await Deno.makeTempDir({ prefix: "chat-test-" });
    try {
      const args = ["--data", `${data}/chat`];
      await using server = await startServer({ args });
      const { port } = server;
      await using alice = await openScreen(server, "alice");
      let typed = 0;
      const type = async (count: number) => {
        for (let index = 0; index < count; index++) await alice.enter(`line ${typed++}.`);
      };
      await type(LINES / 3);
      server.process.kill("SIGKILL");
      await type(LINES / 3);
      await alice.until((line) => line.includes("alice") && line.includes("trying again"));
      await alice.type("half typed");
      await using again = await startServer({ args: [...args, "--port", String(port)] });
      await alice.until((line) => line.includes("alice") && line.includes("connected"));
      await alice.until((line) => line.trimEnd() === "1> half typed");
      await alice.press("C-u");
      await type(LINES / 3);
      await alice.until((line) => line.includes(`line ${LINES - 1}.`));
      await alice.until((line) => line.includes("chat: connected") && !line.includes("to send"));
      assertEquals(await historyOf(again), Array.from({ length: LINES }, (_, n) => `line ${n}.`));
      const screen = await alice.rows();
      const shown = screen.flatMap((row) => /line (\d+)\./.exec(row)?.[1] ?? []).map(Number);
      assertEquals(shown, Array.from(shown, (_, index) => LINES - shown.length + index));
    } finally {
      await Deno.remove(data, { recursive: true });
    }
  },
});

/** What was said in room 1, by the server's history. */
async function historyOf(server: { host: string; port: number }): Promise<string[]> {
  const capabilities = ["draft/chathistory", "batch", "server-time", "message-tags"];
  using reader = await IrcTestClient.enter(server, { nickname: "reader", capabilities });
  await reader.join("#1");
  await reader.send("CHATHISTORY LATEST #1 * 100");
  const answer = await reader.sync();
  return answer.filter(({ command }) => command === "PRIVMSG").map(({ params }) => params[1] ?? "");
}

testWith(["tmux"], {
  name: "Reactions are there again after the client was closed and opened",
  async fn() {
    await using server = await startServer();
    using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
    await bob.send("PRIVMSG #1 :the build is done");
    {
      await using alice = await openScreen(server, "alice");
      await alice.until((line) => line.includes("bob │ the build is done"));
      await alice.enter("/react 🎉");
      await alice.until((line) => line.includes("🎉 alice"));
      await alice.enter("/quit");
      await alice.until((line) => line.startsWith("exit 0"));
    }
    // Those who come and go after it are counted as events of the history.
    for (let index = 0; index < 30; index++) await bob.send("PART #1", "JOIN #1");
    await bob.sync();
    await using again = await openScreen(server, "alice");
    const screen = await again.until((line) => line.includes("🎉 alice"));
    const row = screen.findIndex((line) => line.includes("🎉 alice"));
    assert(screen[row - 1]?.includes("bob │ the build is done"), screen.join("\n"));
    assertEquals(screen.filter((line) => line.includes(" came")).length, 1, screen.join("\n"));
  },
});
