import { assertEquals, assertStringIncludes } from "@std/assert";

import type { ClientEvent } from "../events.ts";
import { INITIAL_STATE, reduceAll } from "../model/mod.ts";
import type { ClientState } from "../model/mod.ts";
import { Settings } from "../settings/mod.ts";
import { describeCommands, LINE_COMMANDS, runLine } from "./mod.ts";
import type { Actions } from "./mod.ts";

const time = 0;

function inRoom(): ClientState {
  const nobody = { user: undefined, host: undefined, account: undefined, realname: undefined };
  return reduceAll(INITIAL_STATE, [
    { type: "join", time, nick: "bob", channel: "#1", own: true, ...nobody },
    { type: "join", time, nick: "bob", channel: "#tea", own: true, ...nobody },
    { type: "focus", time, conversation: "#1", room: true },
  ]);
}

/** Runs a line and returns what was done. */
function done(line: string, state = inRoom(), settings = new Settings()): string[] {
  const log: string[] = [];
  const actions: Actions = {
    state,
    settings,
    isOnline: true,
    isWanted: (channel) => channel === "#soon",
    loginTokens: {
      isOffered: true,
      list: () => Promise.reject(new Error("offline")),
      revoke: (id) => Promise.resolve(void log.push(`revoke ${id}`)),
    },
    screen: undefined,
    say: (target, text, kind) => log.push(`${kind} ${target.name}: ${text}`),
    reply: (msgid, text) => log.push(`reply ${msgid}: ${text}`),
    react: ({ msgid, emoji, on }) => log.push(`react ${msgid} ${emoji} ${on}`),
    redact: (msgid, reason) => log.push(`redact ${msgid} ${reason}`),
    markRead: () => log.push("read"),
    send: (command, params) => log.push([command, ...params].join("|")),
    join: (channel, key) => log.push(`join ${channel} ${key ?? ""}`.trim()),
    part: (channel, reason) => log.push(`part ${channel} ${reason ?? ""}`.trim()),
    find: ({ searched, conversation, limit }) =>
      log.push(`find ${searched} ${conversation} ${limit}`),
    export: (target, format) => log.push(`export ${target.name} ${format}`),
    clear: (target) => log.push(`clear ${target?.name}`),
    close: (target) => log.push(`close ${target?.name}`),
    reconnect: () => log.push("reconnect") > 0,
    focus: (target) => log.push(`focus ${target.name}`),
    setNick: (nick) => log.push(`nick ${nick}`),
    setAway: (message) => log.push(`away ${message}`),
    setFriend: (nick, isFriend) => log.push(`friend ${nick} ${isFriend}`) > 0,
    quit: (reason) => log.push(`quit ${reason}`),
    tell: (text) => log.push(`tell ${text}`),
    refuse: (reason) => log.push(`refuse ${reason}`),
  };
  runLine(line, actions);
  return log;
}

Deno.test("A line is sent to the current conversation, // sends a slash, a blank line sends nothing", () => {
  assertEquals(done("hello  there "), ["message #1: hello  there "]);
  assertEquals(done("//etc"), ["message #1: /etc"]);
  assertEquals(done("  "), []);
  assertEquals(done("hi", INITIAL_STATE), [
    "refuse You talk to nobody: /join ROOM or /to NICK first",
  ]);
});

Deno.test("Rooms are named with or without their sign, and @ always names a person", () => {
  assertEquals(done("/join 2"), ["join #2"]);
  assertEquals(done("/join #2,&x key"), ["join #2 key", "join &x key"]);
  assertEquals(done("/to 2"), ["focus #2", "tell You talk in 2 now"]);
  assertEquals(done("/to tea"), ["focus #tea", "tell You talk in tea now"]);
  assertEquals(done("/to @tea"), ["focus tea", "tell You talk to tea now"]);
  assertEquals(done("/msg alice  hi  you"), ["message alice: hi  you"]);
  assertEquals(done("/msg #x hi"), ["message #x: hi"]);
  assertEquals(done("/notice alice  hi  you"), ["notice alice: hi  you"]);
});

Deno.test("/ban keeps a person out by account, host or name, and /unban takes all of these back", () => {
  const person = (nick: string, host: string, account?: string): ClientEvent => ({
    ...{ type: "join", time, nick, channel: "#1", own: false, user: nick, host },
    ...{ account, realname: undefined },
  });
  const isupport = new Map([["EXTBAN", "~,am"], ["ACCOUNTEXTBAN", "a,account"], ["MODES", "2"]]);
  const welcome = { type: "welcome", time, nick: "bob", server: "s", network: undefined } as const;
  const state = reduceAll(inRoom(), [
    { ...welcome, isupport },
    person("bob", "home"),
    person("al", "home"),
    person("eve", "far"),
    person("dan", "far", "daniel"),
  ]);
  assertEquals(done("/ban", state), ["MODE|#1|b"]);
  assertEquals(done("/ban dan", state), ["MODE|#1|+b|~a:daniel"]);
  assertEquals(done("/ban eve", state), ["MODE|#1|+b|*!*@far"]);
  assertEquals(done("/ban al", state), ["MODE|#1|+b|al!*@*"]);
  assertEquals(done("/ban #tea eve!*@*", state), ["MODE|#tea|+b|eve!*@*"]);
  assertEquals(done("/unban dan", state), [
    "MODE|#1|-bb|~a:daniel|*!*@far",
    "MODE|#1|-b|dan!*@*",
  ]);
  assertEquals(done("/unban gone"), ["MODE|#1|-b|gone!*@*"]);
  assertEquals(done("/kickban eve go away", state), [
    "MODE|#1|+b|*!*@far",
    "KICK|#1|eve|go away",
  ]);
});

