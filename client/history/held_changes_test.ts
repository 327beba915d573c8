import { assert, assertEquals } from "@std/assert";

import type { MessageEntry } from "../model/mod.ts";
import { Talk } from "../testing/talk.ts";

const CAPABILITIES =
  "batch draft/chathistory draft/message-redaction echo-message labeled-response message-tags " +
  "server-time";

function messages({ chat }: Talk): MessageEntry[] {
  const entries = chat.state.conversations.get("#1")?.entries ?? [];
  return entries.flatMap((entry) => entry.type === "message" ? entry : []);
}

Deno.test("Reactions and removals that come while a room is caught up are applied afterwards", async () => {
  const talk = await Talk.start({ capabilities: CAPABILITIES, historyLines: 9 });
  const { peer } = talk;
  const request = await peer.until(/CHATHISTORY LATEST #1/);
  peer.send(
    "@msgid=m3;time=2026-01-02T03:04:03.000Z :al!u@h PRIVMSG #1 :three",
    "@+draft/reply=m1;+draft/react=👍 :al!u@h TAGMSG #1",
    "@+draft/reply=m3;+draft/react=👎 :al!u@h TAGMSG #1",
    ":al!u@h REDACT #1 m2 :oops",
    `${request.split(" ")[0]} :s BATCH +h chathistory #1`,
    "@batch=h;msgid=m1;time=2026-01-02T03:04:01.000Z :al!u@h PRIVMSG #1 :one",
    "@batch=h;msgid=m2;time=2026-01-02T03:04:02.000Z :al!u@h PRIVMSG #1 :two",
    ":s BATCH -h",
    "@+draft/reply=m1;+draft/react=🎉 :cy!u@h TAGMSG #1",
  );
  await talk.until(() => messages(talk)[0]?.reactions?.has("🎉") === true);
  const [one, two, three, ...more] = messages(talk);
  assertEquals(one?.reactions, new Map([["👍", ["al"]], ["🎉", ["cy"]]]));
  assertEquals([two?.text, two?.redacted], ["", { by: "al", reason: "oops" }]);
  assertEquals(three?.reactions, new Map([["👎", ["al"]]]));
  assert(more.length === 0);
  await talk.end();
});
