import { assertEquals } from "@std/assert";
import type { Entry, NetworkEvent } from "../network/events.ts";
import { TestServer } from "../testing.ts";
import { revokeLost } from "./revoke_lost.ts";

const NOT_STORED = "The server cannot store messages at the moment; this one was not sent";

Deno.test("The senders of messages that could not be stored get one answer to each label", async () => {
  const server = new TestServer();
  const alice = server.enter("alice", {
    channels: ["#1"],
    capabilities: ["batch", "labeled-response", "message-tags"],
  });
  const bob = server.enter("bob", { channels: ["#1"] });
  let sequence = 0;
  const entryOf = (event: object, origin = alice.session.id): Entry => ({
    event: event as NetworkEvent,
    epoch: "",
    sequence: ++sequence,
    time: 0,
    origin,
  });
  const message = (target: object, more: object = {}) => ({
    type: "message",
    kind: "PRIVMSG",
    from: "alice",
    target,
    text: "hi",
    tags: new Map(),
    ...more,
  });
  const lost = [
    entryOf(message({ channel: "#1", status: 0 }, { label: "a" })),
    entryOf(message({ user: "bob" })),
    entryOf(message({ account: "carol" })),
    entryOf({ type: "redact", name: "#1" }),
    entryOf({ type: "join", user: "alice", channel: "#2" }),
    entryOf(message({ channel: "#1", status: 0 }), "nobody"),
  ];
  const sent = await server.linesSentBy(() => revokeLost(server.server, lost), alice, bob);
  assertEquals(sent, [
    [
      `@label=a :s FAIL PRIVMSG MESSAGE_NOT_STORED #1 :${NOT_STORED}`,
      `:s FAIL PRIVMSG MESSAGE_NOT_STORED bob :${NOT_STORED}`,
      `:s FAIL PRIVMSG MESSAGE_NOT_STORED carol :${NOT_STORED}`,
      ":s FAIL REDACT MESSAGE_NOT_STORED #1 :The server cannot delete messages at the moment",
    ],
    [],
  ]);
});
