import { assert, assertEquals } from "@std/assert";

import { LightClient } from "../harness/light_client.ts";
import { startServer } from "../harness/server.ts";

const CROWD = 2000;
/** Connections that are opened at once; more would only wait in the listener's backlog. */
const AT_ONCE = 100;
const SPEAKERS = 20;
const LINES_EACH = 10;
const DEADLINE = 60_000;

/** What a member has received. */
interface Heard {
  joined: boolean;
  said: string[];
  quits: Set<string>;
}

function listen(heard: Heard): (line: string) => void {
  return (line) => {
    const command = line.split(" ", 2)[1];
    if (command === "PRIVMSG") heard.said.push(line.slice(line.indexOf(" :") + 2));
    else if (command === "366") heard.joined = true;
    else if (command === "QUIT") heard.quits.add(line.slice(1, line.indexOf("!")));
  };
}

Deno.test("In a channel of 2,000 every member receives every line once, in one order, and every QUIT", async () => {
  await using server = await startServer();
  await using stack = new AsyncDisposableStack();
  const clients: LightClient[] = [];
  const heard: Heard[] = [];
  for (let from = 0; from < CROWD; from += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, async (_, offset) => {
      const index = from + offset;
      const own: Heard = { joined: false, said: [], quits: new Set() };
      const name = `user${index}`;
      const client = stack.use(await LightClient.connect(server, { name, take: listen(own) }));
      clients[index] = client;
      heard[index] = own;
      await client.send(`NICK ${name}`, `USER ${name} 0 * :${name}`);
      await client.send("CAP REQ :echo-message", "JOIN #crowd");
      await client.until("366", () => own.joined, DEADLINE);
    }));
  }

  await Promise.all(
    clients.slice(0, SPEAKERS).map(async (client) => {
      for (let line = 0; line < LINES_EACH; line++) {
        await client.send(`PRIVMSG #crowd :${client.name} ${line}`);
      }
    }),
  );
  const total = SPEAKERS * LINES_EACH;
  await Promise.all(
    clients.map((client, index) =>
      client.until("every line", () => heard[index]!.said.length >= total, DEADLINE)
    ),
  );
  await Promise.all(clients.map((client) => client.answered(DEADLINE)));
  const order = heard[0]!.said;
  assertEquals(new Set(order).size, total);
  for (let speaker = 0; speaker < SPEAKERS; speaker++) {
    const own = order.filter((text) => text.startsWith(`user${speaker} `));
    assertEquals(own, Array.from({ length: LINES_EACH }, (_, line) => `user${speaker} ${line}`));
  }
  for (const { said } of heard) assertEquals(said, order);

  const [last] = heard;
  for (const client of clients.slice(1)) client.close();
  await clients[0]!.until("every QUIT", () => last!.quits.size === CROWD - 1, DEADLINE);
  assert(await clients[0]!.answered(DEADLINE));
});
