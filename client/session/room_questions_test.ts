import { assertEquals } from "@std/assert";

import type { FakePeer } from "../testing/fake_server.ts";
import { Talk } from "../testing/talk.ts";

const CAPABILITIES = "away-notify batch labeled-response message-tags";

function members(count: number): string {
  return Array.from({ length: count }, (_, index) => `n${index}`).join(" ");
}

function away({ chat }: Talk): string[] {
  return [...chat.state.people.values()].flatMap(({ nick, away }) =>
    away === undefined ? [] : nick
  );
}

function answersShown({ events }: Talk): string[] {
  return events.flatMap((event) => event.type === "server" ? event.code : [])
    .filter((code) => ["352", "354", "315"].includes(code));
}

function modeNotes({ chat }: Talk): number {
  return [...chat.state.conversations.values()].flatMap(({ entries }) => entries)
    .filter((entry) => entry.type === "note" && entry.event.type === "mode").length;
}

/** Answers a question who is in a room, in a batch if it has a label. */
function answer(peer: FakePeer, line: string): void {
  if (!line.includes("WHO #1")) return;
  const label = /^@(label=\S+) /.exec(line)?.[1];
  const tag = label === undefined ? "" : "@batch=w ";
  peer.send(
    ...(label === undefined ? [] : [`@${label} :s BATCH +w labeled-response`]),
    `${tag}:s 352 bob #1 u h s al G :0 Al`,
    `${tag}:s 352 bob #1 u h s cy H@ :0 Cy`,
    `${tag}:s 315 bob #1 :End`,
    ...(label === undefined ? [] : [":s BATCH -w"]),
  );
}

for (const capabilities of [CAPABILITIES, "away-notify"]) {
  Deno.test(`After joining a room the client asks once who is away, with ${capabilities}`, async () => {
    const script = answer;
    const talk = await Talk.start({ capabilities, members: "@bob al cy", script });
    const { peer } = talk;
    await talk.until(() => away(talk).length > 0);
    assertEquals(away(talk), ["al"]);
    peer.send(":al!u@h AWAY", ":cy!u@h AWAY :tea");
    await talk.until(() => away(talk).includes("cy"));
    assertEquals(away(talk), ["cy"]);
    await talk.end();
    assertEquals(answersShown(talk), []);
    assertEquals(peer.received.filter((line) => line.includes("WHO")).length, 1);
  });
}

Deno.test("The answer to a typed WHO is shown", async () => {
  const talk = await Talk.start({ capabilities: CAPABILITIES, members: "@bob al" });
  const { peer } = talk;
  const question = await peer.until(/WHO #1/);
  peer.send(`${question.split(" ")[0]} :s 315 bob #1 :End`);
  talk.chat.input("/raw WHO al");
  const label = (await peer.until(/WHO al/)).split(" ")[0];
  peer.send(`${label} :s 352 bob * u h s al G :0 Al`);
  await talk.until(() => answersShown(talk).length > 0);
  assertEquals(answersShown(talk), ["352"]);
  await talk.end();
});

Deno.test("The client does not ask who is away in a large room, or without away-notify", async () => {
  for (const [capabilities, count] of [["away-notify", 201], ["message-tags", 2]] as const) {
    const talk = await Talk.start({ capabilities, members: members(count) });
    await talk.until(() => talk.chat.state.conversations.get("#1")?.members.size === count);
    await talk.end();
    assertEquals(talk.peer.received.filter((line) => line.includes("WHO")), []);
  }
});

Deno.test("A refused question who is away is not shown", async () => {
  const talk = await Talk.start({ capabilities: CAPABILITIES, members: "@bob al" });
  const question = await talk.peer.until(/WHO #1/);
  talk.peer.send(`${question.split(" ")[0]} :s 263 bob WHO :Please wait`);
  await talk.end();
  assertEquals(talk.events.filter(({ type }) => type === "refused"), []);
});

for (const capabilities of [CAPABILITIES, "message-tags"]) {
  Deno.test(`After joining a room the client asks for its modes, with ${capabilities}`, async () => {
    const talk = await Talk.start({ capabilities, members: "@bob al", modes: "+nt" });
    const room = () => talk.chat.state.conversations.get("#1");
    await talk.until(() => room()?.modes !== "");
    assertEquals(room()?.modes, "nt");
    assertEquals(modeNotes(talk), 0);
    talk.chat.input("/mode");
    await talk.until(() => talk.events.some((event) => event.type === "mode" && !event.quiet));
    await talk.end();
    assertEquals(modeNotes(talk), 1);
  });
}

Deno.test("A refused question for modes is not shown", async () => {
  const talk = await Talk.start({
    capabilities: CAPABILITIES,
    members: "@bob al",
    script(peer, line) {
      const label = /^@label=\S+ (?=MODE #1)/.exec(line)?.[0];
      if (label !== undefined) peer.send(`${label}:s 442 bob #1 :You are not on that channel`);
    },
  });
  await talk.peer.until(/MODE #1/);
  await talk.end();
  assertEquals(talk.events.filter(({ type }) => type === "refused"), []);
});
