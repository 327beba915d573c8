/**
 * Examples for the facts on which the public test vectors for IRC parsers agree.
 */

import { assertEquals } from "@std/assert";

import { formatMessage, parseMessage, parseSource } from "./message.ts";
import { compileMask } from "./names.ts";

interface Line {
  fact: string;
  line: string;
  tags?: Record<string, string>;
  source?: string;
  command: string;
  params?: string[];
  /** The formatted line, if it differs from the parsed one. */
  written?: string;
}

const LINES: Line[] = [
  { fact: "a command alone", line: "LUSERS", command: "LUSERS" },
  { fact: "parameters", line: "kick #den eve", command: "kick", params: ["#den", "eve"] },
  {
    fact: "a last parameter with spaces",
    line: "kick #den eve :too loud",
    command: "kick",
    params: ["#den", "eve", "too loud"],
  },
  { fact: "an empty last parameter", line: "TOPIC #den :", command: "TOPIC", params: ["#den", ""] },
  {
    fact: "a last parameter that begins with a colon",
    line: "TOPIC #den ::-]",
    command: "TOPIC",
    params: ["#den", ":-]"],
  },
  {
    fact: "a source before everything",
    line: ":hub.example NOTICE eve :be quiet",
    source: "hub.example",
    command: "NOTICE",
    params: ["eve", "be quiet"],
  },
  {
    fact: "spaces around a last parameter are its own",
    line: ":eve SAY #den :  so what ",
    source: "eve",
    command: "SAY",
    params: ["#den", "  so what "],
  },
  {
    fact: "a last parameter of spaces",
    line: ":eve SAY #den :   ",
    source: "eve",
    command: "SAY",
    params: ["#den", "   "],
  },
  {
    fact: "a second colon after a space is text",
    line: ":eve PRIVMSG #den :oh :( no",
    source: "eve",
    command: "PRIVMSG",
    params: ["#den", "oh :( no"],
  },
  {
    fact: "a needless colon changes nothing",
    line: ":eve JOIN :#den",
    source: "eve",
    command: "JOIN",
    params: ["#den"],
    written: ":eve JOIN #den",
  },
  { fact: "a source and no parameter", line: ":eve AWAY", source: "eve", command: "AWAY" },
  {
    fact: "a space at the end is no parameter",
    line: ":eve AWAY ",
    source: "eve",
    command: "AWAY",
    written: ":eve AWAY",
  },
  {
    fact: "many spaces separate like one",
    line: ":hub.example   432  eve   x  :not  this",
    source: "hub.example",
    command: "432",
    params: ["eve", "x", "not  this"],
    written: ":hub.example 432 eve x :not  this",
  },
  {
    fact: "spaces after the last word are no parameter",
    line: ":hub.example MODE #den +v eve  ",
    source: "hub.example",
    command: "MODE",
    params: ["#den", "+v", "eve"],
    written: ":hub.example MODE #den +v eve",
  },
  {
    fact: "a tab is a character like any other",
    line: ":e\tve say a\tb",
    source: "e\tve",
    command: "say",
    params: ["a\tb"],
  },
  {
    fact: "formatting codes in a source stay",
    line: ":eve!~e@h\x02os\x0304t\x0f.example PRIVMSG bob :hi there",
    source: "eve!~e@h\x02os\x0304t\x0f.example",
    command: "PRIVMSG",
    params: ["bob", "hi there"],
  },
  {
    fact: "MODE is read like any other command",
    line: ":eve MODE #den +vo bob :alice",
    source: "eve",
    command: "MODE",
    params: ["#den", "+vo", "bob", "alice"],
    written: ":eve MODE #den +vo bob alice",
  },
  {
    fact: "tags with and without values",
    line: "@x=1;flag;net.example/y=2 PING",
    tags: { x: "1", flag: "", "net.example/y": "2" },
    command: "PING",
  },
  {
    fact: "an empty value is a missing one",
    line: "@x=;y=2 :eve PING me",
    tags: { x: "", y: "2" },
    source: "eve",
    command: "PING",
    params: ["me"],
    written: "@x;y=2 :eve PING me",
  },
  {
    fact: "the five escapes",
    line: "@x=a\\:b\\sc\\\\d\\re\\nf PING",
    tags: { x: "a;b c\\d\re\nf" },
    command: "PING",
  },
  {
    fact: "escapes are read from the left",
    line: "@x=a\\\\nb;y=\\\\\\\\\\:\\\\s PING",
    tags: { x: "a\\nb", y: "\\\\;\\s" },
    command: "PING",
  },
  {
    fact: "an escape of nothing loses its backslash",
    line: "@x=a\\b;y=c\\ PING",
    tags: { x: "ab", y: "c" },
    command: "PING",
    written: "@x=ab;y=c PING",
  },
  {
    fact: "the last of two equal tags is used",
    line: "@x=1;y=2;x=3;v/x=4 PING",
    tags: { x: "3", y: "2", "v/x": "4" },
    command: "PING",
    written: "@x=3;y=2;v/x=4 PING",
  },
];

for (const { fact, line, tags, source, command, params, written } of LINES) {
  Deno.test(`A line is parsed and formatted: ${fact}`, () => {
    const message = { tags: new Map(Object.entries(tags ?? {})), source, command };
    const whole = { ...message, params: params ?? [] };
    assertEquals(parseMessage(line), whole);
    assertEquals(formatMessage(whole), written ?? line);
  });
}

const SOURCES: [
  source: string,
  name: string,
  user: string | undefined,
  host: string | undefined,
][] = [
  ["eve", "eve", undefined, undefined],
  ["hub.example", "hub.example", undefined, undefined],
  ["eve!e@10.0.0.7", "eve", "e", "10.0.0.7"],
  ["eve!~e@home", "eve", "~e", "home"],
  ["eve@10.0.0.7", "eve", undefined, "10.0.0.7"],
  ["eve!e", "eve", "e", undefined],
  ["eve!~e@h\x02os\x0304t.example", "eve", "~e", "h\x02os\x0304t.example"],
];

for (const [source, name, user, host] of SOURCES) {
  Deno.test(`The source ${JSON.stringify(source)} is parsed`, () => {
    assertEquals(parseSource(source), { name, user, host });
  });
}

const MASKS: [mask: string, matching: string[], others: string[]][] = [
  ["*@10.0.0.7", ["eve!e@10.0.0.7", "bob!~b@10.0.0.7"], ["eve!e@10.0.0.8", "bob!~b@10.1.0.7"]],
  ["ev*@*", ["eve!e@10.0.0.7", "ev!x@host.example"], ["bev!e@10.0.0.7", "ew!e@ev"]],
  ["eve!*@*", ["eve!x@h", "eve!~y@h"], ["eves!x@h", "xeve!x@h", "eve"]],
  ["eve!?bot@*", ["eve!~bot@h", "eve!xbot@h"], ["eve!bot@h", "eve!xxbot@h"]],
  ["eve!e?*@*", ["eve!ea@h", "eve!eab@h"], ["eve!e@h"]],
  ["e[vw]e!*@*", ["e[vw]e!e@h", "E[VW]E!e@h"], ["eve!e@h", "e[!e@h"]],
];

for (const [mask, matching, others] of MASKS) {
  Deno.test(`The mask ${mask} matches the right sources and no others`, () => {
    const matches = compileMask(mask);
    assertEquals(matching.filter((text) => !matches(text)), []);
    assertEquals(others.filter(matches), []);
  });
}