Deno.test("/op, /voice and their opposites change several members, as many at once as the server takes", () => {
  assertEquals(done("/op al eve"), ["MODE|#1|+oo|al|eve"]);
  assertEquals(done("/deop #tea al"), ["MODE|#tea|-o|al"]);
  assertEquals(done("/voice a b c d"), ["MODE|#1|+vvv|a|b|c", "MODE|#1|+v|d"]);
  assertEquals(done("/devoice #tea"), ["refuse Name a person, too"]);
});

Deno.test("/part leaves the named room, or else the current one", () => {
  assertEquals(done("/part"), ["part #1"]);
  assertEquals(done("/part going home"), ["part #1 going home"]);
  assertEquals(done("/part tea too hot"), ["part #tea too hot"]);
});

Deno.test("Commands for a room use the current one unless another is named", () => {
  assertEquals(done("/topic"), ["TOPIC|#1"]);
  assertEquals(done("/topic new words"), ["TOPIC|#1|new words"]);
  assertEquals(done("/topic #tea new words"), ["TOPIC|#tea|new words"]);
  assertEquals(done("/names"), ["NAMES|#1"]);
  assertEquals(done("/kick eve go away"), ["KICK|#1|eve|go away"]);
  assertEquals(done("/invite al tea"), ["INVITE|al|#tea"]);
  assertEquals(done("/mode +o al"), ["MODE|#1|+o|al"]);
  assertEquals(done("/mode bob +i"), ["MODE|bob|+i"]);
  assertEquals(done("/mode"), ["MODE|#1"]);
  // The letter of a list is asked for, unless it is the name of a person.
  assertEquals(done("/mode b"), ["MODE|#1|b"]);
  assertEquals(done("/mode z"), ["MODE|z"]);
});

Deno.test("/me, /away and /friend do what they are for", () => {
  assertEquals(done("/me waves"), ["action #1: waves"]);
  assertEquals(done("/away"), ["away undefined"]);
  assertEquals(done("/away out for lunch"), ["away out for lunch"]);
  assertEquals(done("/friend add al eve"), [
    "friend al true",
    "tell al is your friend now",
    "friend eve true",
    "tell eve is your friend now",
  ]);
  assertEquals(done("/friend remove al").at(-1), "tell al is no longer your friend");
  assertStringIncludes(done('/friend add "bad name"')[0] ?? "", 'refuse Cannot add ""bad"');
  assertEquals(done('/friend remove "bad').at(-1), 'tell "bad is no longer your friend');
  assertStringIncludes(done("/friend")[0] ?? "", "refuse Usage: /friend");
});

Deno.test("/history, /search and /export use the current conversation", () => {
  assertEquals(done("/history"), ["find undefined #1 50"]);
  assertEquals(done("/history 7"), ["find undefined #1 7"]);
  assertEquals(done("/history x"), ['refuse "x" is not a number of messages']);
  assertEquals(done("/search good  morning"), ["find good  morning #1 50"]);
  assertEquals(done("/search x", INITIAL_STATE), ["find x undefined 50"]);
  assertEquals(done("/export"), ["export #1 txt"]);
  assertEquals(done("/export text"), ["export #1 txt"]);
  assertEquals(done("/export JSON"), ["export #1 json"]);
  assertEquals(done("/export pdf"), ["refuse Usage: /export [txt|json|html]"]);
});

Deno.test("/clear empties the current conversation, /reconnect connects again, /oper sends OPER", () => {
  assertEquals(done("/clear"), ["clear #1"]);
  assertEquals(done("/clear", INITIAL_STATE), ["clear undefined"]);
  assertEquals(done("/reconnect"), ["reconnect"]);
  assertEquals(done("/oper root s3 cret"), ["OPER|root|s3 cret"]);
});

Deno.test("/alias makes a short name of a command, with or without places for words", () => {
  const settings = new Settings();
  const run = (line: string) => done(line, inRoom(), settings);
  assertEquals(run("/alias j /join"), ["tell /j is /join now"]);
  assertEquals(run("/alias hug /me hugs $1 ($2)"), ["tell /hug is /me hugs $1 ($2) now"]);
  assertEquals(run("/J 2 key"), ["join #2 key"]);
  assertEquals(run("/hug al"), ["action #1: hugs al ()"]);
  assertEquals(run("/alias"), ["tell /j /join\n/hug /me hugs $1 ($2)"]);
  assertEquals(settings.get("aliases"), ["j /join", "hug /me hugs $1 ($2)"]);
  assertEquals(run("/unalias j"), ["tell /j is no short name any more"]);
  assertStringIncludes(run("/j 2")[0] ?? "", "refuse There is no command");
});

