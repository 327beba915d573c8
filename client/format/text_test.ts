import { assertEquals } from "@std/assert";

import type { ClientEvent } from "../events.ts";
import { CHINESE } from "../texts/chinese.ts";
import { setLanguage } from "../texts/mod.ts";
import { PLAIN_PALETTE } from "./palette.ts";
import { toText } from "./text.ts";

const WHOIS: ClientEvent = {
  type: "whois",
  time: 0,
  nick: "alice",
  user: "al",
  host: "home.example",
  realname: "Alice",
  account: undefined,
  channels: ["#1", "#tea"],
  server: "chat.example",
  away: undefined,
  idleSeconds: 65,
  signedOn: undefined,
  notes: ["is an operator"],
};
const FOUND: ClientEvent = {
  type: "found",
  time: 0,
  messages: [],
  searched: "{room}",
  conversation: "#tea",
};

function shown(event: ClientEvent): string[] {
  const same = (a: string, b: string) => a === b;
  const view = { palette: PLAIN_PALETTE, nick: "bob", current: "#1", verbose: true, now: 0, same };
  const { out, err } = toText(event, { ...view, bare: true }) ?? {};
  return (out ?? err ?? "").split("\n");
}

Deno.test("The values of a whois are in one column, in each language", () => {
  const english = [
    "alice",
    "  name    Alice",
    "  from    al@home.example",
    "  rooms   1 tea",
    "  server  chat.example",
    "  idle    1m 5s",
    "          is an operator",
  ];
  assertEquals(shown(WHOIS), english);
  const chinese = [
    "alice",
    "  名字    Alice",
    "  来自    al@home.example",
    "  房间    1 tea",
    "  服务器  chat.example",
    "  空闲    1分钟5秒",
    "          is an operator",
  ];
  assertEquals(inChinese(() => shown(WHOIS)), chinese);
});

Deno.test("A refusal shows what was refused, without a password, and of a long text its beginning", () => {
  const refused = (text: string) =>
    shown({ type: "problem", time: 0, reason: "You talk to nobody", text });
  assertEquals(refused("hello"), ["You talk to nobody (not sent: hello)"]);
  assertEquals(refused("/login s3cret"), ["You talk to nobody (not done: /login ••••••)"]);
  assertEquals(refused("x".repeat(300)), [`You talk to nobody (not sent: ${"x".repeat(200)}…)`]);
  const byServer = { type: "refused", time: 0, code: "401", about: "", reason: "No" } as const;
  assertEquals(shown({ ...byServer, text: "/login pw" }), ["No (not done: /login ••)"]);
  const unknown = { ...byServer, code: "421", reason: "Unknown command" };
  assertEquals(shown({ ...unknown, about: "NS", text: "/login pw" }), [
    "This server has no NickServ, and so no accounts (not done: /login ••)",
  ]);
  assertEquals(shown({ ...unknown, about: "TEA" }), ["TEA: Unknown command"]);
  const invited = { ...byServer, code: "443", about: "al #tea", reason: "is already on channel" };
  assertEquals(shown({ ...invited, text: "/invite al" }), [
    "al is in tea already (not done: /invite al)",
  ]);
});

Deno.test("A room whose members are not shown says so, if somebody asked", () => {
  const names = { type: "names", time: 0, channel: "#tea", members: [] } as const;
  assertEquals(shown({ ...names, requested: true }), ["tea shows no members"]);
  assertEquals(shown({ ...names, requested: false }), [""]);
});

Deno.test("What was searched for is shown as it is, in each language", () => {
  assertEquals(shown(FOUND), ["No messages with “{room}” in tea"]);
  assertEquals(inChinese(() => shown(FOUND)), ["tea 中含有“{room}”的：没有消息"]);
});

function inChinese<Result>(show: () => Result): Result {
  try {
    setLanguage("zh", CHINESE);
    return show();
  } finally {
    setLanguage("en");
  }
}
