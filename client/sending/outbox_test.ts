import { assert, assertEquals } from "@std/assert";

import { MAX_WINDOW_LINES, Outbox, quietDraft } from "./outbox.ts";
import type { OutboxDraft, OutboxEntry } from "./outbox.ts";

function outbox() {
  const sent: string[] = [];
  const delivered: string[] = [];
  const unanswered: OutboxEntry[] = [];
  const box = new Outbox({
    send: (line) => sent.push(line),
    same: (a, b) => a === b,
    delivered: (entry) => delivered.push(entry.text),
    unanswered: (entry) => unanswered.push(entry),
    progress: () => {},
  });
  return { box, sent, delivered, unanswered };
}

function line(text: string, fields: Partial<OutboxEntry> = {}): OutboxDraft {
  return {
    line: `PRIVMSG #1 :${text}`,
    command: "PRIVMSG",
    target: "#1",
    text,
    kind: "message",
    repeat: true,
    quiet: false,
    ...fields,
  };
}

Deno.test("Nothing is sent before the connection is open", () => {
  const { box, sent } = outbox();
  box.push(line("a"));
  box.pump();
  assertEquals(sent, []);
  box.open({ labels: false, echo: false, history: false });
  assertEquals(sent, ["PRIVMSG #1 :a", "PING chat-2"]);
});

Deno.test("A PONG confirms only the lines before its PING", () => {
  const { box, sent, delivered } = outbox();
  box.open({ labels: false, echo: false, history: false });
  box.push(line("a"));
  box.pump();
  box.push(line("b"));
  box.pump();
  assertEquals(sent, ["PRIVMSG #1 :a", "PING chat-2", "PRIVMSG #1 :b", "PING chat-4"]);
  box.pong("chat-2");
  assertEquals(delivered, ["a"]);
  assert(!box.isEmpty);
  box.pong("chat-4");
  assertEquals(delivered, ["a", "b"]);
  assert(box.isEmpty);
});

Deno.test("A window holds a limited number of lines, and fewer long ones", () => {
  const { box, sent } = outbox();
  box.open({ labels: true, echo: true, history: false });
  for (let index = 0; index < 50; index++) box.push(line(String(index)));
  box.pump();
  assertEquals(sent.length, MAX_WINDOW_LINES);
  const long = outbox();
  long.box.open({ labels: true, echo: true, history: false });
  for (let index = 0; index < 50; index++) long.box.push(line("x".repeat(400)));
  long.box.pump();
  assertEquals(long.sent.length, 3);
});

Deno.test("The answer to a label confirms its own line", () => {
  const { box, sent, delivered } = outbox();
  box.open({ labels: true, echo: true, history: false });
  box.push(line("a"));
  box.push(line("b"));
  box.pump();
  assertEquals(sent, ["@label=c1 PRIVMSG #1 :a", "@label=c2 PRIVMSG #1 :b"]);
  const second = box.findByLabel("c2");
  if (second !== undefined) box.confirm(second);
  assertEquals(delivered, ["b"]);
});

Deno.test("After a lost connection the unconfirmed lines are sent again, in order and once", () => {
  const { box, sent, delivered } = outbox();
  box.open({ labels: false, echo: true, history: false });
  box.push(line("a"));
  box.push(line("b"));
  box.push(line("/raw x", { kind: undefined, repeat: false }));
  box.pump();
  const echoed = box.findByEcho({ kind: "message", target: "#1", text: "a" });
  if (echoed !== undefined) box.confirm(echoed);
  const unknown = box.close();
  assertEquals(unknown.map(({ text }) => text), ["/raw x"]);
  box.push(line("c"));
  sent.length = 0;
  box.open({ labels: false, echo: true, history: false });
  assertEquals(sent.filter((one) => !one.startsWith("PING")), ["PRIVMSG #1 :b", "PRIVMSG #1 :c"]);
  assertEquals(delivered, ["a"]);
});

Deno.test("A PONG for a lost connection's PING confirms nothing", () => {
  const { box, delivered } = outbox();
  box.open({ labels: false, echo: false, history: false });
  box.push(line("a"));
  box.pump();
  box.close();
  box.open({ labels: false, echo: false, history: false });
  assert(box.pong("chat-2"));
  assertEquals(delivered, []);
});

Deno.test("On a server with history, doubtful lines wait for the client's own requests", () => {
  const { box, sent, delivered } = outbox();
  const open = () => box.open({ labels: true, echo: true, history: true });
  open();
  for (const text of ["a", "b", "c"]) box.push(line(text));
  box.pump();
  box.close();
  sent.length = 0;
  const request = box.push(quietDraft("CHATHISTORY", ["LATEST", "#1", "*", "1"]));
  open();
  assertEquals(sent, ["@label=c4 CHATHISTORY LATEST #1 * 1"]);
  const doubtful = box.findDoubtful({ kind: "message", target: "#1", text: "a" });
  if (doubtful !== undefined) box.confirm(doubtful);
  assertEquals(delivered, ["a"]);
  box.confirm(request);
  box.pump();
  assertEquals(sent.slice(1), ["@label=c2 PRIVMSG #1 :b", "@label=c3 PRIVMSG #1 :c"]);
  assertEquals(box.findDoubtful({ kind: "message", target: "#1", text: "b" }), undefined);
});

function lastToken(sent: readonly string[]): string {
  return sent.at(-1)?.replace("PING ", "") ?? "";
}

/** /names of a room. */
function names(room: string): OutboxDraft {
  const question = { command: "NAMES", target: room, line: `NAMES ${room}`, kind: undefined };
  return line(`/names ${room}`, question);
}

Deno.test("A question is confirmed by the end of its answer after the PONG, and holds up no other line", () => {
  const { box, sent, delivered, unanswered } = outbox();
  box.open({ labels: false, echo: false, history: false });
  for (const room of ["#1", "#2"]) box.push(names(room));
  box.pump();
  box.answered("RPL_ENDOFNAMES", "#1");
  assert(box.pong(lastToken(sent)));
  assertEquals([delivered, unanswered.map(({ text }) => text)], [["/names #1"], ["/names #2"]]);
  assert(!box.isEmpty);
  for (let count = 0; count < MAX_WINDOW_LINES - 1; count++) box.push(line(`m${count}`));
  box.pump();
  assertEquals(box.waiting, 0);
  assert(box.pong(lastToken(sent)));
  box.answered("RPL_ENDOFNAMES", "#3");
  assert(!box.isEmpty);
  box.answered("RPL_ENDOFNAMES", "#2");
  assert(box.isEmpty);
  assertEquals(delivered.at(-1), "/names #2");
});

Deno.test("A question without an answer is given up once, and asked again on another connection", () => {
  const { box, sent, delivered } = outbox();
  box.open({ labels: false, echo: false, history: false });
  const entry = box.push(names("#1"));
  box.pump();
  assert(box.pong(lastToken(sent)));
  box.close();
  assertEquals(box.waiting, 1);
  box.open({ labels: false, echo: false, history: false });
  assert(box.pong(lastToken(sent)));
  assertEquals([box.forget(entry), box.forget(entry)], [true, false]);
  assert(box.isEmpty);
  assertEquals(delivered, []);
});
