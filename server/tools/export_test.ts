import { assertEquals } from "@std/assert";
import { KIND, type KindName } from "../history/row.ts";
import { firstSequenceAt } from "../network/ids.ts";
import { formatText } from "./export.ts";

const TEXTS: Readonly<Record<KindName, readonly [text: string, line: string]>> = {
  PRIVMSG: ["hello", "<alice> hello"],
  NOTICE: ["hello", "-alice- hello"],
  TAGMSG: ["", "--- alice reacted"],
  JOIN: ["", "--- alice entered"],
  PART: ["home", "--- alice left: home"],
  QUIT: ["Leaving", "--- alice quit: Leaving"],
  NICK: ["al", "--- alice is now al"],
  TOPIC: ["Tea", "--- alice set the topic: Tea"],
  MODE: ["+m", "--- alice set +m"],
  KICK: ["bob", "--- alice removed bob"],
};

const SEQUENCE = firstSequenceAt(Date.parse("2026-01-02T03:04:05Z"));

function lineOf(kind: KindName, text: string): string {
  const source = "alice!a@h";
  const unset = { account: null, recipient: null, extra: null };
  return formatText({ seq: SEQUENCE, target: 1, kind: KIND[kind], source, text, ...unset });
}

Deno.test("Export writes each kind of row in its own words", () => {
  for (const [kind, [text, line]] of Object.entries(TEXTS)) {
    assertEquals(lineOf(kind as KindName, text), `2026-01-02T03:04:05.000Z ${line}`);
  }
});

Deno.test("Export writes an action and a part without a reason as people read them", () => {
  const lines = [lineOf("PRIVMSG", "\x01ACTION waves\x01"), lineOf("PART", "")];
  assertEquals(lines.map((line) => line.split("Z ")[1]), ["* alice waves", "--- alice left"]);
});
