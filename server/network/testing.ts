import { assert } from "@std/assert";
import type { Entry, EventOf, NetworkEvent, NewUser, StoredPassword } from "./events.ts";
import { Network } from "./network.ts";
import type { Outcome } from "./outcome.ts";
import type { Channel, User } from "./state.ts";

/** For tests: a network and its events, numbered in order. */
export class Events {
  readonly network = new Network({ whowasEntries: 10 });
  #sequence: number;

  /** `sequence` is that of the last event before. */
  constructor({ sequence = 0 } = {}) {
    this.#sequence = sequence;
  }

  apply<E extends NetworkEvent>(event: E, { epoch = "" } = {}): Outcome<E["type"]> {
    const sequence = ++this.#sequence;
    const entry = { event, epoch, sequence, time: sequence * 1000, origin: undefined };
    return this.network.apply(entry as unknown as Entry<E["type"]>);
  }

  /** Applies events, all of which must succeed. */
  all(...events: NetworkEvent[]): void {
    for (const event of events) assert(this.apply(event).ok, JSON.stringify(event));
  }

  refusal(event: NetworkEvent): string | undefined {
    const outcome = this.apply(event);
    return outcome.ok ? undefined : outcome.refusal;
  }

  user(nickname: string): User {
    const user = this.network.userByNickname(nickname);
    assert(user !== undefined);
    return user;
  }

  channel(name: string): Channel {
    const channel = this.network.channel(name);
    assert(channel !== undefined);
    return channel;
  }
}

/** A password that nobody knows. */
export const SOME_PASSWORD: StoredPassword = {
  scrypt: "",
  scram: { salt: "AA==", iterations: 1, storedKey: "AA==", serverKey: "AA==" },
};

/** The event of an account that is made, which needs no code. */
export function accountAdded(name: string): EventOf<"account-added"> {
  return {
    type: "account-added",
    name,
    email: undefined,
    password: SOME_PASSWORD,
    pending: undefined,
  };
}

/** The event of a user who connects; their id is their nickname unless `more` says otherwise. */
export function connect(id: string, more: Partial<NewUser> = {}): NetworkEvent {
  const user = {
    id,
    nickname: id,
    username: "~u",
    host: "h",
    realname: `${id}'s real name`,
    account: undefined,
    away: undefined,
    secure: false,
    server: "s",
    modes: ["i"],
    ...more,
  };
  return { type: "connect", user };
}

/** The event of a user who joins a channel. */
export function join(user: string, channel = "#1"): NetworkEvent {
  return { type: "join", user, channel };
}

/** The event of a user who invites another to a channel. */
export function invite(by: string, user: string, channel = "#1"): NetworkEvent {
  return { type: "invite", by, user, channel };
}

/** Everything in a network, without circular references. */
export function snapshot({ users, channels, counts }: Network) {
  return {
    counts: { ...counts },
    users: [...users.values()].map(({ memberships, modes, metadata, silenced, ...user }) => ({
      ...user,
      modes: [...modes],
      metadata: [...metadata],
      silenced: [...silenced],
      memberships: [...memberships].map(([key, { status }]) => [key, status]),
    })),
    channels: [...channels.values()].map(({ members, ...channel }) => ({
      ...channel,
      members: [...members].map(([id, { status }]) => [id, status]),
    })),
  };
}
