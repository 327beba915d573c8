import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { MAX_LINE_BYTES, utf8Length } from "../../protocol/lines.ts";
import { NO_TAGS, parseMessage } from "../../protocol/message.ts";
import { EventLine, fitBody, formatTime } from "./event_line.ts";
import { SHAPE, shapeOf } from "./shapes.ts";

const TIME = Date.UTC(2026, 10, 21, 20, 18);
const ALL = SHAPE["message-tags"] | SHAPE["server-time"] | SHAPE["account-tag"];

function full(): EventLine {
  return new EventLine(":bob!b@h PRIVMSG #1 :hi", {
    time: TIME,
    sequence: Number.parseInt("abc", 36),
    account: "bo b",
    bot: true,
    client: new Map([["+draft/reply", "x;y"], ["+flag", ""]]),
  });
}

Deno.test("A shape without capabilities gets the body alone", () => {
  assertEquals(full().render(0), ":bob!b@h PRIVMSG #1 :hi");
});

Deno.test("Each capability adds its tags", () => {
  const line = full();
  assertEquals(
    line.render(SHAPE["server-time"]),
    "@time=2026-11-21T20:18:00.000Z :bob!b@h PRIVMSG #1 :hi",
  );
  assertEquals(
    line.render(SHAPE["message-tags"]),
    "@msgid=abc;bot;+draft/reply=x\\:y;+flag :bob!b@h PRIVMSG #1 :hi",
  );
  assertEquals(line.render(SHAPE["account-tag"]), "@account=bo\\sb :bob!b@h PRIVMSG #1 :hi");
});

Deno.test("Capabilities that are not about tags do not change a line", () => {
  const line = full();
  assertStrictEquals(line.render(ALL | SHAPE.chghost | SHAPE.batch), line.render(ALL));
});

Deno.test("First tags are put before the others and are not cached", () => {
  const line = full();
  const plain = line.render(ALL);
  assertEquals(line.render(ALL, "label=7"), plain.replace("@", "@label=7;"));
  assertEquals(line.render(0, "label=7"), "@label=7 :bob!b@h PRIVMSG #1 :hi");
  assertEquals(line.render(ALL), plain);
});

Deno.test("A line of a batch has the batch tag in every shape", () => {
  const line = new EventLine(":s PRIVMSG #1 :hi", { batch: "b1", concat: true, time: TIME });
  assertEquals(line.render(0), "@batch=b1;draft/multiline-concat :s PRIVMSG #1 :hi");
  assertEquals(
    line.render(SHAPE["server-time"], "label=7"),
    "@label=7;batch=b1;draft/multiline-concat;time=2026-11-21T20:18:00.000Z :s PRIVMSG #1 :hi",
  );
  assert(line.inBatch);
  assert(new EventLine(":s BATCH -b1", { endsBatch: true }).inBatch);
  assert(!full().inBatch);
});

Deno.test("A line without tags is the same in every shape", () => {
  assertEquals(new EventLine(":s PONG s :x", { client: NO_TAGS }).render(ALL), ":s PONG s :x");
});

Deno.test("A rendered line is parsed back to the same tags and text", () => {
  fc.assert(fc.property(
    fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    fc.dictionary(fc.stringMatching(/^\+[a-z]{1,8}$/), fc.string()),
    fc.integer({ min: 0, max: ALL }),
    (account, client, shape) => {
      const tags = new Map(Object.entries(client));
      const line = new EventLine(":a!b@c PRIVMSG #1 :x", { account, client: tags, time: TIME });
      const message = parseMessage(line.render(shape, "label=1"));
      assert(typeof message === "object");
      const expected = new Map([["label", "1"]]);
      if (shape & SHAPE["server-time"]) expected.set("time", formatTime(TIME));
      if (shape & SHAPE["message-tags"]) tags.forEach((value, key) => expected.set(key, value));
      if (shape & SHAPE["account-tag"] && account !== undefined) expected.set("account", account);
      assertEquals(new Map(message.tags), expected);
      assertEquals(message.params, ["#1", "x"]);
    },
  ));
});

Deno.test("Only bodies that are longer than a line are cut", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 700 }), (text) => {
    const body = fitBody(text);
    assert(utf8Length(body) <= MAX_LINE_BYTES - 2);
    assert(text.startsWith(body));
    if (utf8Length(text) <= MAX_LINE_BYTES - 2) assertStrictEquals(body, text);
  }));
});

Deno.test("The cached time is replaced when another time is written", () => {
  assertEquals([TIME, TIME + 1, TIME].map(formatTime), [
    "2026-11-21T20:18:00.000Z",
    "2026-11-21T20:18:00.001Z",
    "2026-11-21T20:18:00.000Z",
  ]);
});

Deno.test("A shape is the sum of its capabilities, and no two share a bit", () => {
  const bits = Object.values(SHAPE);
  assertEquals(new Set(bits).size, bits.length);
  for (const bit of bits) assertEquals(bit & (bit - 1), 0);
  assertEquals(shapeOf(new Set(), "crlf"), 0);
  assertEquals(shapeOf(new Set(["server-time", "echo-message", "batch"]), "crlf"), 2 | 2048);
});
