import { assertEquals } from "@std/assert";
import type { MessageTarget, NetworkEvent } from "../network/events.ts";
import { TestServer, type TestSession } from "../testing.ts";

function message(from: string, target: MessageTarget, text = "hi"): NetworkEvent {
  return { type: "message", kind: "PRIVMSG", from, target, text, tags: new Map() };
}

/** A line without its time and id, which are another test's matter. */
function bare(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^@\S+ /, ""));
}

const ROOM = { channel: "#1", status: 0 };

function people(): { server: TestServer; alice: TestSession; bob: TestSession; eve: TestSession } {
  const server = new TestServer();
  const alice = server.enter("alice", { rooms: ["#1"] });
  const bob = server.enter("bob", { rooms: ["#1"], capabilities: ["server-time", "message-tags"] });
  return { server, alice, bob, eve: server.enter("eve", { rooms: ["#2"] }) };
}

Deno.test("A message to a room is heard inside, not by its sender, and each in their shape", async () => {
  const { server, alice, bob, eve } = people();
  const [toAlice, toBob, toEve] = await server.tells(
    () => server.does(alice, message("alice", ROOM)),
    alice,
    bob,
    eve,
  );
  assertEquals([toAlice, toEve], [[], []]);
  const [line = ""] = toBob ?? [];
  assertEquals(/^@time=2026-01-01T\S+Z;msgid=\w+ :alice!~u@h PRIVMSG #1 :hi$/.test(line), true);
});

Deno.test("Who asks for an echo hears their own message once", async () => {
  const { server } = people();
  const dave = server.enter("dave", { rooms: ["#1"], capabilities: ["echo-message"] });
  const heard = await server.tells(() => server.does(dave, message("dave", ROOM)), dave);
  assertEquals(heard, [[":dave!~u@h PRIVMSG #1 :hi"]]);
});

Deno.test("One's other devices hear what one says, to a room and to a person", async () => {
  const { server, alice, bob } = people();
  const phone = server.attach("alice");
  const said = () => {
    server.does(alice, message("alice", ROOM));
    server.does(alice, message("alice", { user: "bob" }));
  };
  const heard = await server.tells(said, alice, phone, bob);
  const both = [":alice!~u@h PRIVMSG #1 :hi", ":alice!~u@h PRIVMSG bob :hi"];
  assertEquals(heard.map(bare), [[], both, both]);
});

Deno.test("A message to oneself comes once to each device", async () => {
  const { server, alice } = people();
  const phone = server.attach("alice");
  const heard = await server.tells(
    () => server.does(alice, message("alice", { user: "alice" })),
    alice,
    phone,
  );
  assertEquals(heard, Array(2).fill([":alice!~u@h PRIVMSG alice :hi"]));
});

Deno.test("A message to those of a status is heard by them and by those above", async () => {
  const { server, alice, bob } = people();
  const carol = server.enter("carol", { rooms: ["#1"] });
  server.does(alice, {
    type: "channel-mode",
    user: "alice",
    channel: "#1",
    changes: [{ adding: true, mode: "v", argument: "bob", user: "bob" }],
  });
  const heard = await server.tells(
    () => server.does(carol, message("carol", { channel: "#1", status: 1 })),
    alice,
    bob,
    carol,
  );
  const line = ":carol!~u@h PRIVMSG +#1 :hi";
  assertEquals(heard.map(bare), [[line], [line], []]);
});

Deno.test("A TAGMSG is for those who know tags", async () => {
  const { server, alice, bob } = people();
  const plain = server.enter("plain", { rooms: ["#1"] });
  const typing: NetworkEvent = {
    type: "message",
    kind: "TAGMSG",
    from: "alice",
    target: ROOM,
    text: "",
    tags: new Map([["+typing", "active"]]),
  };
  const heard = await server.tells(() => server.does(alice, typing), bob, plain);
  assertEquals(heard.map(bare), [[":alice!~u@h TAGMSG #1"], []]);
});

Deno.test("A join is told with the account to those who know that, and first to who joins", async () => {
  const { server, alice } = people();
  const knowing = server.enter("knowing", { rooms: ["#1"], capabilities: ["extended-join"] });
  const frank = server.enter("frank", { account: "frank" });
  const heard = await server.tells(
    () => server.does(frank, { type: "join", user: "frank", channel: "#1" }),
    frank,
    alice,
    knowing,
  );
  assertEquals(heard, [
    [":frank!~u@h JOIN #1"],
    [":frank!~u@h JOIN #1"],
    [":frank!~u@h JOIN #1 frank :Real Name"],
  ]);
});

Deno.test("The status that an account brings is told after the join, to all", async () => {
  const { server, alice } = people();
  const frank = server.enter("frank", { account: "frank", rooms: ["#f"] });
  server.does(alice, { type: "join", user: "alice", channel: "#f" });
  server.does(frank, { type: "part", user: "frank", channel: "#f", reason: undefined });
  const heard = await server.tells(
    () => server.does(frank, { type: "join", user: "frank", channel: "#f" }),
    frank,
    alice,
  );
  assertEquals(heard, Array(2).fill([":frank!~u@h JOIN #f", ":s MODE #f +o frank"]));
});

Deno.test("Who is kicked hears it, and nothing of the room from then on", async () => {
  const { server, alice, bob } = people();
  const heard = await server.tells(() => {
    server.does(alice, { type: "kick", by: "alice", user: "bob", channel: "#1", reason: "out" });
    server.does(alice, message("alice", ROOM));
  }, bob);
  assertEquals(heard.map(bare), [[":alice!~u@h KICK #1 bob :out"]]);
});

Deno.test("A quit, a new nickname and a new host are heard once, however many rooms are shared", async () => {
  const { server, alice, bob, eve } = people();
  for (const name of ["#2", "#3"]) {
    server.does(alice, { type: "join", user: "alice", channel: name });
    server.does(bob, { type: "join", user: "bob", channel: name });
  }
  const knowing = server.enter("knowing", { rooms: ["#1", "#2"], capabilities: ["chghost"] });
  const heard = await server.tells(
    () => {
      server.does(alice, { type: "nick", user: "alice", nickname: "lis" });
      server.does(alice, { type: "chghost", user: "alice", username: "a", host: "x" });
      alice.session.end("bye");
    },
    knowing,
    eve,
  );
  assertEquals(heard, [
    [":alice!~u@h NICK lis", ":lis!~u@h CHGHOST a x", ":lis!a@x QUIT :bye"],
    [
      ":alice!~u@h NICK lis",
      ":lis!~u@h QUIT :Changing host",
      ":lis!a@x JOIN #2",
      ":lis!a@x QUIT :bye",
    ],
  ]);
});

Deno.test("Who changes their host sees themselves neither leave nor join", async () => {
  const { server, alice } = people();
  const change = { type: "chghost", user: "alice", username: "a", host: "x" } as const;
  assertEquals(await server.tells(() => server.does(alice, change), alice), [[]]);
});

Deno.test("Away, account and real name are told to those who asked to hear of them", async () => {
  const { server, alice, bob } = people();
  const capabilities = ["away-notify", "account-notify", "setname"] as const;
  const knowing = server.enter("knowing", { rooms: ["#1"], capabilities });
  const heard = await server.tells(
    () => {
      server.does(alice, { type: "away", user: "alice", message: "lunch" });
      server.does(alice, { type: "away", user: "alice", message: undefined });
      server.does(alice, { type: "account", user: "alice", account: "acc" });
      server.does(alice, { type: "setname", user: "alice", realname: "A L" });
    },
    bob,
    knowing,
  );
  assertEquals(heard, [[], [
    ":alice!~u@h AWAY :lunch",
    ":alice!~u@h AWAY",
    ":alice!~u@h ACCOUNT acc",
    ":alice!~u@h SETNAME :A L",
  ]]);
});

Deno.test("An invitation is told to the invited, and to operators who asked for that", async () => {
  const { server, alice, bob, eve } = people();
  const oper = server.enter("oper", { rooms: ["#1"], capabilities: ["invite-notify"] });
  const other = server.enter("other", { rooms: ["#1"], capabilities: ["invite-notify"] });
  server.does(alice, {
    type: "channel-mode",
    user: "alice",
    channel: "#1",
    changes: [{ adding: true, mode: "o", argument: "oper", user: "oper" }],
  });
  const heard = await server.tells(
    () => server.does(alice, { type: "invite", by: "alice", user: "eve", channel: "#1" }),
    eve,
    oper,
    other,
    bob,
  );
  const line = ":alice!~u@h INVITE eve #1";
  assertEquals(heard, [[line], [line], [], []]);
});

Deno.test("A renamed room is told as such, or as a part and a join of one's own", async () => {
  const { server, alice, bob } = people();
  const knowing = server.enter("knowing", {
    rooms: ["#1"],
    capabilities: ["draft/channel-rename"],
  });
  const rename = { type: "rename", user: "alice", channel: "#1", name: "#n", reason: "r" } as const;
  const heard = await server.tells(
    () => {
      server.does(alice, rename);
      server.does(bob, message("bob", { channel: "#n", status: 0 }));
    },
    knowing,
    alice,
  );
  assertEquals(heard, [
    [":alice!~u@h RENAME #1 #n :r", ":bob!~u@h PRIVMSG #n :hi"],
    [":alice!~u@h PART #1 :r", ":alice!~u@h JOIN #n", ":bob!~u@h PRIVMSG #n :hi"],
  ]);
});

Deno.test("Who changes capabilities amid a tick gets each line in the shape of its moment", async () => {
  const { server, alice, eve } = people();
  const dave = server.enter("dave", { rooms: ["#1"] });
  const [heard = []] = await server.tells(
    () => {
      server.does(alice, message("alice", ROOM, "one"));
      dave.session.setCapabilities(new Set(["account-tag", "server-time"]));
      server.does(alice, message("alice", ROOM, "two"));
      dave.session.setCapabilities(new Set());
      server.does(alice, message("alice", ROOM, "three"));
    },
    dave,
    eve,
  );
  assertEquals(heard.map((line) => [line.startsWith("@"), line.split(":").at(-1)]), [
    [false, "one"],
    [true, "two"],
    [false, "three"],
  ]);
});

Deno.test("A user quits with the last of their devices, and hears nothing with one that left", async () => {
  const { server, alice, bob } = people();
  const phone = server.attach("alice");
  const [toBob, toPhone] = await server.tells(
    () => {
      phone.session.end("off");
      server.does(bob, message("bob", ROOM));
    },
    bob,
    phone,
  );
  assertEquals(toBob, []);
  assertEquals(toPhone, ["ERROR :Closing link: (~u@192.0.2.1) [off]"]);
  const last = await server.tells(() => alice.session.end("bye"), bob);
  assertEquals(last.map(bare), [[":alice!~u@h QUIT :bye"]]);
  assertEquals(server.network.userByNickname("alice"), undefined);
});

Deno.test("Wallops reach who asked for them, announcements everybody who has registered", async () => {
  const { server, alice } = people();
  const wanting = server.enter("wanting", { modes: ["w"] });
  const early = server.connect();
  const heard = await server.tells(
    () => {
      server.journal.append({ type: "wallops", from: "alice", text: "w" });
      server.journal.append({ type: "announce", text: "a" });
    },
    alice,
    wanting,
    early,
  );
  assertEquals(heard, [
    [":s NOTICE alice :a"],
    [":alice!~u@h WALLOPS :w", ":s NOTICE wanting :a"],
    [],
  ]);
});

Deno.test("Who monitors a nickname hears it come, change and go", async () => {
  const { server, alice, eve } = people();
  server.sessions.watch(eve.session, "GRACE");
  server.sessions.watch(eve.session, "hopper");
  const heard = await server.tells(
    () => {
      const grace = server.enter("grace");
      server.does(grace, { type: "nick", user: "grace", nickname: "hopper" });
      grace.session.end("bye");
    },
    eve,
    alice,
  );
  assertEquals(heard, [[
    ":s 730 eve :grace!~u@h",
    ":s 731 eve :grace",
    ":s 730 eve :hopper!~u@h",
    ":s 731 eve :hopper",
  ], []]);
});
