import { assertEquals } from "@std/assert";

import { parseMessage } from "../../protocol/message.ts";
import type { ClientEvent } from "../events.ts";
import { ServerInfo } from "../session/server_info.ts";
import { receiveMessage } from "./message.ts";
import { Numerics } from "./numerics.ts";

/** The events that lines of a server become. */
function eventsOf(...lines: string[]): ClientEvent[] {
  return answersTo({}, lines);
}

/** The events that lines become which answer a command that was typed, or one of the client itself. */
function answersTo(
  commands: { readonly typed?: string; readonly quiet?: string },
  lines: readonly string[],
): ClientEvent[] {
  const info = new ServerInfo();
  const numerics = new Numerics(info);
  return lines.flatMap((line) => {
    const message = parseMessage(line);
    if (typeof message === "string") throw new Error(`"${line}" is ${message}`);
    return numerics.translate(receiveMessage(message), {
      info,
      time: 0,
      playback: undefined,
      extendedJoin: false,
      isAnswerTo: (command) => command === commands.typed,
      isQuietAnswerTo: (command) => command === commands.quiet,
    });
  });
}

const WHOIS = {
  type: "whois",
  time: 0,
  nick: "al",
  user: undefined,
  host: undefined,
  realname: undefined,
  server: undefined,
  account: undefined,
  away: undefined,
  channels: [],
  idleSeconds: undefined,
  signedOn: undefined,
  notes: [],
} as const;

Deno.test("The lines of WHOIS with a field become one event", () => {
  const events = eventsOf(
    ":s 311 bob al ~a host * :Al",
    ":s 312 bob al irc.test :A server",
    ":s 317 bob al 5 1700000000 :seconds idle, signon time",
    ":s 319 bob al :@#1 #2",
    ":s 319 bob al :#3",
    ":s 330 bob al Alan :is logged in as",
    ":s 301 bob al :lunch",
    ":s 318 bob al :End of WHOIS",
  );
  assertEquals(events, [{
    ...WHOIS,
    user: "~a",
    host: "host",
    realname: "Al",
    server: "irc.test",
    idleSeconds: 5,
    signedOn: 1_700_000_000_000,
    channels: ["@#1", "#2", "#3"],
    account: "Alan",
    away: "lunch",
  }]);
});

/** The notes of an answer to WHOIS with this line. */
function noteOf(line: string): readonly string[] {
  const [event] = eventsOf(`:s ${line}`, ":s 318 bob al :End of WHOIS");
  return event?.type === "whois" ? event.notes : [];
}

Deno.test("The other lines of WHOIS are sentences, however servers write them", () => {
  const notes = [
    ["671 bob al :is using a secure connection", "uses a secure connection"],
    ["275 bob al :is connected via TLS", "uses a secure connection"],
    [
      `276 bob al :has client certificate fingerprint ${"a1".repeat(32)}`,
      `has a certificate with the fingerprint ${"a1".repeat(32)}`,
    ],
    ["307 bob al :is a registered nick", "is logged in to the account of this name"],
    ["313 bob al :is an IRC operator", "is an operator of the server"],
    ["335 bob al :is a Bot on TestNet", "is a bot"],
    ["338 bob al ~a@host 192.0.2.7 :Actual user@host", "really connects from ~a@host 192.0.2.7"],
    ["378 bob al :is connecting from *@host 192.0.2.7", "connects from *@host 192.0.2.7"],
    ["379 bob al :is using modes +Zi", "has the modes +Zi"],
  ] as const;
  assertEquals(notes.map(([line]) => noteOf(line)), notes.map(([, note]) => [note]));
  assertEquals(noteOf("379 bob al :is using modes +"), []);
});

