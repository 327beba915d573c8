import { IrcTestClient } from "../../tests/harness/irc_client.ts";
import type { Address } from "../../tests/harness/irc_client.ts";
import type { Ledger } from "./ledger.ts";
import type { Member } from "./member.ts";
import { proxyHeader } from "./place.ts";

const CHECKER = "checker";
const CAPABILITIES = ["batch", "message-tags", "server-time", "draft/chathistory"];
const PAGE_MESSAGES = 1_000;
/** The time that the server may take to see that a connection has ended. */
const LEAVING_MS = 10_000;

/** What is compared at the end. */
export interface Compared {
  readonly server: Address;
  /** The address of the one who compares. */
  readonly address: string;
  readonly rooms: readonly string[];
  /** Those who are there, and have received all that was sent to them. */
  readonly members: readonly Member[];
  readonly ledger: Ledger;
}

/** A sentence for each disagreement between server and people: who is there, what was said. */
export async function findDisagreements(compared: Compared): Promise<string[]> {
  const { server, address, rooms, members, ledger } = compared;
  using checker = await IrcTestClient.connect(server, { name: CHECKER });
  await checker.send(proxyHeader(address));
  await checker.register(CHECKER, { capabilities: CAPABILITIES });
  const faults: string[] = [];
  for (const room of rooms) {
    const there = new Set(members.filter(({ rooms }) => rooms.has(room)).map(({ name }) => name));
    const wrong = await findWrongNames(checker, { room, there });
    if (wrong.length > 0) faults.push(`NAMES of ${room} is wrong about ${wrong.join(", ")}`);
    faults.push(...ledger.compare(room, await readHistory(checker, room)));
  }
  return faults;
}

/**
 * The names about which NAMES and the people disagree. Those whose connections have just been closed
 * have some time to go.
 */
async function findWrongNames(
  checker: IrcTestClient,
  { room, there }: { readonly room: string; readonly there: ReadonlySet<string> },
): Promise<string[]> {
  await checker.join(room);
  const until = performance.now() + LEAVING_MS;
  while (true) {
    const wrong = there.symmetricDifference(await readNames(checker, room));
    if (wrong.size === 0 || performance.now() > until) return [...wrong];
  }
}

/** Who else is in a room. */
async function readNames(checker: IrcTestClient, room: string): Promise<Set<string>> {
  await checker.send(`NAMES ${room}`);
  const names = new Set<string>();
  for (const { command, params } of await checker.sync()) {
    if (command !== "353" || params[2] !== room) continue;
    for (const word of params[3]?.split(" ") ?? []) names.add(word.replace(/^[~&@%+]+/, ""));
  }
  names.delete("");
  names.delete(CHECKER);
  return names;
}

/** The numbers of all messages of a room, in their order. */
async function readHistory(checker: IrcTestClient, room: string): Promise<number[]> {
  const numbers: number[] = [];
  let after = "timestamp=1970-01-01T00:00:00.000Z";
  while (true) {
    await checker.send(`CHATHISTORY AFTER ${room} ${after} ${PAGE_MESSAGES}`);
    const page = (await checker.sync()).filter(({ command, tags }) =>
      command === "PRIVMSG" && tags.has("batch")
    );
    for (const { params } of page) numbers.push(Number.parseInt(params[1] ?? "", 10));
    const last = page.at(-1)?.tags.get("msgid");
    if (last === undefined) return numbers;
    after = `msgid=${last}`;
  }
}
