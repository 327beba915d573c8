import { assert, assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { LightClient } from "../harness/light_client.ts";
import { startServer } from "../harness/server.ts";

const OTHERS = 50;
const SLOW = 5;
/** More rounds than the system's buffers and the send queue can hold. */
const MAX_ROUNDS = 400;
const ROOM_LINES_PER_ROUND = 5;
/** How much memory the server may need more while clients do not read. */
const MAX_GROWTH_BYTES = 100 * 1024 * 1024;

/** The memory of a process in bytes; 0 on systems other than Linux. */
async function residentBytes(pid: number): Promise<number> {
  if (Deno.build.os !== "linux") return 0;
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

/** Connects a client that registers, joins two channels and never reads. */
async function neverRead(
  { host, port }: { host: string; port: number },
  nickname: string,
): Promise<Deno.Conn> {
  const connection = await Deno.connect({ hostname: host, port });
  const hello = `NICK ${nickname}\r\nUSER ${nickname} 0 * :slow\r\nJOIN #1,#slow\r\n`;
  await connection.write(new TextEncoder().encode(hello));
  return connection;
}

Deno.test("Clients that stop reading are disconnected with SendQ exceeded, and 50 others lose nothing", async () => {
  await using server = await startServer({ args: ["--send-queue", "256 KiB"] });
  await using stack = new AsyncDisposableStack();
  using watcher = await IrcTestClient.enter(server, { nickname: "watcher", channels: ["#1"] });
  const heard = Array.from({ length: OTHERS }, (): string[] => []);
  const others = await Promise.all(heard.map(async (said, index) => {
    const take = (line: string) => {
      if (line.includes(" PRIVMSG #1 ")) said.push(line.slice(line.indexOf(" :") + 2));
    };
    const name = `other${index}`;
    const client = stack.use(await LightClient.connect(server, { name, take }));
    await client.send(`NICK ${name}`, `USER ${name} 0 * :${name}`, "JOIN #1");
    await client.answered();
    return client;
  }));
  const slow: Deno.Conn[] = [];
  for (let index = 0; index < SLOW; index++) {
    const connection = await neverRead(server, `slow${index}`);
    stack.defer(() => connection.close());
    slow.push(connection);
    await watcher.waitFor("JOIN", ({ source }) => source?.startsWith(`slow${index}!`) === true);
  }
  using speaker = await IrcTestClient.enter(server, {
    nickname: "speaker",
    channels: ["#1", "#slow"],
  });
  const before = await residentBytes(server.process.pid);

  const gone = new Map<string, string | undefined>();
  const said: string[] = [];
  let peak = before;
  const padding = "x".repeat(400);
  for (let round = 0; gone.size < SLOW; round++) {
    assert(round < MAX_ROUNDS, `Only ${gone.size} of ${SLOW} slow readers were cut off`);
    const lines = Array.from({ length: ROOM_LINES_PER_ROUND }, (_, line) => `${round}.${line}`);
    said.push(...lines);
    await speaker.send(
      ...Array.from({ length: 200 }, () => `PRIVMSG #slow :${padding}`),
      ...lines.map((line) => `PRIVMSG #1 :${line}`),
    );
    for (const { command, source, params } of await speaker.sync()) {
      if (command === "QUIT") gone.set(source!.split("!")[0]!, params[0]);
    }
    peak = Math.max(peak, await residentBytes(server.process.pid));
  }
  assertEquals([...gone.keys()].sort(), slow.map((_, index) => `slow${index}`));
  for (const reason of gone.values()) assertEquals(reason, "SendQ exceeded");
  for (const client of others) assert(await client.answered());
  for (const lines of heard) assertEquals(lines, said);
  assert(peak - before < MAX_GROWTH_BYTES, `The server grew by ${peak - before} bytes`);
});

Deno.test("A slow reader receives everything, however far behind it is", async () => {
  await using server = await startServer({ args: ["--send-queue", "16 MiB"] });
  using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  const connection = await neverRead(server, "bob");
  await alice.waitFor("JOIN");
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index} ${"x".repeat(400)}`);
  await alice.send(...lines.map((line) => `PRIVMSG #1 :${line}`));
  await alice.sync();
  using bob = new IrcTestClient(connection, "bob");
  for (const line of lines) assertEquals((await bob.waitFor("PRIVMSG")).params[1], line);
  assertEquals(await bob.sync(), []);
});