Deno.test("A short name does not hide a command, name another short name, or take a password", () => {
  const settings = new Settings();
  const run = (line: string) => done(line, inRoom(), settings);
  settings.set("aliases", ["join /part", "a /b", "b /a", "id /msg NickServ IDENTIFY"]);
  assertEquals(run("/join 2"), ["join #2"]);
  assertStringIncludes(run("/a")[0] ?? "", "refuse There is no command");
  assertStringIncludes(run("/id s3cret")[0] ?? "", "refuse There is no command");
  assertEquals(run("/alias o /oper root"), [
    "refuse A command with a password cannot have a short name",
  ]);
});

Deno.test("/raw sends a line unchanged, except for QUIT, which is /quit", () => {
  assertEquals(done("/raw privmsg #1 :a b"), ["PRIVMSG|#1|a b"]);
  assertEquals(done("/raw QUIT :bye"), ["quit bye"]);
});

Deno.test("An unknown command is refused, and a similar one is suggested", () => {
  assertEquals(done("/jion 2"), ['refuse There is no command "/jion": did you mean /join?']);
  assertEquals(done("/leave"), ['refuse There is no command "/leave": did you mean /part?']);
  assertEquals(done("/ns help"), [
    'refuse There is no command "/ns": did you mean /msg NickServ?',
  ]);
  assertEquals(done("/say hi"), [
    'refuse There is no command "/say": a message is typed without a command',
  ]);
  assertEquals(done("/em waves"), ['refuse There is no command "/em": did you mean /me?']);
  assertStringIncludes(done("/frobnicate")[0] ?? "", "/help lists them");
  assertEquals(done("/JOIN 2"), ["join #2"]);
  assertEquals(done("/msg bob"), ["refuse Usage: /msg NAME TEXT"]);
});

Deno.test("/help explains every command, or one", () => {
  const help = describeCommands();
  for (const { usage, description } of LINE_COMMANDS) {
    assertStringIncludes(help, usage);
    assertStringIncludes(help, description);
  }
  assertStringIncludes(done("/help join")[0] ?? "", "/join ROOM [KEY]");
});

Deno.test("/help has the descriptions in one column", () => {
  const lines = describeCommands().split("\n");
  const columns = LINE_COMMANDS.map(({ description }, index) => lines[index]?.indexOf(description));
  const longest = Math.max(...LINE_COMMANDS.map(({ usage }) => usage.length));
  assertEquals(new Set(columns), new Set([longest + 2]));
  assertEquals(lines.at(-1)?.indexOf("Send a text"), longest + 2);
});

Deno.test("An argument that a line of IRC cannot hold is refused", () => {
  const state = inRoom();
  const actions = {
    state,
    send: () => {
      throw new TypeError("Cannot send");
    },
  };
  const refused: string[] = [];
  runLine("/whois :x", {
    ...actions,
    refuse: (reason: string) => refused.push(reason),
  } as unknown as Actions);
  assertEquals(refused, ["Cannot send /whois: a word in it is not possible in IRC"]);
});

Deno.test("/reply, /react and /redact are about the last message, the Nth last or one by its id", () => {
  const message = (from: string, text: string, msgid: string): ClientEvent => ({
    ...{ type: "message", time, kind: "message", from, target: "#1", conversation: "#1" },
    ...{ room: true, own: from === "bob", text, msgid, history: false },
  });
  const state = reduceAll(inRoom(), [
    message("al", "one", "a1"),
    message("bob", "mine", "b1"),
    message("eve", "two", "e1"),
  ]);
  assertEquals(done("/reply yes -2", state), ["reply e1: yes -2"]);
  assertEquals(done("/reply -2 yes", state), ["reply a1: yes"]);
  assertEquals(done("/reply b1 yes", state), ["reply b1: yes"]);
  assertEquals(done("/reply -9 yes", state), ["refuse There is no such message here"]);
  assertEquals(done("/redact", state), ["redact b1 undefined"]);
  assertEquals(done("/redact e1 not nice", state), ["redact e1 not nice"]);
  assertEquals(done("/react 👍", state), ["react e1 👍 true"]);
});

Deno.test("A room that is about to be entered is a room", () => {
  assertEquals(done("/to soon")[0], "focus #soon");
  assertEquals(done("/msg soon hello"), ["message #soon: hello"]);
  assertEquals(done("/part soon bye"), ["part #soon bye"]);
  assertEquals(done("/msg @soon hello"), ["message soon: hello"]);
});

Deno.test("/part with one word that is no room asks instead of leaving this one", () => {
  assertEquals(done("/part tow"), [
    "refuse You are in no room “tow”; to leave this one with that reason: /part #1 tow",
  ]);
  assertEquals(done("/part #1 tow"), ["part #1 tow"]);
  assertEquals(done("/part see you"), ["part #1 see you"]);
  assertEquals(done("/part #unknown"), ["part #unknown"]);
});
