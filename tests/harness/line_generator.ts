import type { Random } from "./random.ts";

const NICKNAMES = ["alice", "bob", "carol", "Dave", "eve", "zoë", "爱丽丝", "nobody", "NickServ"];
const ROOMS = ["#1", "#2", "#tea", "#TEA", "#茶", "#a-b", "#none", "&local", "1", "#"];
const MASKS = [
  "*",
  "bob",
  "*!*@*",
  "~m:bob",
  "~a:*",
  "~m:~a:x",
  "a?*!~*@127.*",
  "~z:x",
  "**?*",
  "!",
];
const MODES = ["+o", "-o", "+v", "+h-h", "+q", "+b", "-b", "+eI", "b", "+k", "-k", "+l", "+imnst"]
  .concat(["-imnst", "+C", "+ooovvv", "++--", "+", "", "+beIklqaohv", "+iwB-iwB", "+oXr", "-l+l"]);
const NUMBERS = ["0", "1", "-1", "5", "100", "99999999999999999999", "1e3", "NaN", "0x10", "٣"];
const TEXTS = [
  "",
  ":",
  "hi",
  "hello, 世界 😀",
  "\x01ACTION waves\x01",
  "\x01VERSION\x01",
  "a  b",
  " ",
]
  .concat([
    `${"x".repeat(480)}`,
    "好".repeat(160),
    "\u202e\u0007\x0304",
    "%s %n {} $& \\",
    "-",
    "*",
  ]);
const CAPABILITIES = ["batch", "echo-message", "labeled-response", "message-tags", "server-time"]
  .concat(["multi-prefix", "away-notify", "extended-join", "setname", "chghost", "invite-notify"])
  .concat(["draft/chathistory", "draft/multiline", "draft/channel-rename", "account-tag", "sasl"])
  .concat(["draft/event-playback", "draft/metadata-2", "draft/read-marker", "standard-replies"])
  .concat(["-batch", "nonsense", "draft/message-redaction", "no-implicit-names", ""]);
const REFERENCES = ["*", "timestamp=2020-01-01T00:00:00.000Z", "timestamp=9999-12-31T23:59:59.999Z"]
  .concat(["timestamp=x", "msgid=x", "msgid=", "timestamp="]);
const TAGS = [
  "label=a",
  "label=",
  "+typing=active",
  "+draft/reply=x",
  "time=x",
  "batch=b",
  "a=\\:\\s",
]
  .concat(["+a=\\", "=", "+", "msgid=1", "draft/multiline-concat", "label=é😀"]);

/** Values for each kind of parameter, by words of the grammar. */
const KINDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/room|channel/, ROOMS],
  [/nick|account/, NICKNAMES],
  [/mask/, MASKS],
  [/changes/, MODES],
  [/capabilit/, CAPABILITIES],
  [/timestamp|msgid/, REFERENCES],
  [/count|limit|version|token/, NUMBERS],
  [/^in\|from/, ["in", "from", "text", "after", "before", "limit"]],
  [/text|reason|topic|realname|away|purpose/, TEXTS],
];
const ANYTHING = [NICKNAMES, ROOMS, MASKS, MODES, NUMBERS, TEXTS, CAPABILITIES, REFERENCES];

/** Generates a line of a command from its grammar, such as `JOIN <room>{,<room>} [<key>]`. */
export function lineOf(usage: string, random: Random): string {
  const [command = ""] = usage.split(" ", 1);
  const rest = random.pick(usage.slice(command.length).split(" | "));
  return `${command} ${expand(rest, random)}`.trim();
}

function expand(grammar: string, random: Random): string {
  const chosen = dropOptional(grammar, random)
    .replace(/(<[^>]*>)\{,[^}]*\}/g, (_, one) => Array(1 + random.below(4)).fill(one).join(","))
    .replace(/(<[^>]*>) …/g, (_, one) => Array(1 + random.below(4)).fill(one).join(" "))
    .replace(/\{[^}]*\}/g, "")
    .trim();
  const last = chosen.search(/(<[^>]*>|[^\s<])*$/);
  const colon = random.chance(0.7) ? ":" : "";
  return withoutAngles(chosen.slice(0, last), random) + colon +
    withoutAngles(chosen.slice(last), random);
}

/** Replaces alternatives by one of them and `<…>` by a value. */
function withoutAngles(grammar: string, random: Random): string {
  return grammar.split(/(<[^>]*>)/).map((part) =>
    part.startsWith("<")
      ? parameter(part.slice(1, -1), random)
      : part.replace(/\S+\|\S+/g, (words) => random.pick(words.split("|")))
        .replace(/timestamp=…|…/g, () => parameter("timestamp", random))
  ).join("");
}

/** Keeps or drops each optional part, the innermost first. */
function dropOptional(grammar: string, random: Random): string {
  let text = grammar;
  for (;;) {
    const next = text.replace(/\[([^[\]]*)\]/, (_, inner) => random.chance(0.6) ? inner : "");
    if (next === text) return text;
    text = next;
  }
}

function parameter(words: string, random: Random): string {
  if (random.chance(0.1)) return random.pick(random.pick(ANYTHING));
  const kinds = KINDS.filter(([pattern]) => pattern.test(words)).map(([, values]) => values);
  return random.pick(random.pick(kinds.length === 0 ? ANYTHING : kinds));
}

const STRANGE = [
  "\0",
  "\r",
  "\n",
  " ",
  ":",
  "@",
  ",",
  "!",
  "\x7f",
  "é",
  "世",
  "😀",
  "\ufeff",
  "#",
  "\ud800",
];

/** Damages a line: in its characters, tags, source or number of parameters. */
export function mutate(line: string, random: Random): string {
  const at = random.below(line.length + 1);
  switch (random.below(8)) {
    case 0:
      return line.slice(0, at) + random.pick(STRANGE) + line.slice(at);
    case 1:
      return line.slice(0, at);
    case 2:
      return line.slice(0, at) + line.slice(at + 1 + random.below(5));
    case 3:
      return `@${
        Array.from({ length: 1 + random.below(3) }, () => random.pick(TAGS)).join(";")
      } ${line}`;
    case 4:
      return `:${random.pick(NICKNAMES)}!x@y ${line}`;
    case 5:
      return `${line} ${
        Array.from({ length: random.below(20) }, () => parameter("", random)).join(" ")
      }`;
    case 6:
      return random.chance(0.5) ? line.toLowerCase() : line.replaceAll(" ", "  ");
    default:
      return line + line.slice(at).repeat(1 + random.below(30));
  }
}

/** Generates random bytes with a line end. */
export function garbage(random: Random): Uint8Array {
  const length = random.chance(0.02) ? 10_000 : random.below(80);
  const bytes = new Uint8Array(length + 1);
  for (let index = 0; index < length; index++) bytes[index] = random.below(256);
  bytes[length] = 0x0a;
  return bytes;
}
