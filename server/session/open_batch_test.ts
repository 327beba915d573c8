import { assert, assertEquals } from "@std/assert";
import { NO_TAGS, type Tags } from "../../protocol/message.ts";
import { CONCAT_TAG } from "./event_line.ts";
import { OpenBatch } from "./open_batch.ts";

const CONCAT: Tags = new Map([["batch", "1"], [CONCAT_TAG, ""]]);

function open({ maxBytes = 40, maxLines = 4 } = {}): OpenBatch {
  const identity = { reference: "1", target: "#Room", tags: NO_TAGS, label: undefined };
  return new OpenBatch({ ...identity, maxBytes, maxLines, now: 0 });
}

function add(batch: OpenBatch, text: string, { command = "PRIVMSG", tags = NO_TAGS } = {}) {
  return batch.add({ command, params: ["#room", text], tags }, 0)?.code;
}

Deno.test("The lines of a batch become one message, blank ones included", () => {
  const batch = open();
  for (const text of ["hello", "", "how is "]) assertEquals(add(batch, text), undefined);
  assertEquals(add(batch, "everyone?", { command: "privmsg", tags: CONCAT }), undefined);
  assertEquals(batch.finish(), {
    kind: "PRIVMSG",
    lines: [
      { text: "hello", concat: false },
      { text: "", concat: false },
      { text: "how is ", concat: false },
      { text: "everyone?", concat: true },
    ],
  });
});

Deno.test("The bytes of all texts and of the line feeds between them are limited", () => {
  assertEquals(add(open({ maxBytes: 4 }), "über"), "MULTILINE_MAX_BYTES");
  const batch = open({ maxBytes: 6 });
  assertEquals(add(batch, "ab"), undefined);
  assertEquals(add(batch, "c", { tags: CONCAT }), undefined);
  assertEquals(add(batch, "de"), undefined);
  assertEquals(add(batch, ""), "MULTILINE_MAX_BYTES");
});

Deno.test("A batch with too many lines is refused", () => {
  const batch = open({ maxLines: 2 });
  assertEquals([add(batch, "a"), add(batch, "b")], [undefined, undefined]);
  assertEquals(add(batch, "c"), "MULTILINE_MAX_LINES");
});

Deno.test("A batch with a line that cannot be in the message is refused", () => {
  const other = open().add({ command: "PRIVMSG", params: ["#else", "a"], tags: NO_TAGS }, 0);
  assertEquals(other?.code, "MULTILINE_INVALID_TARGET");
  assertEquals(other?.context, ["#Room", "#else"]);
  assertEquals(add(open(), "", { tags: CONCAT }), "MULTILINE_INVALID");
  assertEquals(add(open(), "a", { command: "TAGMSG" }), "MULTILINE_INVALID");
  assertEquals(add(open(), "a", { tags: new Map([["+typing", "active"]]) }), "MULTILINE_INVALID");
  const batch = open();
  add(batch, "a");
  assertEquals(add(batch, "b", { command: "NOTICE" }), "MULTILINE_INVALID");
  const textless = open().add({ command: "NOTICE", params: ["#room"], tags: NO_TAGS }, 0);
  assertEquals(textless?.code, "MULTILINE_INVALID");
});

Deno.test("A batch without lines, or with blank lines only, is refused", () => {
  assert("code" in open().finish());
  const blank = open();
  add(blank, "");
  add(blank, "");
  assert("code" in blank.finish());
});

Deno.test("A batch waits one minute for its next line", () => {
  const batch = open();
  assert(!batch.isLate(59_999));
  batch.add({ command: "PRIVMSG", params: ["#room", "a"], tags: NO_TAGS }, 59_999);
  assert(!batch.isLate(60_000));
  assert(batch.isLate(119_999));
});
