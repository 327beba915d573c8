import { assertEquals } from "@std/assert";
import { parseMessage } from "../protocol/message.ts";
import { refused } from "./network/outcome.ts";
import { append } from "./session_context.ts";
import { TestServer } from "./testing.ts";

Deno.test("A command whose event the network cannot take is answered with FAIL", async () => {
  const test = new TestServer();
  const alice = test.enter("alice");
  await test.tick();
  alice.received();
  const journal = { append: () => Promise.resolve(refused("unavailable")) };
  const message = parseMessage("privmsg #1 :hi");
  if (typeof message === "string") throw new Error(message);
  await append(
    { server: { ...test.server, journal }, session: alice.session, message },
    { type: "away", user: "alice", message: "out" },
  );
  await test.tick();
  assertEquals(alice.received(), [
    ":s FAIL PRIVMSG NETWORK_UNAVAILABLE :The network cannot take this at the moment; try again later",
  ]);
});
