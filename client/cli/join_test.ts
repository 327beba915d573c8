import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

import { LINE_COMMANDS } from "../commands/mod.ts";
import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";
import { setLanguage } from "../texts/mod.ts";

const LABELS = "batch echo-message labeled-response message-tags server-time";

Deno.test("Piped lines are sent to the room and confirmed before the client exits with 0", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("hello\nworld\n");
  io.endInput();
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  assertEquals(await ended, 0);
  const said = peer.received.filter((line) => line.startsWith("PRIVMSG"));
  assertEquals(said, ["PRIVMSG #1 hello", "PRIVMSG #1 world"]);
  assertMatch(io.stdout.text, /^\d\d:\d\d \* bob joined 1\n\d\d:\d\d bob: hello\n.* bob: world\n$/);
  assertEquals(peer.received.at(-1), "QUIT Leaving");
});

Deno.test("With labels and echoes each line is confirmed by its own echo", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("hello\n");
  io.endInput();
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer, { capabilities: LABELS });
  const line = await peer.until(/PRIVMSG/);
  assertMatch(line, /^@label=\w+ PRIVMSG #1 hello$/);
  assertEquals(peer.received.filter((one) => one.startsWith("QUIT")), []);
  peer.send(
    `${line.split(" ")[0]};msgid=m1;time=2026-01-02T03:04:00.000Z :bob!u@h PRIVMSG #1 hello`,
  );
  assertEquals(await ended, 0);
  assertStringIncludes(io.stdout.text, "bob: hello\n");
  assertEquals(io.stdout.text.match(/hello/g)?.length, 1);
});

Deno.test("A refused line is shown with its text, and the exit code is 1", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("/msg alice one\n/msg nobody two\n/msg alice three\n");
  io.endInput();
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  peer.answer((line) => {
    if (line.startsWith("PRIVMSG nobody")) peer.send(":s 401 bob nobody :No such nick");
  });
  await welcome(peer);
  assertEquals(await ended, 1);
  assertEquals(io.stderr.text, "Connected as bob\nnobody: No such nick (not sent: two)\n");
  assertMatch(io.stdout.text, /you → alice: one\n.*you → alice: three\n$/);
});

Deno.test("Without labels, if only some lines to a name are refused, the last ones are taken as refused", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("/to alice\none\ntwo\n");
  io.endInput();
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  peer.answer((line) => {
    if (line.startsWith("PRIVMSG alice two")) peer.send(":s 401 bob alice :No such nick");
  });
  await welcome(peer);
  assertEquals(await ended, 1);
  assertStringIncludes(io.stderr.text, "(not sent: two)");
});

Deno.test("A name that is in use exits with 3", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(":s 433 * bob :Nickname is already in use");
  assertEquals(await ended, 3);
  assertEquals(io.stderr.text, 'The name "bob" is already in use\n');
});

Deno.test("A wrong server password exits with 4, and only PASS holds the password", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, files: new Map([["/pw", "s3 cret\nmore"]]) });
  const ended = join(["--user", "bob", "--password-file", "/pw"], io);
  const peer = await server.accept();
  assertEquals(await peer.until(/^PASS/), "PASS :s3 cret");
  peer.send(":s 464 * :Password incorrect");
  assertEquals(await ended, 4);
  assertEquals(io.stderr.text, "Wrong password for 127.0.0.1:6667: Password incorrect\n");
  assertEquals(peer.received.filter((line) => line.includes("s3 cret")), ["PASS :s3 cret"]);
});

Deno.test("A script that is kicked from its room sends no line to another room", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1", "--room", "2"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("bob joined 2");
  peer.send(":al!u@h KICK #1 bob :out");
  await io.stdout.seen("bob was removed from 1 by al (out)");
  io.type("secret\n");
  await io.stderr.seen("(not sent: secret)");
  io.endInput();
  assertEquals(await ended, 1);
  assert(!peer.received.some((line) => line.includes("secret")));
});

Deno.test("A script that cannot join a room sends no line to another room", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  // Without the JOIN that the fake server answers with.
  peer.mute = true;
  io.type("/join 2\n");
  await peer.until(/^JOIN #2/);
  peer.mute = false;
  const [, ping] = /^PING (.*)/.exec(await peer.until(/^PING/)) ?? [];
  peer.send(":s 473 bob #2 :Cannot join", `:s PONG s ${ping}`);
  await io.stderr.seen("2: Cannot join (not done: /join 2)");
  io.type("secret\n");
  await io.stderr.seen("(not sent: secret)");
  io.endInput();
  assertEquals(await ended, 1);
  assert(!peer.received.some((line) => line.includes("secret")));
});

