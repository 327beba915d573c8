import type { LightClient } from "../../tests/harness/light_client.ts";
import type { Random } from "../../tests/harness/random.ts";
import type { Ledger, Presence } from "./ledger.ts";
import { connectFrom, pause, type Place } from "./place.ts";

const CAPABILITIES = "echo-message message-tags server-time batch labeled-response " +
  "draft/chathistory";
/** The mean time between two messages of a member. */
const SAYS_EVERY_MS = 5_000;
/** The mean time for which a member who comes and goes stays. */
const STAYS_MS = 60_000;
/** The mean time for which they are away. */
const AWAY_MS = 2_000;
const MAX_PADDING = 200;
const ENTER_ATTEMPTS = 10;
const NICKNAME_IN_USE = /^(?:@\S+ )?\S+ 433 /;

/** Options for a {@linkcode Member}. */
export interface MemberOptions {
  readonly name: string;
  readonly address: string;
  readonly rooms: readonly string[];
  readonly ledger: Ledger;
  readonly random: Random;
  /** Whether they leave and come back all the time. */
  readonly comesAndGoes: boolean;
}

/** Somebody who talks in some rooms, and takes note of all that they hear. */
export class Member {
  readonly name: string;
  readonly #options: MemberOptions;
  readonly #place: Place;
  /** The rooms that they are in now. */
  readonly #presences = new Map<string, Presence>();
  readonly #entered = Promise.withResolvers<void>();
  #client: LightClient | undefined;
  #visits = 0;

  constructor(place: Place, options: MemberOptions) {
    this.name = options.name;
    this.#options = options;
    this.#place = place;
  }

  /** How many times they have come. */
  get visits(): number {
    return this.#visits;
  }

  /** Resolves when they have come for the first time. */
  get entered(): Promise<void> {
    return this.#entered.promise;
  }

  /** The rooms that they are in. */
  get rooms(): ReadonlySet<string> {
    return new Set(this.#presences.keys());
  }

  /** Comes, talks and goes until the signal; those who are there then stay. */
  async live(): Promise<void> {
    const { signal } = this.#place;
    const { comesAndGoes } = this.#options;
    while (!signal.aborted) {
      const client = await this.#enter();
      this.#entered.resolve();
      const until = comesAndGoes ? performance.now() + this.#around(STAYS_MS) : Infinity;
      while (!signal.aborted && !client.ended && performance.now() < until) {
        await pause(this.#around(SAYS_EVERY_MS), signal);
        if (!signal.aborted) await this.#say(client);
      }
      if (signal.aborted) return;
      if (client.ended && performance.now() < until) {
        throw new Error(`The server has ended the connection of ${this.name}`);
      }
      await this.#leave(client);
      await pause(this.#around(AWAY_MS), signal);
    }
  }

  /** Waits until everything that was sent to them has come. */
  async settle(): Promise<void> {
    await this.#client?.answered();
  }

  async close(): Promise<void> {
    await this.#client?.[Symbol.asyncDispose]();
  }

  /** Connects and joins the rooms; again while the name belongs to the connection before. */
  async #enter(): Promise<LightClient> {
    this.#visits++;
    for (let attempt = 1;; attempt++) {
      const client = await this.#connect();
      if (this.#presences.size > 0) return client;
      await client[Symbol.asyncDispose]();
      if (attempt === ENTER_ATTEMPTS) throw new Error(`The name ${this.name} stays in use`);
      await pause(AWAY_MS, this.#place.signal);
    }
  }

  async #connect(): Promise<LightClient> {
    const { name, address, rooms } = this.#options;
    let isRefused = false;
    const client = await connectFrom(this.#place, {
      name,
      address,
      take: (line) => {
        isRefused ||= NICKNAME_IN_USE.test(line);
        this.#hear(line);
      },
    });
    this.#client = client;
    await client.send(`CAP REQ :${CAPABILITIES}`, `NICK ${name}`, `USER ${name} 0 * :${name}`);
    await client.send("CAP END", `JOIN ${rooms.join(",")}`);
    await client.until("the rooms", () => isRefused || this.#presences.size === rooms.length);
    return client;
  }

  async #leave(client: LightClient): Promise<void> {
    this.#presences.clear();
    if (this.#options.random.chance(0.5)) await client.send("QUIT :off");
    await client[Symbol.asyncDispose]();
    this.#client = undefined;
  }

  async #say(client: LightClient): Promise<void> {
    const { random, rooms, ledger } = this.#options;
    const room = random.pick(rooms);
    const number = ledger.say(room);
    await client.send(`PRIVMSG ${room} :${number} ${"x".repeat(random.below(MAX_PADDING))}`);
  }

  #hear(line: string): void {
    const said = /^(?:@\S+ )?:([^! ]+)\S* PRIVMSG (#\S+) :(\d+) /.exec(line);
    if (said !== null) {
      const [, source, room = "", digits] = said;
      this.#presences.get(room)?.heard.push(Number(digits));
      if (source === this.name) this.#options.ledger.acknowledge(Number(digits));
      return;
    }
    const [, source, room] = /^(?:@\S+ )?:([^! ]+)\S* JOIN :?(#\S+)/.exec(line) ?? [];
    if (source === this.name && room !== undefined) {
      this.#presences.set(room, this.#options.ledger.enter(this.name, room));
    }
  }

  /** A random time around a mean one, in milliseconds. */
  #around(milliseconds: number): number {
    return milliseconds * (0.5 + this.#options.random.next());
  }
}
