import { assert, assertEquals, assertMatch } from "@std/assert";

import config from "../../deno.json" with { type: "json" };
import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";

Deno.test("CTCP VERSION is answered at most four times in a row", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  await welcome(peer);
  for (let count = 0; count < 20; count++) peer.send(":al!u@h PRIVMSG bob :\x01VERSION\x01");
  peer.send(":al!u@h PRIVMSG bob :done");
  await io.stdout.seen("al → you: done");
  io.endInput();
  assertEquals(await ended, 0);
  const answers = peer.received.filter((line) => line.startsWith("NOTICE al"));
  const answer = `NOTICE al :\x01VERSION chat ${config.version}\x01`;
  assertEquals(answers, [answer, answer, answer, answer]);
});

Deno.test("CTCP PING and TIME are answered, TIME without a time zone", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  await welcome(peer);
  peer.send(":al!u@h PRIVMSG bob :\x01PING 12 34\x01", ":al!u@h PRIVMSG bob :\x01TIME\x01");
  assertEquals(await peer.until(/^NOTICE/), "NOTICE al :\x01PING 12 34\x01");
  assertMatch(await peer.until(/^NOTICE/), /^NOTICE al :.TIME .* GMT.$/);
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("The password of /oper is in no output, also if the server refuses it", async () => {
  const server = new FakeServer();
  const files = new Map<string, string>();
  const io = new FakeIo({ connect: server.connect, files, env: { CHAT_SETTINGS: "/s.toml" } });
  io.type("/oper root s3cret\n");
  const ended = join(["--user", "bob", "--json"], io);
  const peer = await server.accept();
  peer.answer((line) => line.startsWith("OPER") && peer.send(":s 464 bob :Password incorrect"));
  await welcome(peer);
  assertEquals(await peer.until(/^OPER/), "OPER root s3cret");
  await io.stdout.seen("Password incorrect");
  io.endInput();
  assertEquals(await ended, 1);
  assert(!`${io.stdout.text}${io.stderr.text}${[...files.values()]}`.includes("s3cret"));
});

Deno.test("/reconnect ends the connection and makes another one", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const first = await server.accept();
  await welcome(first);
  await io.stdout.seen("bob joined 1");
  io.type("/reconnect\n");
  await io.stderr.seen("You asked to connect again");
  io.clock.pass(1_000);
  const second = await server.accept();
  await welcome(second);
  await second.until(/^JOIN #1/);
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("/search asks for one message more than it shows, and says when there are more", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  const capabilities = "batch labeled-response message-tags server-time soju.im/search";
  await welcome(peer, { capabilities });
  await io.stdout.seen("bob joined 1");
  io.type("/search tea from:al in:* after:2026-01-02\n");
  const line = await peer.until(/SEARCH/);
  const since = new Date(2026, 0, 2).toISOString();
  assertEquals(line.replace(/^@\S+ /, ""), `SEARCH text=tea;limit=51;from=al;after=${since}`);
  const label = line.split(" ")[0];
  peer.send(`${label} :s BATCH +1 soju.im/search`);
  for (let count = 1; count <= 51; count++) {
    peer.send(`@batch=1;time=2026-01-02T03:04:00.000Z :al!u@h PRIVMSG #1 :tea ${count}.`);
  }
  peer.send(":s BATCH -1");
  await io.stdout.seen("There are more");
  assertEquals([io.stdout.text.includes("tea 50."), io.stdout.text.includes("tea 51.")], [
    true,
    false,
  ]);
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("A search names rooms and people as /to does", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "tea"], io);
  const peer = await server.accept();
  await welcome(peer, { capabilities: "batch message-tags server-time soju.im/search" });
  await io.stdout.seen("bob joined tea");
  for (
    const [place, meant] of [["tea", "#tea"], ["al", "al"], ["@tea", "tea"], ["2", "#2"], [
      "&x",
      "&x",
    ]]
  ) {
    io.type(`/search hot in:${place}\n`);
    assertEquals(await peer.until(/SEARCH/), `SEARCH text=hot;limit=51;in=${meant}`);
  }
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("Without flags a script enters the first network of the settings that starts by itself", async () => {
  const server = new FakeServer();
  const text =
    '[networks.home]\nhost = "h"\nnickname = "bob"\nrooms = ["tea"]\nautoconnect = true\n';
  const files = new Map([["/s.toml", text]]);
  const io = new FakeIo({ connect: server.connect, files, env: { CHAT_SETTINGS: "/s.toml" } });
  io.type("hello\n");
  const ended = join([], io);
  const peer = await server.accept();
  await welcome(peer);
  assertEquals(await peer.until(/^PRIVMSG/), "PRIVMSG #tea hello");
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("/close leaves a room or ends talking to a person, and says what there is not", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, terminal: true, env: { TERM: "dumb" } });
  const ended = join(["--user", "bob", "--room", "1", "--room", "2"], io);
  const peer = await server.accept();
  peer.answer((line) => {
    const [, channel] = /^PART (\S+)/.exec(line) ?? [];
    if (channel !== undefined) peer.send(`:bob!u@h PART ${channel}`);
  });
  await welcome(peer);
  await io.stdout.seen("bob joined 2");
  io.type("/close\n");
  assertEquals(await peer.until(/^PART/), "PART #1");
  await io.stdout.seen("bob left 1");
  io.type("in two\n");
  assertEquals(await peer.until(/^PRIVMSG/), "PRIVMSG #2 :in two");
  io.type("/query al\n/close\nin two again\n");
  assertEquals(await peer.until(/^PRIVMSG/), "PRIVMSG #2 :in two again");
  io.type("/close nobody\n");
  await io.stdout.seen("There is no conversation “nobody”");
  io.type("/close\n");
  assertEquals(await peer.until(/^PART/), "PART #2");
  await io.stdout.seen("bob left 2");
  io.type("/close\n");
  await io.stdout.seen("You talk to nobody");
  io.type("/quit\n");
  assertEquals(await ended, 0);
});

Deno.test("Lines of text say which networks of the settings only the screen opens", async () => {
  const server = new FakeServer();
  const network = (name: string) => `[networks.${name}]\nhost = "h"\nautoconnect = true\n`;
  const files = new Map([["/s.toml", ["home", "work", "club"].map(network).join("\n")]]);
  const io = new FakeIo({ connect: server.connect, files, env: { CHAT_SETTINGS: "/s.toml" } });
  io.endInput();
  const ended = join([], io);
  await welcome(await server.accept());
  assertEquals(await ended, 0);
  const said = "Lines of text are of one network, home: the screen opens work, club, too\n";
  assert(io.stderr.text.startsWith(said), io.stderr.text);
});

Deno.test("What the operator of a chat serve says is an announcement, and that of a namesake is not", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  peer.send(":Global!Global@s NOTICE bob :Down at noon", ":Global!Global@evil NOTICE bob :Pay me");
  await io.stdout.seen("Global → you (notice): Pay me");
  assertEquals(io.stdout.text.includes("Down at noon"), false);
  assert(io.stderr.text.includes("Announcement of the server: Down at noon\n"));
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("A script whose network of the settings cannot start enters no other server", async () => {
  const server = new FakeServer();
  const text = '[networks.home]\nhost = "h"\naccount = "bob"\nautoconnect = true\n';
  const files = new Map([["/s.toml", text]]);
  const io = new FakeIo({ connect: server.connect, files, env: { CHAT_SETTINGS: "/s.toml" } });
  const ended = join([], io);
  const entered = server.accept().then((peer) => peer.hangUp());
  assertEquals(await Promise.race([ended, entered]), 2);
  assertEquals(io.stderr.text, "Network home has the account bob, and needs a password-file\n");
});

Deno.test("What ends a network of the settings is told with its address and account", async () => {
  const server = new FakeServer();
  const text =
    '[networks.home]\nhost = "h"\naccount = "bob"\npassword-file = "/pw"\nautoconnect = true\n';
  const files = new Map([["/s.toml", text], ["/pw", "wrong\n"]]);
  const env = { CHAT_SETTINGS: "/s.toml", CHAT_PASSWORD: "x" };
  const io = new FakeIo({ connect: server.connect, files, env });
  const ended = join([], io);
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send(":s CAP * LS :sasl=SCRAM-SHA-256");
  await peer.until(/^CAP REQ/);
  peer.send(":s CAP * ACK :sasl", ":s 904 bob :No such account");
  assertEquals(await ended, 4);
  assertEquals(io.stderr.text, 'Cannot log in to h:6667 as "bob": No such account\n');
});

Deno.test("The numbers of users and a missing message of the day are shown if they are asked for", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer, { capabilities: "batch labeled-response message-tags" });
  peer.send(":s 251 bob :There are 1 users", ":s 422 bob :Nothing today");
  await io.stdout.seen("bob joined 1");
  io.type("/raw LUSERS\n/raw MOTD\n");
  const [users] = (await peer.until(/LUSERS$/)).split(" ");
  const [motd] = (await peer.until(/MOTD$/)).split(" ");
  peer.send(`${users} :s 251 bob :There are 2 users`, `${motd} :s 422 bob :Nothing to read`);
  await io.stdout.seen("There are 2 users");
  io.endInput();
  assertEquals(await ended, 0);
  const all = io.stdout.text + io.stderr.text;
  const said = ["1 users", "Nothing today", "Nothing to read"].map((text) => all.includes(text));
  assertEquals(said, [false, false, true]);
});
