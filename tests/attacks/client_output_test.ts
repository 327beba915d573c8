import { assert, assertEquals } from "@std/assert";

import { join } from "../../client/mod.ts";
import { FakeIo } from "../../client/testing/fake_io.ts";
import { type FakePeer, FakeServer, welcome } from "../../client/testing/fake_server.ts";
import { setLanguage } from "../../client/texts/mod.ts";
import { CAPABILITIES } from "../../protocol/capabilities.ts";
import { COMMAND_TRANSLATIONS } from "../../client/receiving/commands.ts";
import { NUMERIC_NAMES } from "../../protocol/numerics.ts";

/** Every character that no output may have, but those that a line of IRC cannot hold. */
const UNSAFE = [
  ...[...range(0x01, 0x1f), 0x7f, ...range(0x80, 0x9f)].filter((code) =>
    code !== 0x0a && code !== 0x0d
  ),
  // Directions: ALM, LRM, RLM, embeddings, overrides, isolates.
  ...[0x061c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)],
  // No width, and the separators of lines and paragraphs.
  ...[0xad, 0x034f, 0x180e, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x3164, 0x2028, 0x2029],
  // Tags, annotations and noncharacters, among them the marks of our own styles.
  ...[0xe0001, 0xe0020, 0xe0041, 0xe007f, ...range(0xfff9, 0xfffb), 0xfdd0, 0xfdef, 0xffff],
].map((code) => String.fromCodePoint(code));
/** Each of them by itself, and sequences that ask, set and write where no sequence of ours does. */
const EVIL = `x${UNSAFE.join("")}\x1b[5n\x1b]52;c;x\x07\x1bc\x9b5n\u202ey`;
/** The same for the value of a tag, which can hold line ends as well. */
const EVIL_TAG = `${EVIL}\\r\\n\\s`;

/** The sequences that the program itself writes. */
const OUR_SEQUENCES =
  // deno-lint-ignore no-control-regex
  /\x1b\[\??[\d;]*[mGHJKChlt]|\x1b\][0-9]+;([^\x07\x1b]*)(?:\x07|\x1b\\)/g;
const FORBIDDEN =
  // deno-lint-ignore no-control-regex
  /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\u3164\ufdd0-\ufdef\ufeff\ufff9-\ufffb\uffff\u{e0000}-\u{e007f}]/u;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Throws an Error that shows the first forbidden character of an output. */
function assertClean(what: string, text: string, { terminal }: { terminal: boolean }): void {
  const rest = terminal
    ? text.replace(OUR_SEQUENCES, (_, body: string | undefined) => body ?? "")
      .replaceAll("\r\n", "\n").replaceAll("\r", "").replaceAll("\x07", "")
    : text;
  const at = rest.search(terminal ? FORBIDDEN : new RegExp(`${FORBIDDEN.source}|\r`, "u"));
  assert(at === -1, `${what} has ${JSON.stringify(rest.slice(Math.max(0, at - 60), at + 20))}`);
}

const TAGS = `@msgid=${EVIL_TAG};account=${EVIL_TAG};batch=${EVIL_TAG};label=${EVIL_TAG}` +
  `;time=${EVIL_TAG};+draft/reply=${EVIL_TAG};${EVIL}=${EVIL_TAG}`;

