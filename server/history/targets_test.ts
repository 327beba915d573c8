import { assertEquals, assertNotEquals } from "@std/assert";
import { TestHistory } from "./testing.ts";
import { conversationKey } from "./target_keys.ts";
import type { Targets } from "./targets.ts";

const ALICE = { id: "1", account: "alice", nickname: "alice" };
const BOB = { id: "2", account: "bob", nickname: "bob" };

function talk(targets: Targets): number {
  return targets.ofConversation(ALICE, { to: BOB, sequence: 1 }).id;
}

Deno.test("The next owner of an account's name has none of its conversations, even those of the same tick", () => {
  const { targets, recorder } = new TestHistory();
  const stored = talk(targets);
  targets.removeAccount("alice");
  recorder.commit();
  assertEquals(targets.find(conversationKey("a:alice", "a:bob")), undefined);
  assertNotEquals(talk(targets), stored);
});

Deno.test("Removing an account detaches stored conversations, which its partners keep", () => {
  const history = new TestHistory();
  const stored = talk(history.targets);
  history.recorder.commit();
  history.targets.removeAccount("ALICE");
  history.recorder.commit();
  assertNotEquals(talk(history.targets), stored);
  history.recorder.commit();
  const partners = history.db.prepare("SELECT party FROM conversations WHERE target = ?").all(
    stored,
  );
  assertEquals(partners.map(({ party }) => party), ["a:bob"]);
});

Deno.test("An answer changes nothing that is stored of a conversation, a new nickname does", () => {
  const { targets, recorder } = new TestHistory();
  targets.ofConversation(ALICE, { to: BOB, sequence: 1 });
  recorder.commit();
  targets.ofConversation(BOB, { to: ALICE, sequence: 2 });
  assertEquals(targets.changed, false);
  targets.ofConversation({ ...BOB, nickname: "bobby" }, { to: ALICE, sequence: 3 });
  assertEquals(targets.changed, true);
});

Deno.test("A user who logs in, or whose partner does, has another conversation from then on", () => {
  const { targets } = new TestHistory();
  const from = { id: "3", account: undefined as string | undefined, nickname: "carol" };
  const to = { id: "4", account: undefined as string | undefined, nickname: "dave" };
  const ids = [
    () => {},
    () => void (from.account = "carol"),
    () => void (to.account = "dave"),
    () => void (from.account = undefined),
  ].map((change) => {
    change();
    return targets.ofConversation(from, { to, sequence: 1 }).id;
  });
  assertEquals(new Set(ids).size, ids.length);
});
