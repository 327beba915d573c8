import { assertEquals } from "@std/assert";

import { parseMessage } from "../../protocol/message.ts";
import type { ClientEvent } from "../events.ts";
import { ServerInfo } from "../session/server_info.ts";
import { receiveMessage } from "./message.ts";
import { Numerics } from "./numerics.ts";

/** The events that lines of a server become. */
function eventsOf(...lines: string[]): ClientEvent[] {
  return answersTo(undefined, lines);
}

/** The events that lines become which answer a command that the client sent by itself. */
function answersTo(quietCommand: string | undefined, lines: readonly string[]): ClientEvent[] {
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
      isAnswerTo: () => false,
      isQuietAnswerTo: (command) => command === quietCommand,
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

Deno.test("The other lines of WHOIS are notes in the server's words", () => {
  const lines = "275 276 307 310 313 320 335 338 344 350 378 379 671".split(" ").map((code) =>
    `:s ${code} bob al one :two ${code}`
  );
  const [event, ...others] = eventsOf(...lines, ":s 318 bob al :End of WHOIS");
  assertEquals(others, []);
  const notes = lines.map((line) => `one two ${line.slice(3, 6)}`);
  assertEquals(event, { ...WHOIS, notes });
});

Deno.test("A numeric without a translation is shown with its text", () => {
  assertEquals(eventsOf(":s 999 bob one :two"), [
    { type: "server", time: 0, code: "999", text: "one two", requested: true },
  ]);
});

Deno.test("the rooms that the client asked for by itself are one event, those of /list one each", () => {
  const lines = [":s 322 bob #1 3 :[+nt] hello", ":s 322 bob #2 1 :", ":s 323 bob :End"];
  assertEquals(answersTo("LIST", lines), [{
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

Deno.test("The bans of a room are one text, also if there are none", () => {
  const shown = (lines: readonly string[]) =>
    eventsOf(...lines).map((event) => event.type === "server" ? event.text : event.type);
  const end = ":s 368 bob #1 :End of the room's bans";
  assertEquals(shown([end]), ["Nobody is kept out of #1"]);
  const bans = [":s 367 bob #1 *!*@far al!a@host 1700000000", ":s 367 bob #1 ~a:eve"];
  assertEquals(shown([...bans, end]), ["Kept out of #1:\n*!*@far, by al\n~a:eve"]);
});
