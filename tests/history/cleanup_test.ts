import { assertEquals } from "@std/assert";
import { openForReading } from "../../server/tools/read_store.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { repeatUntil, say, textsAnswering } from "../harness/wire.ts";

const CAPABILITIES = ["batch", "draft/chathistory", "echo-message", "message-tags"];

function enter(server: TestServer, nickname: string): Promise<IrcTestClient> {
  return IrcTestClient.enter(server, { nickname, capabilities: CAPABILITIES, channels: ["#1"] });
}

/** The texts of all messages in the database of a folder. */
function storedTexts(data: string): string[] {
  const { db } = openForReading(data);
  try {
    return db.prepare("SELECT text FROM history WHERE kind = 0 ORDER BY seq").all()
      .map(({ text }) => String(text));
  } finally {
    db.close();
  }
}

Deno.test("What nobody can read any more is gone from the database some time after a restart", async () => {
  const data = await Deno.makeTempDir({ prefix: "chat-test-" });
  const args = ["--data", data];
  try {
    {
      await using server = await startServer({ args });
      using alice = await enter(server, "alice");
      using _bob = await enter(server, "bob");
      await say(alice, "#1", "in public");
      await say(alice, "bob", "between us");
      await say(alice, "@#1", "to operators");
      await alice.send("MODE #1 +i");
      await say(alice, "#1", "among us");
    }
    assertEquals(storedTexts(data), ["in public", "between us", "to operators", "among us"]);
    await using server = await startServer({ args });
    using later = await enter(server, "later");
    await repeatUntil(async () => {
      await later.sync();
      return storedTexts(data);
    }, { what: "the removal", holds: (texts) => texts.length === 1 });
    assertEquals(await textsAnswering(later, "CHATHISTORY LATEST #1 * 9"), ["in public"]);
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});
