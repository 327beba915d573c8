import { assertEquals } from "@std/assert";

import { parseMessage } from "../../protocol/message.ts";
import { receiveMessage } from "../receiving/message.ts";
import { FakeClock } from "../testing/fake_clock.ts";
import { NicknameRecovery } from "./nickname_recovery.ts";
import { ServerInfo } from "./server_info.ts";

function recovery() {
  const clock = new FakeClock();
  const info = new ServerInfo();
  info.nick = "bob_";
  const requests: string[] = [];
  const request = (nick: string) => void requests.push(nick);
  const nicknames = new NicknameRecovery({ info, clock, random: () => 0, request });
  const handle = (line: string) => {
    const message = parseMessage(line);
    if (typeof message === "string") throw new Error(`${line}: ${message}`);
    return nicknames.handle(receiveMessage(message));
  };
  return { nicknames, clock, requests, handle };
}

const REFUSED = ":irc.example 433 bob_ bob :Nickname is already in use";

Deno.test("Each refusal of a request for the lost nickname is hidden, and no other one", () => {
  const { nicknames, clock, requests, handle } = recovery();
  nicknames.recover("bob");
  clock.pass(5_000);
  assertEquals(handle(":bob!u@host QUIT :gone"), false);
  assertEquals(requests, ["bob", "bob"]);
  assertEquals([REFUSED, REFUSED, REFUSED].map(handle), [true, true, false]);
});
