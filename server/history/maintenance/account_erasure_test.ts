import { assert, assertEquals } from "@std/assert";
import { TestHistory } from "../testing.ts";
import { AccountErasure } from "./account_erasure.ts";
import { Progress } from "./progress.ts";

Deno.test("The messages of an account are erased, even if a restart comes between", () => {
  const history = new TestHistory();
  for (const text of ["alpha", "beta", "gamma"]) history.say(`mine: ${text}`, { account: "Alice" });
  history.say("not mine");
  history.recorder.commit();
  history.index();
  assertEquals(history.search("beta"), ["mine: beta"]);
  const progress = new Progress(history.db);
  const first = new AccountErasure(history.db, progress);
  first.begin("alice", { from: 0, until: history.last });
  assert(first.step(1));
  history.say("said after", { account: "Alice" });
  history.recorder.commit();
  const second = new AccountErasure(history.db, progress);
  while (second.step(1));
  assertEquals(history.texts, ["not mine", "said after"]);
  assertEquals(history.search("beta"), []);
  assert(!new AccountErasure(history.db, progress).step(1));
});
