import { DatabaseSync } from "node:sqlite";
import { formatMessageId } from "../../../server/network/ids.ts";
import { IrcTestClient } from "../../harness/irc_client.ts";
import type { KeptNode } from "../node.ts";
import { RoomView } from "./room_view.ts";
import type { Talker } from "./talker.ts";

const CAPABILITIES = ["multi-prefix", "echo-message"];

/** Lines of a node's log that an error shows. */
const SHOWN_LINES = 20;

/** Somebody on each node, who is in all rooms. */
export class Watchers implements Disposable {
  readonly #clients: readonly IrcTestClient[];
  #ends = 0;

  private constructor(clients: readonly IrcTestClient[]) {
    this.#clients = clients;
  }

  static async enter(nodes: readonly KeptNode[], channels: readonly string[]): Promise<Watchers> {
    const clients: IrcTestClient[] = [];
    for (const { name, server } of nodes) {
      const nickname = `watcher-${name}`;
      const capabilities = CAPABILITIES;
      clients.push(await IrcTestClient.enter(server, { nickname, capabilities, channels }));
    }
    return new Watchers(clients);
  }

  /** Waits until all nodes have applied what was said before. */
  async settle(room: string): Promise<void> {
    const text = `the end ${++this.#ends}`;
    await this.#clients[0]!.send(`PRIVMSG ${room} :${text}`);
    for (const client of this.#clients) {
      await client.waitFor(text, ({ params }) => params.at(-1) === text);
    }
  }

  /** A room as each node shows it. */
  async look(room: string): Promise<string[]> {
    const views: string[] = [];
    for (const client of this.#clients) {
      const view = new RoomView();
      await client.send(`TOPIC ${room}`, `NAMES ${room}`);
      for (const message of await client.sync()) view.take(message);
      views.push(view.toString());
    }
    return views;
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client.close();
  }
}

/** The nodes that have ended by themselves. */
export function findEnded(nodes: readonly KeptNode[]): string[] {
  return nodes.filter(({ server }) => server.process.stderr.ended !== undefined)
    .map(({ name }) => name);
}

/** What a node has logged last. */
export function lastLines({ name, running }: KeptNode): string {
  const lines = running?.process.stderr.items.slice(-SHOWN_LINES) ?? [];
  return `Node ${name}:\n${lines.join("\n")}`;
}

/** A row of a node's history. */
interface Row {
  readonly seq: number;
  readonly room: string;
  readonly kind: number;
  readonly text: string;
}

/** A sentence for each disagreement between the histories of the nodes, and what talkers know. */
export function compareHistories(
  nodes: readonly KeptNode[],
  talkers: readonly Talker[],
): string[] {
  const [rows = [], ...others] = nodes.map(rowsOf);
  const faults = others.flatMap((other, index) =>
    firstDifference(rows, other).map((text) => `${nodes[index + 1]!.name} and a differ: ${text}`)
  );
  const messages = rows.filter(({ kind }) => kind === 0);
  const places = new Map<string, string[]>();
  for (const { seq, room, text } of messages) {
    const place = `${room} ${formatMessageId(seq)}`;
    places.set(text, [...places.get(text) ?? [], place]);
  }
  for (const { room, text, id, refusal } of talkers.flatMap(({ said }) => said)) {
    const found = places.get(text) ?? [];
    if (found.length > 1) faults.push(`"${text}" is at ${found.join(" and ")}`);
    if (refusal !== undefined && found.length > 0) faults.push(`"${text}" was refused: ${refusal}`);
    if (id !== undefined && found[0] !== `${room} ${id}`) {
      faults.push(`"${text}" was confirmed as ${room} ${id}, and is at ${found[0]}`);
    }
  }
  const histories = Map.groupBy(messages, ({ room }) => room);
  for (const { name, heard } of talkers) {
    for (const [room, messages] of heard) {
      const ids = (histories.get(room) ?? []).map(({ seq }) => formatMessageId(seq));
      faults.push(...messages.compare(ids).map((fault) => `${name} in ${room} ${fault}`));
    }
  }
  return faults;
}

/** A sentence for each room that somebody or a node sees in another way than the others. */
export async function compareRooms(
  watchers: Watchers,
  { rooms, talkers }: { readonly rooms: readonly string[]; readonly talkers: readonly Talker[] },
): Promise<string[]> {
  const faults: string[] = [];
  for (const room of rooms) {
    const [view, ...others] = await watchers.look(room);
    for (const other of others) {
      if (other !== view) faults.push(`${room} is ${view} on one node, ${other} on another`);
    }
    for (const { name, views } of talkers) {
      const own = views.get(room)?.toString();
      if (own !== undefined && own !== view) faults.push(`${room} is ${view}, to ${name} ${own}`);
    }
  }
  return faults;
}

function rowsOf({ data }: KeptNode): Row[] {
  using db = new DatabaseSync(`${data}/chat.db`, { readOnly: true });
  return db.prepare(
    "SELECT seq, substr(key, 2) AS room, kind, source, recipient, text FROM history JOIN targets ON id = target ORDER BY seq",
  ).all() as unknown as Row[];
}

function firstDifference(rows: readonly Row[], others: readonly Row[]): string[] {
  for (let index = 0; index < Math.max(rows.length, others.length); index++) {
    const [one, other] = [rows[index], others[index]].map((row) => JSON.stringify(row));
    if (one !== other) return [`row ${index} is ${one} and ${other}`];
  }
  return [];
}