Deno.test("/quit in a script comes after the lines before it", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("hello\n/quit See you\n");
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  assertEquals(await ended, 0);
  assertEquals(peer.received.slice(-3).map((line) => line.split(" ")[0]), [
    "PRIVMSG",
    "PING",
    "QUIT",
  ]);
  assertEquals(peer.received.at(-1), "QUIT :See you");
});

Deno.test("A server that is not reachable exits with 1", async () => {
  const io = new FakeIo({ connect: () => Promise.reject(new Error("Cannot connect to x:1: no")) });
  assertEquals(await join([], io), 1);
  assertEquals(io.stderr.text, "Cannot connect to x:1: no\n");
  assertEquals(io.stdout.text, "");
});

Deno.test("Unknown options and bad values exit with 2", async () => {
  for (
    const [args, reason] of [
      [["--foo"], 'There is no option "--foo"'],
      [["--port", "99999"], '--port must be a number from 1 to 65535, not "99999"'],
      [["--room", "a b"], '--room "a b" is not a room'],
      [["--user", "1bob"], '--user "1bob" is not a name'],
      [["1"], 'Cannot use "1"'],
      [["--tls-fingerprint", "00:11"], '--tls-fingerprint "00:11" is not the SHA-256'],
      [["--sasl-mechanism", "EXTERNAL"], '"EXTERNAL" is not one of SCRAM-SHA-256, PLAIN'],
      [["--user"], "--user needs a value"],
    ] as const
  ) {
    const io = new FakeIo(new FakeServer());
    assertEquals(await join(args, io), 2);
    assertStringIncludes(io.stderr.text, reason);
  }
});

Deno.test("--help names every command and flag", async () => {
  const io = new FakeIo(new FakeServer());
  assertEquals(await join(["--help"], io), 0);
  const flags = ["user", "room", "to", "host", "port", "tls", "tls-ca", "account"];
  flags.push(
    "tls-fingerprint",
    "no-tls",
    "sasl-mechanism",
    "password-file",
    "history",
    "json",
    "plain",
    "help",
  );
  for (const flag of flags) assertMatch(io.stdout.text, new RegExp(`^  --${flag} `, "m"));
  for (const { usage } of LINE_COMMANDS) assertStringIncludes(io.stdout.text, `\n  ${usage} `);
  for (const word of ["//TEXT", "Exit codes"]) assertStringIncludes(io.stdout.text, word);
});

Deno.test("A guest's nickname has the port number, and a shorter one follows if it is refused", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.endInput();
  const ended = join([], io);
  const peer = await server.accept();
  assertEquals(await peer.until(/^NICK/), "NICK guest54321");
  peer.send(":s 432 * guest54321 :Nickname too long");
  assertEquals(await peer.until(/^NICK/), "NICK g54321");
  peer.send(":s 433 * g54321 :In use");
  await welcome(peer);
  assertEquals(await ended, 0);
});

Deno.test("--json prints one JSON object per line, with control characters escaped", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("hi\n");
  const ended = join(["--user", "bob", "--room", "1", "--json"], io);
  const peer = await server.accept();
  await welcome(peer);
  await peer.until(/^PRIVMSG/);
  peer.send("@time=2026-01-02T03:04:05.678Z;msgid=7 :al!u@h PRIVMSG #1 :a\x1b[2Jb\u009bc");
  await io.stdout.seen('"al"');
  io.endInput();
  assertEquals(await ended, 0);
  const objects = io.stdout.text.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(objects.find(({ from }) => from === "al"), {
    ...{ type: "message", time: "2026-01-02T03:04:05.678Z", kind: "message", from: "al" },
    ...{
      to: null,
      room: "1",
      text: "a\x1b[2Jb\u009bc",
      own: false,
      history: false,
      missed: false,
      id: "7",
    },
  });
  assert(objects.some(({ type, own, text }) => type === "message" && own && text === "hi"));
  assert(!io.stdout.text.includes("\x1b") && !io.stdout.text.includes("\u009b"));
});

Deno.test("Escape sequences of others do not reach the terminal", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("joined 1");
  peer.send(":al!u@h PRIVMSG #1 :\x02\x0304,01red\x0f \x1b]0;title\x07 \u202egnp");
  await io.stdout.seen("al:");
  io.endInput();
  assertEquals(await ended, 0);
  assertStringIncludes(io.stdout.text, "al: red ␛]0;title␇ \ufffdgnp\n");
});