/** A line of every type that a server sends to a client that is in the room #1 as bob. */
function hostileLines(): string[] {
  const from = `:${EVIL}!${EVIL}@${EVIL}`;
  const people = [EVIL, "#1", "bob", `#${EVIL}`];
  const numerics = [...NUMERIC_NAMES.keys(), "999"].filter((code) => code !== "001");
  return [
    ...numerics.flatMap((code) => [
      `:${EVIL} ${code} bob ${EVIL} ${EVIL} ${EVIL} ${EVIL} :${EVIL} @${EVIL}`,
      `:s ${code} bob #1 ${EVIL} ${EVIL} :${EVIL}`,
      `:s ${code} bob = #1 :@${EVIL} +${EVIL}`,
      `:s ${code} bob :${EVIL}`,
    ]),
    `:s 005 bob NETWORK=${EVIL} ${EVIL}=${EVIL} :x`,
    ...[...Object.keys(COMMAND_TRANSLATIONS), "RENAME", "METADATA", "MARKREAD", "CHATHISTORY"]
      .filter((command) => command !== "QUIT")
      .flatMap((command) =>
        people.flatMap((target) => [
          `${TAGS} ${from} ${command} ${target} ${EVIL} :${EVIL}`,
          `${TAGS} :${EVIL} ${command} ${target} :${EVIL}`,
        ])
      ),
    ...["#1", "bob"].flatMap((target) => [
      `@msgid=m${target} :al!a@h PRIVMSG ${target} :bob ${EVIL} https://x.example/${EVIL}`,
      `@+draft/react=${EVIL_TAG};+draft/reply=m${target} ${from} TAGMSG ${target}`,
      `@+typing=active ${from} TAGMSG ${target}`,
      `@+draft/reply=m${target} ${from} PRIVMSG ${target} :bob ${EVIL}`,
      `${from} PRIVMSG ${target} :\x01ACTION ${EVIL}\x01`,
      `${from} NOTICE ${target} :\x01${EVIL} ${EVIL}\x01`,
      `${from} REDACT ${target} m${target} :${EVIL}`,
    ]),
    ...["FAIL", "WARN", "NOTE"].map((word) => `${word} ${EVIL} ${EVIL} ${EVIL} :${EVIL}`),
    ...["LS", "NEW", "ACK", "NAK", "DEL", "LIST", EVIL].map((word) =>
      `:s CAP bob ${word} :${EVIL}=${EVIL} sasl=${EVIL} ${EVIL}`
    ),
    ...["draft/multiline", "chathistory", EVIL].flatMap((type) => [
      `:s BATCH +${EVIL} ${type} #1 ${EVIL}`,
      `@batch=${EVIL_TAG} ${from} PRIVMSG #1 :${EVIL}`,
      `@batch=${EVIL_TAG} ${from} JOIN #1 ${EVIL} :${EVIL}`,
      `:s BATCH -${EVIL}`,
    ]),
    ...["REGISTER", "VERIFY", "LOGINTOKEN", "AUTHENTICATE", "WALLOPS", "PONG", "X\x1b[5n"].map((
      word,
    ) => `:s ${word} ${EVIL} ${EVIL} :${EVIL}`),
    `${from} QUIT :${EVIL}`,
    `:al!a@h INVITE bob #${EVIL}`,
    `:al!a@h TOPIC #1 :${EVIL}`,
    `:bob!u@h JOIN #${EVIL}`,
    `:s 353 bob = #${EVIL} :@${EVIL} bob`,
    `:s 366 bob #${EVIL} :x`,
    `:al!a@h KICK #1 bob :${EVIL}`,
    `:bob!u@h NICK ${EVIL}`,
  ];
}

/** Lines that end a connection or ask the person something, before the server has let us in. */
const REFUSALS = [
  `ERROR :${EVIL}`,
  ...["400", "431", "432", "433", "436", "437", "451", "461", "462", "463", "464", "465", "466"]
    .map((code) => `:${EVIL} ${code} * ${EVIL} :${EVIL}`),
  ...["902", "904", "905", "906", "908"].map((code) => `:s ${code} * ${EVIL} :${EVIL}`),
  ...["NICKNAME_RESERVED", "ACCOUNT_REQUIRED", EVIL].flatMap((code) => [
    `FAIL NICK ${code} ${EVIL} :${EVIL}`,
    `FAIL * ${code} ${EVIL} :${EVIL}`,
  ]),
  `:s CAP * LS :sasl=${EVIL}`,
  `:s NOTICE * :${EVIL}`,
];

interface Output {
  readonly args: readonly string[];
  readonly terminal: boolean;
  readonly settings?: string;
}

const OUTPUTS: Readonly<Record<string, Output>> = {
  "plain lines": { args: ["--plain"], terminal: false },
  "JSON": { args: ["--json"], terminal: false },
  "plain lines on a terminal": { args: ["--plain"], terminal: true },
  "coloured lines": { args: ["--line"], terminal: true },
  "the screen with OSC 9": { args: [], terminal: true, settings: "osc9" },
  "the screen with OSC 777": { args: [], terminal: true, settings: "osc777" },
};

function openIo({ terminal, settings }: Output, connect: FakeServer["connect"]): FakeIo {
  const text = `[notify]\ndesktop = "${settings ?? "off"}"\ntitle = true\n`;
  const io = new FakeIo({
    connect,
    terminal,
    env: { CHAT_SETTINGS: "/s.toml", TERM: "xterm-256color", CHAT_PASSWORD: "pw" },
    files: new Map([["/s.toml", text]]),
  });
  io.width = 150;
  return io;
}

function assertAllClean(what: string, io: FakeIo, { args, terminal }: Output): void {
  const hasCodes = terminal && args[0] !== "--plain";
  assertClean(`Standard output, ${what},`, io.stdout.text, { terminal: hasCodes });
  assertClean(`Standard error, ${what},`, io.stderr.text, { terminal: hasCodes });
  assertClean(`The terminal, ${what},`, io.written, { terminal: hasCodes });
}

/** Lines that a screen shows together. */
const LINES_PER_FRAME = 3;

/** Sends a line, and waits until it is handled. */
async function feed(peer: FakePeer, line: string): Promise<void> {
  peer.send(line, "PING :handled");
  try {
    await peer.until(/^PONG :?handled/);
  } catch (error) {
    throw new Error(`${JSON.stringify(line)} ended the connection`, { cause: error });
  }
}

