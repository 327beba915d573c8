import { assert, assertEquals } from "@std/assert";

import { ServerInfo } from "./server_info.ts";

function infoWith(...tokens: string[]): ServerInfo {
  const info = new ServerInfo();
  info.addTokens(tokens);
  return info;
}

Deno.test("The bytes of our source are counted once the server has sent it, and guessed before", () => {
  const info = infoWith();
  info.nick = "zoë";
  assert(info.sourceBytes >= 100);
  info.userhost = "~z@host";
  assertEquals(info.sourceBytes, new TextEncoder().encode(":zoë!~z@host ").length);
});

Deno.test("Names are compared as the server announces", () => {
  assert(infoWith().same("bob[1]", "BOB{1}"));
  assert(!infoWith("CASEMAPPING=ascii").same("bob[1]", "BOB{1}"));
  const info = infoWith("CASEMAPPING=ascii");
  info.nick = "Bob";
  assert(info.isMe("bOB"));
});

Deno.test("A target with a status prefix names its channel only if the server has STATUSMSG", () => {
  const info = infoWith("CHANTYPES=#", "STATUSMSG=@+");
  const targets = ["#1", "@#1", "+#1", "%#1", "@bob", "bob"];
  assertEquals(targets.map((target) => info.channelOf(target)), [
    "#1",
    "#1",
    "#1",
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals(infoWith("CHANTYPES=#").channelOf("@#1"), undefined);
});

Deno.test("A member's prefixes are those of the server", () => {
  const info = infoWith("PREFIX=(ov)@+");
  assertEquals(info.splitPrefixes("@+bob"), { prefixes: "@+", rest: "bob" });
  assertEquals(info.splitPrefixes("~bob"), { prefixes: "", rest: "~bob" });
  assertEquals(info.splitPrefixes("@"), { prefixes: "@", rest: "" });
});

Deno.test("A page of the history is at most what the server returns at once", () => {
  assertEquals(infoWith("CHATHISTORY=50").limitPage(100), 50);
  assertEquals(infoWith("CHATHISTORY=50").limitPage(20), 20);
  assertEquals(infoWith("CHATHISTORY=0").limitPage(100), 100);
  assertEquals(infoWith().limitPage(100), 100);
});

Deno.test("A new connection begins with nothing known", () => {
  const info = infoWith("CASEMAPPING=ascii");
  info.nick = "bob";
  info.userhost = "~b@host";
  info.reset();
  assertEquals([info.nick, info.userhost, info.isupport.size], ["", undefined, 0]);
});
