/** Clients that cost more than others, and some that mean harm. All go on until the signal. */

import type { LightClient } from "../../tests/harness/light_client.ts";
import type { Random } from "../../tests/harness/random.ts";
import { connectFrom, pause, type Place, proxyHeader } from "./place.ts";

/** The time between two requests of the searcher. */
const SEARCHES_EVERY_MS = 300;
/** The time between two looks of the slow reader whether it is still connected. */
const LOOKS_EVERY_MS = 2_000;
/** The time for which the attacker goes on with one attack. */
const ATTACK_MS = 10_000;
const ATTACKERS = 10;
const ROOMS_A_LINE = 45;

/** Options of the nuisances. */
export interface NuisanceOptions {
  readonly address: string;
  readonly rooms: readonly string[];
  readonly random: Random;
}

/** Joins all rooms and never reads; comes back when the server has disconnected it. */
export async function readSlowly(
  place: Place,
  { address, rooms }: NuisanceOptions,
): Promise<void> {
  for (let visit = 0; !place.signal.aborted; visit++) {
    const { host: hostname, port } = place.server;
    using connection = await Deno.connect({ hostname, port });
    const name = `slow${visit}`;
    const hello = `${proxyHeader(address)}\r\nNICK ${name}\r\n` +
      `USER ${name} 0 * :slow\r\nJOIN ${rooms.join(",")}\r\n`;
    const writes = (text: string) =>
      connection.write(new TextEncoder().encode(text)).then(() => true, () => false);
    for (let open = await writes(hello); open && !place.signal.aborted;) {
      await pause(LOOKS_EVERY_MS, place.signal);
      open = await writes("LIST\r\n");
    }
  }
}

/** Asks for what is long: history, searches, lists. */
export async function search(place: Place, options: NuisanceOptions): Promise<void> {
  const { address, rooms, random } = options;
  await using client = await connectFrom(place, { name: "searcher", address });
  await client.send("CAP REQ :batch message-tags draft/chathistory soju.im/search");
  await client.send("NICK searcher", "USER searcher 0 * :s", "CAP END", `JOIN ${rooms.join(",")}`);
  const requests = [
    (room: string) => `CHATHISTORY LATEST ${room} * 1000`,
    (room: string) => `SEARCH in=${room};text=${random.below(1_000)};limit=100`,
    (room: string) => `WHO ${room}`,
    (room: string) => `NAMES ${room}`,
    () => "LIST *o*,*m*",
    () =>
      "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 100",
  ];
  while (!place.signal.aborted) {
    await client.send(random.pick(requests)(random.pick(rooms)));
    await mustAnswer(client);
    await pause(SEARCHES_EVERY_MS, place.signal);
  }
}

/** The lines that members of a crowd send again and again, for each attack. */
const CROWDS: Readonly<Record<string, (round: number, random: Random) => string[]>> = {
  rooms(_, random) {
    const names = Array.from({ length: ROOMS_A_LINE }, () => `#x${random.below(10_000)}`).join(",");
    return [`JOIN ${names}`, `PART ${names}`];
  },
  lists: () => ["LIST *a*,*b*,*c*,*d*,*e*,*f*,*g*,*h*,*i*,*j*", "WHO *"],
  history: (round) => [`JOIN #room${round % 20}`, `CHATHISTORY LATEST #room${round % 20} * 1000`],
  garbage: (_, random) => [
    String.fromCharCode(...Array.from({ length: 300 }, () => 1 + random.below(250))),
    `PRIVMSG ${"x".repeat(600)}`,
    "@;;;=;= : :",
  ],
  guesses: (round) => ["OPER root guess", `PRIVMSG NickServ :IDENTIFY member1 guess${round}`],
};

/** Attacks from one address, in one way after another, with some connections at once. */
export async function attack(place: Place, options: NuisanceOptions): Promise<void> {
  while (!place.signal.aborted) {
    for (const lines of Object.values(CROWDS)) {
      const crowd = Array.from(
        { length: ATTACKERS },
        (_, index) => attackOnce(place, { ...options, name: `evil${index}`, lines }),
      );
      await Promise.all(crowd);
      if (place.signal.aborted) return;
    }
    await reconnect(place, options);
  }
}

async function attackOnce(
  place: Place,
  { name, address, lines, random }: NuisanceOptions & {
    readonly name: string;
    readonly lines: (round: number, random: Random) => string[];
  },
): Promise<void> {
  const end = performance.now() + ATTACK_MS;
  while (performance.now() < end && !place.signal.aborted) {
    await using client = await connectFrom(place, { name, address });
    await client.send(`NICK ${name}`, `USER ${name} 0 * :${name}`);
    for (let round = 0; !client.ended && performance.now() < end; round++) {
      await client.send(...lines(round, random));
      await pause(10, place.signal);
      if (place.signal.aborted) return;
    }
    await pause(100, place.signal);
  }
}

/** Opens connections and closes them at once. */
async function reconnect(place: Place, { address }: NuisanceOptions): Promise<void> {
  const end = performance.now() + ATTACK_MS;
  while (performance.now() < end && !place.signal.aborted) {
    await using client = await connectFrom(place, { name: "again", address });
    await client.send("NICK again");
  }
}

async function mustAnswer(client: LightClient): Promise<void> {
  if (!await client.answered()) throw new Error(`The server has disconnected ${client.name}`);
}
