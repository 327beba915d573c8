import { assertEquals } from "@std/assert";

import { COMMANDS } from "../../server/commands/table.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { LightClient } from "../harness/light_client.ts";
import { garbage, lineOf, mutate } from "../harness/line_generator.ts";
import { Random } from "../harness/random.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { answersTo } from "../harness/wire.ts";

const LINES = 100_000;
const SESSIONS = 8;
const LINES_AT_ONCE = 100;
const DEADLINE = 60_000;
/** Commands that are sent rarely: they end sessions or are slow on purpose. */
const RARE = new Set([
  "QUIT",
  "KILL",
  "OPER",
  "AUTHENTICATE",
  "REGISTER",
  "VERIFY",
  "NICKSERV",
  "NS",
]);
const RARITY = 0.03;

const SETTINGS = `
[[operator]]
name = "root"
password = "let-me-in"
[limits]
lines-per-second = 0
connections-per-address = 0
login-attempts = 0
history-messages = 30
send-queue = "64 MiB"
`;

const encoder = new TextEncoder();

/** Generates a line of a command, a damaged one, or random bytes. */
function nextLine(usages: readonly string[], random: Random): Uint8Array {
  if (random.chance(0.05)) return garbage(random);
  let usage = random.pick(usages);
  while (RARE.has(usage.split(" ", 1)[0]!) && !random.chance(RARITY)) usage = random.pick(usages);
  let line = lineOf(usage, random);
  if (usage.startsWith("OPER ") && random.chance(0.8)) line = "OPER root let-me-in";
  while (random.chance(0.25)) line = mutate(line, random);
  return encoder.encode(`${line}\r\n`);
}

async function enter(server: TestServer, name: string): Promise<LightClient> {
  const client = await LightClient.connect(server, { name });
  await client.send("CAP LS 302", `NICK ${name}`, `USER ${name} 0 * :${name}`, "CAP END");
  await client.answered(DEADLINE);
  return client;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Sends lines in one session after another, and checks after each hundred that it is answered. */
async function talk(server: TestServer, { lines, seed }: { lines: number; seed: number }) {
  const usages = [...COMMANDS.values()].map(({ usage }) => usage);
  const random = new Random(seed);
  let session = 0;
  let client = await enter(server, `fuzz${seed}x${session}`);
  for (let said = 0; said < lines; said += LINES_AT_ONCE) {
    const parts = Array.from({ length: LINES_AT_ONCE }, () => nextLine(usages, random));
    // The last line may have no end: this keeps PING apart from it.
    await client.sendBytes(concatenate([...parts, encoder.encode("\r\n")]));
    if (await client.answered(DEADLINE)) continue;
    await client[Symbol.asyncDispose]();
    client = await enter(server, `fuzz${seed}x${++session}`);
  }
  await client[Symbol.asyncDispose]();
}

Deno.test("A server survives 100,000 generated lines, valid and invalid", async () => {
  const seed = Number(
    Deno.env.get("CHAT_FUZZ_SEED") ?? crypto.getRandomValues(new Uint16Array(1))[0],
  );
  console.log(`Seed of the generated lines: CHAT_FUZZ_SEED=${seed}`);
  await using server = await startServer({
    settings: SETTINGS,
    args: ["--log-level", "error", "--work-per-second", "0", "--shared-work-per-second", "0"],
    defaultLimits: true,
  });
  const lines = LINES / SESSIONS;
  const sessions = Array.from(
    { length: SESSIONS },
    (_, index) => talk(server, { lines, seed: seed * SESSIONS + index }),
  );
  await Promise.all(sessions);

  using alice = await IrcTestClient.enter(server, { nickname: "witness", channels: ["#witness"] });
  using bob = await IrcTestClient.enter(server, { nickname: "friend", channels: ["#witness"] });
  assertEquals(await answersTo(alice, "PRIVMSG #witness :still here"), []);
  await bob.waitFor("PRIVMSG");
  await server.process.type("quit");
  assertEquals(await server.process.finished(), 0);
  const log = server.process.stderr.items.filter((line) => !/^(listening|chat join) /.test(line));
  assertEquals(log.filter((line) => /\bbug\b/.test(line)), []);
  assertEquals(log, []);
});