Deno.test("A line that is not UTF-8 is decoded as Windows-1252", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  const text = ":al!u@h PRIVMSG #1 :caf\xe9 \x80\r\n";
  peer.sendBytes(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  await io.stdout.seen("al: café €");
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("The client leaves when its output is closed", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  io.stdout.broken = true;
  await welcome(peer);
  assertEquals(await ended, 0);
});

Deno.test("An unknown command is not sent, a similar one is suggested, and the exit code is 1", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("/jion 2\n//jion 2\n");
  io.endInput();
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  assertEquals(await ended, 1);
  const text = 'There is no command "/jion": did you mean /join? (not done: /jion 2)';
  assertStringIncludes(io.stderr.text, text);
  const messages = peer.received.filter((line) => line.startsWith("PRIVMSG"));
  assertEquals(messages, ["PRIVMSG #1 :/jion 2"]);
});

Deno.test("A long line is sent in several messages that together have its whole text", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const text = "日本語のとても長い文 ".repeat(100).trim();
  io.type(text + "\n");
  io.endInput();
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  assertEquals(await ended, 0);
  const pieces = peer.received.filter((line) => line.startsWith("PRIVMSG"))
    .map((line) => line.replace(/^PRIVMSG #1 :?/, ""));
  assert(pieces.length > 5);
  assertEquals(pieces.join(""), text);
});

Deno.test("Friends are saved, and watched with MONITOR", async () => {
  const server = new FakeServer();
  const files = new Map<string, string>();
  const io = new FakeIo({ connect: server.connect, files, env: { CHAT_SETTINGS: "/s.toml" } });
  io.type("/friend add alice\n");
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  peer.answer((line) => line === "MONITOR + alice" && peer.send(":s 730 bob :alice!u@h"));
  await welcome(peer, { isupport: "MONITOR=100" });
  await io.stdout.seen("* alice is online");
  io.endInput();
  assertEquals(await ended, 0);
  assertStringIncludes(files.get("/s.toml") ?? "", '\nfriends = ["alice"]\n');
});

Deno.test("Help and errors in options are Chinese on a terminal, English in a pipe", async () => {
  const said = async (
    args: readonly string[],
    { terminal, settings = "" }: { terminal: boolean; settings?: string },
  ) => {
    const files = new Map([["/settings.toml", settings]]);
    const env = { LANG: "zh_CN.UTF-8", CHAT_SETTINGS: "/settings.toml" };
    const connect = () => Promise.reject(new Error("none"));
    const io = new FakeIo({ connect, env, files, terminal });
    await join(args, io);
    return io.stdout.text + io.stderr.text;
  };
  const [help, wrong] = [["--help"], ["--port", "x"]];
  const english = '--port must be a number from 1 to 65535, not "x"\n' +
    "Usage: chat join [--user NAME] [--room ROOM]…; see --help\n";
  const chinese = "--port 应为 1 到 65535 之间的数字，而不是“x”\n" +
    "用法：chat join [--user NAME] [--room ROOM]…；详见 --help\n";
  try {
    assertStringIncludes(await said(help, { terminal: true }), "显示这段说明");
    assertStringIncludes(await said(help, { terminal: false }), "Print this text");
    assertEquals(await said(wrong, { terminal: true }), chinese);
    assertEquals(await said(wrong, { terminal: false }), english);
    assertEquals(await said(wrong, { terminal: true, settings: 'language = "en"' }), english);
    assertEquals(await said(wrong, { terminal: false, settings: 'language = "zh"' }), chinese);
    assertStringIncludes(
      await said(["--account", "al"], { terminal: true }),
      "--account al 需要密码：--password-file FILE 或 CHAT_PASSWORD",
    );
  } finally {
    setLanguage("en");
  }
});

Deno.test("Lines are English in a Chinese locale, too, unless Chinese is set", async () => {
  const said = async (settings: string) => {
    const server = new FakeServer();
    const files = new Map([["/settings.toml", settings]]);
    const env = { LANG: "zh_CN.UTF-8", CHAT_SETTINGS: "/settings.toml" };
    const io = new FakeIo({ connect: () => server.connect(), env, files });
    io.endInput();
    const ended = join(["--user", "bob", "--room", "1"], io);
    await welcome(await server.accept());
    await ended;
    return io.stdout.text.slice("00:00 ".length);
  };
  try {
    assertEquals(await said(""), "* bob joined 1\n");
    assertEquals(await said('language = "zh"\n'), "* bob 进入了 1\n");
  } finally {
    setLanguage("en");
  }
});
