import { assertEquals } from "@std/assert";
import { InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("CHATHISTORY TARGETS leaves out the messages that its references name", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["batch", "draft/chathistory", "echo-message", "message-tags"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1", "#2", "#3"] });
  await alice.send("PRIVMSG #1 :one", "PRIVMSG #2 :two", "PRIVMSG #3 :three");
  const [first, , last] = (await alice.sync()).map(({ tags }) => tags.get("msgid"));
  const targets = async (references: string) => {
    await alice.send(`CHATHISTORY TARGETS ${references} 10`);
    const messages = (await alice.sync()).filter(({ command }) => command === "CHATHISTORY");
    return messages.map(({ params }) => params[1]);
  };
  assertEquals(await targets(`msgid=${first} msgid=${last}`), ["#2"]);
  assertEquals(await targets(`msgid=${last} msgid=${first}`), ["#2"]);
});