Deno.test("Lines of WHOIS in words of the server's own are shown in them", () => {
  const lines = [
    "310 bob al :answers questions about TestNet",
    "313 bob al :is a NetAdmin on TestNet",
    "320 bob al :is the founder of TestNet",
    "338 bob al :is actually using host 192.0.2.7",
    "344 bob al DE :is connecting from Germany",
  ];
  assertEquals(lines.map(noteOf), [
    ["answers questions about TestNet"],
    ["is a NetAdmin on TestNet"],
    ["is the founder of TestNet"],
    ["is actually using host 192.0.2.7"],
    ["DE is connecting from Germany"],
  ]);
});

Deno.test("A numeric without a translation is shown with its text", () => {
  assertEquals(eventsOf(":s 999 bob one :two"), [
    { type: "server", time: 0, code: "999", text: "one two", requested: true },
  ]);
});

Deno.test("the rooms that the client asked for by itself are one event, those of /list one each", () => {
  const lines = [":s 322 bob #1 3 :[+nt] hello", ":s 322 bob #2 1 :", ":s 323 bob :End"];
  assertEquals(answersTo({ quiet: "LIST" }, lines), [{
    type: "rooms",
    time: 0,
    rooms: [{ channel: "#1", people: 3, topic: "hello" }, { channel: "#2", people: 1, topic: "" }],
  }]);
  assertEquals(eventsOf(...lines).map(({ type }) => type), ["listed", "listed", "server"]);
});

Deno.test("The answer to our INVITE says who was invited, and to which room", () => {
  assertEquals(eventsOf(":irc.test 341 bob al #1"), [
    { type: "invite", time: 0, by: "", nick: "al", channel: "#1", own: false },
  ]);
});

/** The texts of what lines become. */
function textsOf(...lines: string[]): string[] {
  return eventsOf(...lines).map((event) => event.type === "server" ? event.text : event.type);
}

Deno.test("The bans of a room are one text, also if there are none", () => {
  const end = ":s 368 bob #1 :End of the room's bans";
  assertEquals(textsOf(end), ["Nobody is kept out of 1"]);
  const bans = [":s 367 bob #1 *!*@far al!a@host 1700000000", ":s 367 bob #1 ~a:eve"];
  assertEquals(textsOf(...bans, end), ["Kept out of 1:\n*!*@far, by al\n~a:eve"]);
});

Deno.test("The other lists of a room are one text each, and those of others do not mix with them", () => {
  const lines = [
    ":s 348 bob #1 *!*@near al 1700000000",
    ":s 346 bob #1 *!*@friend al!a@host 1700000000",
    ":s 728 bob #1 q *!*@loud al 1700000000",
    ":s 349 bob #1 :End",
    ":s 347 bob #1 :End",
    ":s 729 bob #1 q :End",
  ];
  assertEquals(textsOf(...lines), [
    "Not kept out of 1 by a ban:\n*!*@near, by al",
    "Need no invitation to 1:\n*!*@friend, by al",
    "Kept from speaking in 1:\n*!*@loud, by al",
  ]);
  assertEquals(textsOf(...lines.slice(3)), [
    "The bans of 1 have no exceptions",
    "Nobody is on the list of those who need no invitation to 1",
    "Nobody is kept from speaking in 1",
  ]);
});

Deno.test("The rooms that we are invited to are one text", () => {
  const end = ":s 337 bob :End of invitations";
  assertEquals(textsOf(":s 336 bob #1", ":s 336 bob &2", end), ["You are invited to:\n1\n&2"]);
  assertEquals(textsOf(end), ["You are invited to no room"]);
});

Deno.test("The answer to WHOWAS says who it was", () => {
  const lines = [":s 314 bob al ~a host * :Al", ":s 369 bob al :End of WHOWAS"];
  assertEquals(textsOf(...lines), ["al was here from ~a@host (Al)"]);
});

Deno.test("Our modes are an event if they were asked for, and nothing when we register", () => {
  const line = ":s 221 bob +Zi";
  assertEquals(eventsOf(line), []);
  const [event] = answersTo({ typed: "MODE" }, [line]);
  assertEquals(event?.type === "mode" && [event.modes, event.by], ["+Zi", undefined]);
});
