import { assert, assertEquals } from "@std/assert";

import type { ChatMessageEvent } from "../events.ts";
import { ServerInfo } from "../session/server_info.ts";
import { Talk } from "../testing/talk.ts";
import { SeenMessages } from "./seen_messages.ts";

function message(fields: Partial<ChatMessageEvent> = {}): ChatMessageEvent {
  return {
    type: "message",
    kind: "message",
    time: 1000,
    from: "al",
    target: "#1",
    conversation: "#1",
    room: true,
    own: false,
    text: "hi",
    msgid: "m",
    history: false,
    ...fields,
  };
}

Deno.test("A message is shown once, and one without an id each time", () => {
  const seen = new SeenMessages(new ServerInfo());
  assertEquals([seen.add(message()), seen.add(message())], [true, false]);
  const nameless = message({ msgid: undefined });
  assertEquals([seen.add(nameless), seen.add(nameless)], [true, true]);
});

Deno.test("The oldest of 20,001 message ids is forgotten", () => {
  const seen = new SeenMessages(new ServerInfo());
  for (let index = 0; index <= 20_000; index++) seen.add(message({ msgid: `m${index}` }));
  const has = (msgid: string) => seen.has(message({ msgid }));
  assertEquals([has("m0"), has("m1")], [false, true]);
});

Deno.test("A message from before the last one does not move the mark of a conversation", () => {
  const seen = new SeenMessages(new ServerInfo());
  seen.add(message({ msgid: "new", time: 2000 }));
  seen.add(message({ msgid: "old", time: 1000, history: true }));
  assertEquals(seen.mark("#1"), { name: "#1", msgid: "new", time: 2000, joining: false });
  seen.add(message({ msgid: "missed", time: 1500, history: true, missed: true }));
  assertEquals(seen.mark("#1")?.msgid, "missed");
  assertEquals(seen.newest, 2000);
});

Deno.test("The people with whom we talk keep their marks under a new nickname", () => {
  const seen = new SeenMessages(new ServerInfo());
  seen.join("#1", 500);
  for (const [conversation, msgid] of [["al", "m1"], ["cy", "m2"]] as const) {
    seen.add(message({ conversation, msgid, room: false }));
  }
  assertEquals(seen.people(), ["cy", "al"]);
  seen.rename("al", "alan");
  assertEquals(seen.people(), ["alan", "cy"]);
  assertEquals(seen.mark("alan")?.msgid, "m1");
  assertEquals(seen.mark("al"), undefined);
  seen.rename("nobody", "somebody");
  assertEquals(seen.people(), ["alan", "cy"]);
});

Deno.test("A room is joining until the messages from before are shown, and joined once", () => {
  const seen = new SeenMessages(new ServerInfo());
  seen.join("#1", 500);
  assertEquals(seen.mark("#1"), { name: "#1", msgid: undefined, time: 500, joining: true });
  seen.join("#1", 900);
  seen.endJoining("#1");
  assertEquals(seen.mark("#1"), { name: "#1", msgid: undefined, time: 500, joining: false });
  seen.remove("#1");
  assert(seen.mark("#1") === undefined);
});

for (const isBatch of [false, true]) {
  const how = isBatch ? "in a batch" : "line by line";
  Deno.test(`What a bouncer without ids repeats after a lost connection is shown once, ${how}`, async () => {
    const capabilities = "batch server-time";
    const said = (second: number, text: string) =>
      `time=2026-01-02T03:04:0${second}.000Z :al!u@h PRIVMSG #1 :${text}`;
    const talk = await Talk.start({ capabilities });
    const texts = () =>
      talk.events.flatMap((event) => event.type === "message" ? event.text : []).join();
    // Two people, or one, may say the same.
    talk.peer.send(...[said(0, "one"), said(0, "one"), said(1, "two")].map((line) => `@${line}`));
    await talk.until(() => texts() === "one,one,two");
    await talk.reconnect({ capabilities });
    const kept = [said(0, "one"), said(1, "two"), said(1, "new")];
    if (isBatch) {
      const lines = kept.map((line) => `@batch=z;${line}`);
      talk.peer.send(":bnc BATCH +z znc.in/playback #1", ...lines, ":bnc BATCH -z");
    } else talk.peer.send(...kept.map((line) => `@${line}`));
    talk.peer.send(`@${said(9, "live")}`);
    await talk.until(() => texts().endsWith("live"));
    assertEquals(texts(), "one,one,two,new,live");
    await talk.end();
  });
}
