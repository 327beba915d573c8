import { assert, assertEquals } from "@std/assert";

import type { FakePeer } from "../testing/fake_server.ts";
import { Talk } from "../testing/talk.ts";

const UNLABELLED = "batch draft/chathistory draft/event-playback echo-message message-tags " +
  "server-time";
const CAPABILITIES = `${UNLABELLED} labeled-response`;

/** A history, oldest first: each line with the id m0, m1 and so on. */
type History = readonly string[];

function said(text: string): string {
  return `:al!u@h PRIVMSG #1 :${text}`;
}

function reacted(index: number, emoji: string, nick = "al"): string {
  return `+draft/reply=m${index};+draft/react=${emoji} :${nick}!u@h TAGMSG #1`;
}

/** People who came into the room. */
function came(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `:p${index}!u@h JOIN #1`);
}

/** Answers each CHATHISTORY from a history, and notes what was requested. */
function answerFrom(history: History, requests: string[]) {
  return (peer: FakePeer, line: string) => {
    const words = /^(?:@(label=\S+) )?CHATHISTORY (\S+) #1 (\S+) (\d+)/.exec(line);
    if (words === null) return;
    const [, label, subcommand = "", reference = "", limit = ""] = words;
    requests.push(`${subcommand} ${reference} ${limit}`);
    const at = Number(/^msgid=m(\d+)$/.exec(reference)?.[1] ?? history.length);
    const count = Number(limit);
    const from = subcommand === "AFTER" ? at + 1 : Math.max(0, at - count);
    const lines = history.slice(from, subcommand === "AFTER" ? from + count : at)
      .map((text, index) => {
        const id = from + index;
        const time = new Date(Date.UTC(2026, 0, 2, 3, 0, id)).toISOString();
        return `@batch=h;msgid=m${id};time=${time}${text.startsWith(":") ? " " : ";"}${text}`;
      });
    peer.send(
      `${label === undefined ? "" : `@${label} `}:s BATCH +h chathistory #1`,
      ...lines,
      ":s BATCH -h",
    );
  };
}

function room({ chat }: Talk) {
  return chat.state.conversations.get("#1");
}

/** The messages of the room and their reactions; other entries but our own JOIN by their type. */
function shown(talk: Talk): string[] {
  return (room(talk)?.entries ?? []).flatMap((entry) => {
    if (entry.type !== "message") return entry.type === "join" && entry.own ? [] : [entry.type];
    const reactions = [...entry.reactions ?? []].map(([emoji, nicks]) => ` ${emoji} ${nicks}`);
    return [entry.text + reactions.join("")];
  });
}

for (const capabilities of [CAPABILITIES, UNLABELLED]) {
  const labels = capabilities === UNLABELLED ? "without labels" : "with labels";
  Deno.test(`Reactions of the history are shown on entering a room, and joins are not, ${labels}`, async () => {
    const requests: string[] = [];
    const history = [said("zero"), said("one"), reacted(1, "👍"), reacted(0, "🎉"), ...came(3)];
    const script = answerFrom(history, requests);
    const talk = await Talk.start({ capabilities, historyLines: 2, script });
    await talk.until(() => shown(talk).join() === "zero 🎉 al,one 👍 al");
    await talk.end();
    // Each request goes on before the first line of the one before it.
    assertEquals(
      requests,
      ["LATEST * 2", "BEFORE msgid=m5 2", "BEFORE msgid=m3 2"].concat(
        "BEFORE msgid=m1 2",
      ),
    );
  });
}

Deno.test("A page of the history that has only joins is followed by the one before it", async () => {
  const requests: string[] = [];
  const history = [said("zero"), reacted(0, "👍"), ...came(150)];
  const talk = await Talk.start({
    capabilities: CAPABILITIES,
    script: answerFrom(history, requests),
  });
  talk.chat.loadOlder("#1");
  await talk.until(() => room(talk)?.older === "none");
  assertEquals(shown(talk), ["zero 👍 al"]);
  await talk.end();
  assertEquals(requests, ["LATEST * 100", "BEFORE msgid=m52 100", "BEFORE msgid=m0 100"]);
});

Deno.test("A reaction is kept until its message comes from the history", async () => {
  const requests: string[] = [];
  const history = [said("zero"), ...Array.from({ length: 99 }, () => said("more"))]
    .concat(reacted(0, "👍"));
  const talk = await Talk.start({
    capabilities: CAPABILITIES,
    script: answerFrom(history, requests),
  });
  talk.chat.loadOlder("#1");
  await talk.until(() => room(talk)?.older === "more");
  assert(!shown(talk).includes("zero"));
  talk.peer.send("@+draft/reply=m0;+draft/react=👍 :eve!u@h TAGMSG #1");
  await talk.until(() => room(talk)?.unplacedReactions.length === 2);
  talk.chat.loadOlder("#1");
  await talk.until(() => shown(talk)[0] === "zero 👍 al,eve");
  await talk.end();
});

Deno.test("After a lost connection, messages are found behind a page that has only joins", async () => {
  const requests: string[] = [];
  const history = [said("zero"), ...came(150), said("last"), reacted(151, "👍")];
  const script = answerFrom(history, requests);
  const talk = await Talk.start({ capabilities: CAPABILITIES, script });
  talk.peer.send("@msgid=m0;time=2026-01-02T03:00:00.000Z :al!u@h PRIVMSG #1 :zero");
  await talk.until(() => shown(talk).includes("zero"));
  await talk.reconnect({ capabilities: CAPABILITIES, script });
  await talk.until(() => shown(talk).join() === "zero,last 👍 al");
  await talk.end();
});

Deno.test("The answers to two /history come in the order asked, though the first takes more requests", async () => {
  for (const capabilities of [CAPABILITIES, UNLABELLED]) {
    const history = [said("zero"), said("one"), ...came(5), said("two")];
    const script = answerFrom(history, []);
    const talk = await Talk.start({ capabilities, script });
    const found = () => talk.events.filter(({ type }) => type === "found");
    for (const line of ["/history 2", "/history 1"]) talk.chat.input(line);
    await talk.until(() => found().length === 2);
    const texts = found().map((event) =>
      event.type === "found" ? event.messages.map(({ text }) => text).join() : ""
    );
    assertEquals(texts, ["one,two", "two"], capabilities);
    await talk.end();
  }
});

Deno.test("/history counts messages, and not the joins between them", async () => {
  const requests: string[] = [];
  const history = [said("zero"), said("one"), ...came(5), said("two"), reacted(7, "👍")];
  const talk = await Talk.start({
    capabilities: CAPABILITIES,
    script: answerFrom(history, requests),
  });
  talk.chat.input("/history 2");
  await talk.until(() => talk.events.some(({ type }) => type === "found"));
  const texts = talk.events.flatMap((event) =>
    event.type === "found" ? event.messages.map(({ text }) => text) : []
  );
  assertEquals(texts, ["one", "two"]);
  await talk.end();
});