/** Waits until the client has closed the connection. */
async function closed(peer: FakePeer): Promise<void> {
  await peer.until(/^(?!)/).catch(() => {});
}

for (const [name, output] of Object.entries(OUTPUTS)) {
  Deno.test(`No line of a server gets an unsafe character into ${name}`, async () => {
    const server = new FakeServer();
    const io = openIo(output, server.connect);
    const ended = join(["--user", "bob", "--room", "1", ...output.args], io);
    const peer = await server.accept();
    const capabilities = Object.keys(CAPABILITIES).filter((one) => !/sasl|label|sts/.test(one));
    await welcome(peer, { nick: "bob", capabilities: capabilities.join(" ") });
    await peer.until(/JOIN #1/);
    for (const [index, line] of hostileLines().entries()) {
      await feed(peer, line);
      if (index % LINES_PER_FRAME === 0) io.clock.pass(50);
    }
    peer.send(`ERROR :${EVIL}`);
    await closed(peer);
    io.clock.pass(50);
    io.signal("terminate");
    io.clock.pass(5_000);
    await ended;
    assertAllClean(name, io, output);
    // The attack reached the output, in a form that can be seen.
    assert(/x.{30,}y/.test(io.stdout.text.replaceAll(/[\r\n]/g, "")), "Nothing was shown");
    setLanguage("en", {});
  });

  Deno.test(`No refusal of a server gets an unsafe character into ${name}`, async () => {
    for (const account of [[], ["--account", "al"]]) {
      for (const line of REFUSALS) {
        const server = new FakeServer();
        const io = openIo(output, server.connect);
        const ended = join(["--user", "bob", ...account, ...output.args], io);
        const peer = await server.accept();
        await peer.until(/^USER/);
        peer.send(line, `ERROR :${EVIL}`);
        await closed(peer);
        io.clock.pass(50);
        io.signal("terminate");
        io.clock.pass(5_000);
        io.endInput();
        await ended;
        assertAllClean(`${name}, ${JSON.stringify(line.slice(0, 20))}`, io, output);
      }
    }
    setLanguage("en", {});
  });
}

Deno.test("A server that cannot be reached gets no unsafe character into the error", async () => {
  const server = new FakeServer();
  server.failure = EVIL;
  const output = OUTPUTS["plain lines"]!;
  const io = openIo(output, server.connect);
  assertEquals(await join(["--user", "bob", "--plain"], io), 1);
  assertAllClean("plain lines", io, output);
});

Deno.test("No line of a server gets an unsafe character into a record", async () => {
  const server = new FakeServer();
  const output = OUTPUTS["plain lines"]!;
  const io = openIo(output, server.connect);
  const ended = join(["--user", "bob", "--room", "1", "--plain"], io);
  const peer = await server.accept();
  await welcome(peer, { capabilities: "message-tags draft/chathistory batch" });
  await io.stdout.seen("bob joined 1");
  const isKept = (line: string) => !/ (?:KICK|PART) #1 | NICK /.test(line);
  for (const line of hostileLines().filter(isKept)) await feed(peer, line);
  for (const format of ["txt", "json", "html"]) {
    io.type(`/export ${format}\n`);
    await io.stderr.seen(`.${format}\n`);
  }
  io.endInput();
  io.signal("terminate");
  io.clock.pass(5_000);
  await ended;
  const records = [...io.files].filter(([name]) => name.startsWith("./chat-"));
  assertEquals(records.map(([name]) => name.split(".").at(-1)), ["txt", "json", "html"]);
  for (const [name, text] of records) {
    assertClean(name, name, { terminal: false });
    assertClean(`The record ${name}`, text, { terminal: false });
    assert(text.includes("x"), `${name} is empty`);
  }
});

Deno.test("Only one file makes texts safe, and only one folder writes them", async () => {
  const root = new URL("../../client/", import.meta.url);
  const found: string[] = [];
  const look = async (folder: URL): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const url = new URL(isDirectory ? `${name}/` : name, folder);
      if (isDirectory) await look(url);
      else if (/\.tsx?$/.test(name) && !name.endsWith("_test.ts")) {
        const text = await Deno.readTextFile(url);
        const path = url.href.slice(root.href.length);
        if (/\bas\s+(?:&\s*)?SafeText\b/.test(text)) found.push(`${path} casts`);
        // The page writes to no terminal.
        const writes = !path.startsWith("web/") &&
          /\bDeno\.std(?:out|err)\b|\bconsole\./.test(text);
        if (writes) found.push(`${path} writes`);
      }
    }
  };
  await look(root);
  assertEquals(found.sort(), ["deno/io.ts writes", "format/sanitize.ts casts"]);
});
