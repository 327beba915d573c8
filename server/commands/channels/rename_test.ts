import { assertEquals } from "@std/assert";
import type { History } from "../../history/mod.ts";
import type { Journal } from "../../journal/journal.ts";
import { refused } from "../../network/outcome.ts";
import { TestServer } from "../../testing.ts";
import { RENAME } from "./rename.ts";

Deno.test("RENAME to a name that another takes first is refused with CHANNEL_NAME_IN_USE", async () => {
  const test = new TestServer();
  const alice = test.enter("alice", { channels: ["#1"] });
  const { session } = alice;
  const user = session.user!;
  const journal = {
    append: () => Promise.resolve(refused("channel-name-in-use")),
  } as unknown as Journal;
  const history = { hasMessages: () => false } as unknown as History;
  const server = { ...test.server, journal, history };
  const params = ["#1", "#2"];
  const message = { tags: new Map(), source: undefined, command: "RENAME", params };
  await test.tick();
  alice.received();
  await RENAME.run({ server, session, user, message }, params);
  await test.tick();
  assertEquals(alice.received(), [
    ':s FAIL RENAME CHANNEL_NAME_IN_USE #1 #2 :There is a room "#2" already',
  ]);
});
