import { assertEquals } from "@std/assert";
import { formatMessage, type IrcMessage, parseMessage } from "../../protocol/message.ts";
import { Underway } from "./underway.ts";

function line(text: string): IrcMessage {
  return parseMessage(text) as IrcMessage;
}

const SAID = line("PRIVMSG #1 :x");

Deno.test("Messages do not wait for earlier ones, and all other lines wait for all of them", async () => {
  const underway = new Underway();
  const [one, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  assertEquals(underway.before(line("PING x")), undefined);
  underway.add(SAID, one.promise);
  underway.add(SAID, other.promise);
  assertEquals(underway.before(SAID), undefined);
  const done: string[] = [];
  const waiting = ["PING x", "@label=1 PRIVMSG #1 :x"].map(line).map(async (message) => {
    await underway.before(message);
    done.push(formatMessage(message).split(" ")[0]!);
  });
  one.resolve();
  await one.promise;
  await Promise.resolve();
  assertEquals(done, []);
  other.resolve();
  await Promise.all(waiting);
  assertEquals(done, ["PING", "@label=1"]);
  assertEquals(underway.before(line("PING x")), undefined);
});

Deno.test("A message waits if as many as may be are on their way", async () => {
  const underway = new Underway();
  const { promise, resolve } = Promise.withResolvers<void>();
  for (let count = 0; count < 64; count++) underway.add(SAID, promise);
  const wait = underway.before(SAID);
  assertEquals(wait instanceof Promise, true);
  resolve();
  await wait;
  assertEquals(underway.before(SAID), undefined);
});
