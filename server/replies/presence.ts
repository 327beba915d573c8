import type { User } from "../network/state.ts";
import { hostOf } from "../registration/host.ts";
import type { Server } from "../server.ts";

/** The addresses that a user is connected from, each once. */
export function addressesOf(server: Server, user: User): string[] {
  const addresses = server.sessions.of(user.id).map(({ address }) => hostOf(address));
  return [...new Set(addresses)];
}

/** How long ago a user last sent a message to anybody, in whole seconds. */
export function idleSeconds(server: Server, user: User): number {
  return Math.max(0, Math.floor((server.now() - user.spokeAt) / 1000));
}
