import { assertEquals, assertMatch } from "@std/assert";
import type { MessageTarget, NetworkEvent } from "../network/events.ts";
import { accountAdded } from "../network/testing.ts";
import { TestServer, type TestSession } from "../testing.ts";

function message(from: string, target: MessageTarget, text = "hi"): NetworkEvent {
  return { type: "message", kind: "PRIVMSG", from, target, text, tags: new Map() };
}

/** Lines without their tags. */
function bare(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^@\S+ /, ""));
}

const CHANNEL = { channel: "#1", status: 0 };

function people(): { server: TestServer; alice: TestSession; bob: TestSession; eve: TestSession } {
  const server = new TestServer();
  const alice = server.enter("alice", { channels: ["#1"] });
  const bob = server.enter("bob", {
    channels: ["#1"],
    capabilities: ["server-time", "message-tags"],
  });
  return { server, alice, bob, eve: server.enter("eve", { channels: ["#2"] }) };
}

/** Without the modes that the server sets, as for a new operator. */
function withoutModes(lines: readonly string[]): string[] {
  return lines.filter((line) => !line.startsWith(":s MODE "));
}

Deno.test("A message to a channel reaches its other members, each in their shape", async () => {
  const { server, alice, bob, eve } = people();
  const [toAlice, toBob, toEve] = await server.linesSentBy(
    () => server.append(alice, message("alice", CHANNEL)),
    alice,
    bob,
    eve,
  );
  assertEquals([toAlice, toEve], [[], []]);
  const [line = ""] = toBob ?? [];
  assertMatch(line, /^@time=2026-01-01T\S+Z;msgid=\w+ :alice!~u@h PRIVMSG #1 :hi$/);
});

Deno.test("A session with echo-message gets its own message once", async () => {
  const { server } = people();
  const dave = server.enter("dave", { channels: ["#1"], capabilities: ["echo-message"] });
  const received = await server.linesSentBy(
    () => server.append(dave, message("dave", CHANNEL)),
    dave,
  );
  assertEquals(received, [[":dave!~u@h PRIVMSG #1 :hi"]]);
});

Deno.test("The user's other sessions get their messages to a channel and to a user", async () => {
  const { server, alice, bob } = people();
  const phone = server.attach("alice");
  const said = () => {
    server.append(alice, message("alice", CHANNEL));
    server.append(alice, message("alice", { user: "bob" }));
  };
  const received = await server.linesSentBy(said, alice, phone, bob);
  const both = [":alice!~u@h PRIVMSG #1 :hi", ":alice!~u@h PRIVMSG bob :hi"];
  assertEquals(received.map(bare), [[], both, both]);
});

Deno.test("A message to oneself reaches each session once", async () => {
  const { server, alice } = people();
  const phone = server.attach("alice");
  const received = await server.linesSentBy(
    () => server.append(alice, message("alice", { user: "alice" })),
    alice,
    phone,
  );
  assertEquals(received, Array(2).fill([":alice!~u@h PRIVMSG alice :hi"]));
});

Deno.test("A message to a status reaches the members with that status and above", async () => {
  const { server, alice, bob } = people();
  const carol = server.enter("carol", { channels: ["#1"] });
  server.append(alice, {
    type: "channel-mode",
    user: "alice",
    channel: "#1",
    changes: [{ adding: true, mode: "v", argument: "bob", user: "bob" }],
  });
  const received = await server.linesSentBy(
    () => server.append(carol, message("carol", { channel: "#1", status: 1 })),
    alice,
    bob,
    carol,
  );
  const line = ":carol!~u@h PRIVMSG +#1 :hi";
  assertEquals(received.map(bare), [[line], [line], []]);
});

Deno.test("Only sessions with message-tags get a TAGMSG", async () => {
  const { server, alice, bob } = people();
  const plain = server.enter("plain", { channels: ["#1"] });
  const typing: NetworkEvent = {
    type: "message",
    kind: "TAGMSG",
    from: "alice",
    target: CHANNEL,
    text: "",
    tags: new Map([["+typing", "active"]]),
  };
  const received = await server.linesSentBy(() => server.append(alice, typing), bob, plain);
  assertEquals(received.map(bare), [[":alice!~u@h TAGMSG #1"], []]);
});

Deno.test("JOIN has the account for sessions with extended-join", async () => {
  const { server, alice } = people();
  const knowing = server.enter("knowing", { channels: ["#1"], capabilities: ["extended-join"] });
  const frank = server.enter("frank", { account: "frank" });
  const received = await server.linesSentBy(
    () => server.append(frank, { type: "join", user: "frank", channel: "#1" }),
    frank,
    alice,
    knowing,
  );
  assertEquals(received, [
    [":frank!~u@h JOIN #1"],
    [":frank!~u@h JOIN #1"],
    [":frank!~u@h JOIN #1 frank :Real Name"],
  ]);
});

Deno.test("The status that an account has is sent after the JOIN, to all members", async () => {
  const { server, alice } = people();
  const frank = server.enter("frank", { account: "frank", channels: ["#f"] });
  server.append(alice, { type: "join", user: "alice", channel: "#f" });
  server.append(frank, { type: "part", user: "frank", channel: "#f", reason: undefined });
  const received = await server.linesSentBy(
    () => server.append(frank, { type: "join", user: "frank", channel: "#f" }),
    frank,
    alice,
  );
  assertEquals(received, Array(2).fill([":frank!~u@h JOIN #f", ":s MODE #f +o frank"]));
});

Deno.test("A kicked user gets the KICK and no later events of the channel", async () => {
  const { server, alice, bob } = people();
  const received = await server.linesSentBy(() => {
    server.append(alice, { type: "kick", by: "alice", user: "bob", channel: "#1", reason: "out" });
    server.append(alice, message("alice", CHANNEL));
  }, bob);
  assertEquals(received.map(bare), [[":alice!~u@h KICK #1 bob :out"]]);
});

Deno.test("QUIT, NICK and CHGHOST reach a user once, even if they share several channels", async () => {
  const { server, alice, bob, eve } = people();
  for (const name of ["#2", "#3"]) {
    server.append(alice, { type: "join", user: "alice", channel: name });
    server.append(bob, { type: "join", user: "bob", channel: name });
  }
  const knowing = server.enter("knowing", { channels: ["#1", "#2"], capabilities: ["chghost"] });
  const received = await server.linesSentBy(
    () => {
      server.append(alice, { type: "nick", user: "alice", nickname: "lis" });
      server.append(alice, { type: "chghost", user: "alice", username: "a", host: "x" });
      alice.session.end("bye");
    },
    knowing,
    eve,
  );
  assertEquals(received.map(withoutModes), [
    [":alice!~u@h NICK lis", ":lis!~u@h CHGHOST a x", ":lis!a@x QUIT :bye"],
    [
      ":alice!~u@h NICK lis",
      ":lis!~u@h QUIT :Changing host",
      ":lis!a@x JOIN #2",
      ":lis!a@x QUIT :bye",
    ],
  ]);
});

Deno.test("A user whose host changes gets no QUIT and JOIN of their own", async () => {
  const { server, alice } = people();
  const change = { type: "chghost", user: "alice", username: "a", host: "x" } as const;
  assertEquals(await server.linesSentBy(() => server.append(alice, change), alice), [[]]);
});

Deno.test("AWAY, ACCOUNT and SETNAME reach sessions with their capabilities only", async () => {
  const { server, alice, bob } = people();
  const capabilities = ["away-notify", "account-notify", "setname"] as const;
  const knowing = server.enter("knowing", { channels: ["#1"], capabilities });
  const received = await server.linesSentBy(
    () => {
      server.append(alice, { type: "away", user: "alice", message: "lunch" });
      server.append(alice, { type: "away", user: "alice", message: undefined });
      server.append(alice, accountAdded("acc"));
      server.append(alice, { type: "account", user: "alice", account: "acc" });
      server.append(alice, { type: "setname", user: "alice", realname: "A L" });
    },
    bob,
    knowing,
  );
  assertEquals(received, [[], [
    ":alice!~u@h AWAY :lunch",
    ":alice!~u@h AWAY",
    ":alice!~u@h ACCOUNT acc",
    ":alice!~u@h SETNAME :A L",
  ]]);
});

Deno.test("INVITE reaches the invited user and operators with invite-notify", async () => {
  const { server, alice, bob, eve } = people();
  const oper = server.enter("oper", { channels: ["#1"], capabilities: ["invite-notify"] });
  const other = server.enter("other", { channels: ["#1"], capabilities: ["invite-notify"] });
  server.append(alice, {
    type: "channel-mode",
    user: "alice",
    channel: "#1",
    changes: [{ adding: true, mode: "o", argument: "oper", user: "oper" }],
  });
  const received = await server.linesSentBy(
    () => server.append(alice, { type: "invite", by: "alice", user: "eve", channel: "#1" }),
    eve,
    oper,
    other,
    bob,
  );
  const line = ":alice!~u@h INVITE eve #1";
  assertEquals(received, [[line], [line], [], []]);
});

Deno.test("A renamed channel is sent as RENAME or, without that capability, as PART and JOIN", async () => {
  const { server, alice, bob } = people();
  const knowing = server.enter("knowing", {
    channels: ["#1"],
    capabilities: ["draft/channel-rename"],
  });
  const rename = { type: "rename", user: "alice", channel: "#1", name: "#n", reason: "r" } as const;
  const received = await server.linesSentBy(
    () => {
      server.append(alice, rename);
      server.append(bob, message("bob", { channel: "#n", status: 0 }));
    },
    knowing,
    alice,
  );
  assertEquals(received, [
    [":alice!~u@h RENAME #1 #n :r", ":bob!~u@h PRIVMSG #n :hi"],
    [":alice!~u@h PART #1 :r", ":alice!~u@h JOIN #n", ":bob!~u@h PRIVMSG #n :hi"],
  ]);
});

Deno.test("A change of capabilities during a tick changes the shape of later lines only", async () => {
  const { server, alice, eve } = people();
  const dave = server.enter("dave", { channels: ["#1"] });
  const [received = []] = await server.linesSentBy(
    () => {
      server.append(alice, message("alice", CHANNEL, "one"));
      dave.session.setCapabilities(new Set(["account-tag", "server-time"]));
      server.append(alice, message("alice", CHANNEL, "two"));
      dave.session.setCapabilities(new Set());
      server.append(alice, message("alice", CHANNEL, "three"));
    },
    dave,
    eve,
  );
  assertEquals(received.map((line) => [line.startsWith("@"), line.split(":").at(-1)]), [
    [false, "one"],
    [true, "two"],
    [false, "three"],
  ]);
});

Deno.test("A user quits with their last session", async () => {
  const { server, alice, bob } = people();
  const phone = server.attach("alice");
  const [toBob, toPhone] = await server.linesSentBy(
    () => {
      phone.session.end("off");
      server.append(bob, message("bob", CHANNEL));
    },
    bob,
    phone,
  );
  assertEquals(toBob, []);
  assertEquals(toPhone, ["ERROR :Closing link: (~u@192.0.2.1) [off]"]);
  const last = await server.linesSentBy(() => alice.session.end("bye"), bob);
  assertEquals(last.map(bare).map(withoutModes), [[":alice!~u@h QUIT :bye"]]);
  assertEquals(server.network.userByNickname("alice"), undefined);
});

Deno.test("WALLOPS reaches users with mode w, an announcement all registered users", async () => {
  const { server, alice } = people();
  const wanting = server.enter("wanting", { modes: ["w"] });
  const early = server.connect();
  const received = await server.linesSentBy(
    () => {
      server.journal.append({ type: "wallops", from: "alice", text: "w" });
      server.journal.append({ type: "announce", text: "a" });
    },
    alice,
    wanting,
    early,
  );
  assertEquals(received, [
    [":Global!Global@s NOTICE alice :a"],
    [":alice!~u@h WALLOPS :w", ":Global!Global@s NOTICE wanting :a"],
    [],
  ]);
});

Deno.test("A session that monitors a nickname gets it online, changed and offline", async () => {
  const { server, alice, eve } = people();
  server.sessions.watch(eve.session, "GRACE");
  server.sessions.watch(eve.session, "hopper");
  const received = await server.linesSentBy(
    () => {
      const grace = server.enter("grace");
      server.append(grace, { type: "nick", user: "grace", nickname: "hopper" });
      grace.session.end("bye");
    },
    eve,
    alice,
  );
  assertEquals(received, [[
    ":s 730 eve :grace!~u@h",
    ":s 731 eve :grace",
    ":s 730 eve :hopper!~u@h",
    ":s 731 eve :hopper",
  ], []]);
});

Deno.test("A line for one member of a large room does not wait until all others have theirs", async () => {
  const server = new TestServer();
  const members = Array.from(
    { length: 200 },
    (_, index) => server.enter(`p${index}`, { channels: ["#1"] }),
  );
  await server.tick();
  for (const member of members) member.received();
  const [first, last] = [members[0]!, members.at(-1)!];
  server.append(first, message("p0", CHANNEL));
  server.append(first, message("p0", { user: "p199" }));
  server.output.flush({ isBehind: true });
  await Promise.resolve();
  const said = [":p0!~u@h PRIVMSG #1 :hi", ":p0!~u@h PRIVMSG p199 :hi"];
  assertEquals(last.received(), said);
  assertEquals(members.at(-2)?.received(), []);
  await server.tick();
  assertEquals(members.slice(-2).map((member) => member.received()), [said.slice(0, 1), []]);
});
