import { assertEquals } from "@std/assert";
import { EventLine } from "./event_line.ts";
import { Response } from "./response.ts";

interface Sent {
  readonly text: string;
  readonly pledged: boolean;
}

function responding() {
  const sent: Sent[] = [];
  const response = new Response("l1");
  const options = {
    serverName: "s",
    newBatchId: () => "b1",
    emit: (line: EventLine, { first, pledged }: { first: string; pledged: boolean }) =>
      void sent.push({ text: line.render(0, first), pledged }),
  };
  return {
    response,
    add: (body: string, pledged = false) => response.add(new EventLine(body), pledged),
    begin: () => response.begin(options),
    finish: () => response.finish(options),
    texts: () => sent.map(({ text }) => text),
    sent,
  };
}

Deno.test("A command without an answer gets an ACK", () => {
  const { finish, texts } = responding();
  finish();
  assertEquals(texts(), ["@label=l1 :s ACK"]);
});

Deno.test("The only line of an answer has the label", () => {
  const { add, finish, texts } = responding();
  add(":s PONG s :x");
  finish();
  assertEquals(texts(), ["@label=l1 :s PONG s :x"]);
});

Deno.test("Several lines go into a batch that has the label", () => {
  const { add, finish, texts } = responding();
  add("one");
  add("two");
  finish();
  assertEquals(texts(), [
    "@label=l1 :s BATCH +b1 labeled-response",
    "@batch=b1 one",
    "@batch=b1 two",
    ":s BATCH -b1",
  ]);
});

Deno.test("An answer that is one batch gets no second batch around it", () => {
  const { response, add, finish, texts } = responding();
  add(":s BATCH +h chathistory #1");
  response.add(new EventLine("old", { batch: "h" }), false);
  response.add(new EventLine(":s BATCH -h", { endsBatch: true }), false);
  finish();
  assertEquals(texts(), [
    "@label=l1 :s BATCH +h chathistory #1",
    "@batch=h old",
    ":s BATCH -h",
  ]);
});

Deno.test("A batch among other lines is nested in the outer batch", () => {
  const { response, add, finish, texts } = responding();
  add("before");
  add(":s BATCH +h netjoin");
  response.add(new EventLine("inner", { batch: "h" }), false);
  response.add(new EventLine(":s BATCH -h", { endsBatch: true }), false);
  add("after");
  finish();
  assertEquals(texts(), [
    "@label=l1 :s BATCH +b1 labeled-response",
    "@batch=b1 before",
    "@batch=b1 :s BATCH +h netjoin",
    "@batch=h inner",
    ":s BATCH -h",
    "@batch=b1 after",
    ":s BATCH -b1",
  ]);
});

Deno.test("A pledged line stays pledged, the lines around it do not become so", () => {
  const { add, finish, sent } = responding();
  add("echo", true);
  add("note");
  finish();
  assertEquals(sent.map(({ pledged }) => pledged), [false, true, false, false]);
});

Deno.test("A long answer is sent in parts, in one batch", () => {
  const { add, begin, finish, texts } = responding();
  add("one");
  begin();
  assertEquals(texts(), ["@label=l1 :s BATCH +b1 labeled-response", "@batch=b1 one"]);
  add("two");
  begin();
  add("three");
  assertEquals(texts().length, 4);
  finish();
  assertEquals(texts().slice(2), ["@batch=b1 two", "@batch=b1 three", ":s BATCH -b1"]);
});

Deno.test("A pledged answer has only pledged lines, also those that were added before", () => {
  const one = responding();
  one.add(":s 301 alice bob :lunch");
  one.response.pledge();
  one.finish();
  assertEquals(one.sent.map(({ pledged }) => pledged), [true]);

  const batch = responding();
  batch.add(":s 301 alice bob :lunch");
  batch.response.pledge();
  batch.add("echo", true);
  batch.finish();
  assertEquals(batch.sent.map(({ pledged }) => pledged), [true, true, true, true]);
});
