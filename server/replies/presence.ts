import type { MaybePromise } from "../maybe_promise.ts";
import type { User } from "../network/state.ts";
import { hostOf } from "../registration/host.ts";
import type { Server } from "../server.ts";

/** The addresses that a user is connected from, each once. */
export function addressesOf(server: Server, user: Pick<User, "id">): string[] {
  const addresses = server.sessions.of(user.id).map(({ address }) => hostOf(address));
  return [...new Set(addresses)];
}

/** The addresses that a user is connected from on all nodes, each once. */
export function allAddressesOf(server: Server, user: User): MaybePromise<string[]> {
  const here = addressesOf(server, user);
  const isElsewhere = user.sessions.length > server.sessions.of(user.id).length;
  if (server.peers === undefined || !isElsewhere) return here;
  return server.peers.ask("addresses", user.id)
    .then((answers) => [...new Set([...here, ...answers.flatMap(({ lines }) => lines)])]);
}

/** How long ago a user last sent a message to anybody, in whole seconds. */
export function idleSeconds(server: Server, user: User): number {
  return Math.max(0, Math.floor((server.now() - user.spokeAt) / 1000));
}
