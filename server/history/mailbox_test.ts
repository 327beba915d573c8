import { assertEquals } from "@std/assert";
import type { Entry } from "../network/events.ts";
import type { User } from "../network/state.ts";
import { openStore } from "../store/mod.ts";
import { Mailbox } from "./mailbox.ts";

const FROM = { account: "bob" } as User;
const ALICE = { account: "Alice" } as User;

/** A mailbox of its own, to which events come as they come to a node. */
class TestMailbox {
  readonly mailbox = new Mailbox(openStore({ data: ":memory:", fsync: false }).db);

  /** Somebody writes to the account, which is not on the network. */
  write(sequence: number): void {
    this.mailbox.record(
      { event: { type: "message" }, sequence } as Entry<"message">,
      { from: FROM, channel: undefined, to: undefined, absent: "alice" },
    );
  }

  /** A session connects with the account. */
  connect(session: string): void {
    const entry = { event: { type: "connect" }, sequence: 0, origin: session };
    this.mailbox.record(entry as Entry<"connect">, { user: ALICE });
  }

  commit(): void {
    this.mailbox.store();
    this.mailbox.committed();
  }
}

Deno.test("The session that logs in takes the messages that wait, those of its tick included, once", () => {
  const test = new TestMailbox();
  test.write(1);
  test.write(2);
  test.commit();
  test.write(3);
  test.connect("phone");
  assertEquals(test.mailbox.taken("phone"), [1, 2, 3]);
  assertEquals(test.mailbox.taken("phone"), []);
  test.connect("laptop");
  assertEquals(test.mailbox.taken("laptop"), []);
  test.commit();
  assertEquals(test.mailbox.waiting("alice", "bob"), { count: 0, last: undefined });
  test.connect("laptop");
  assertEquals(test.mailbox.taken("laptop"), []);
});

Deno.test("Messages that a session on another node takes wait on no node", () => {
  const test = new TestMailbox();
  test.write(1);
  test.commit();
  test.connect("a session of another node");
  test.commit();
  assertEquals(test.mailbox.taken("phone"), []);
  test.connect("phone");
  assertEquals(test.mailbox.taken("phone"), []);
  test.write(2);
  test.commit();
  test.connect("phone");
  assertEquals(test.mailbox.taken("phone"), [2]);
});
