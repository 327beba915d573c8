import { assertEquals } from "@std/assert";
import { InProcessServer } from "../harness/in_process.ts";

/** More than all of it together is what a send queue takes. */
const QUESTIONS = 30;

Deno.test("a client that asks for the history of many rooms in one breath is told all of it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const capabilities = ["batch", "draft/chathistory", "message-tags", "server-time"];
  const bob = await server.enter("bob", { capabilities, channels: ["#1"] });
  await alice.send(...Array.from({ length: 500 }, () => `PRIVMSG #1 :${"x".repeat(380)}`));
  await alice.sync();
  await bob.sync();
  await bob.send(...Array.from({ length: QUESTIONS }, () => "CHATHISTORY LATEST #1 * 300"));
  const told = (await bob.sync()).filter(({ command }) => command === "PRIVMSG");
  assertEquals(told.length, QUESTIONS * 300);
});
