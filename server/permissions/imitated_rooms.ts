import { lookalikeForms } from "../../protocol/lookalikes.ts";
import type { Network } from "../network/network.ts";
import type { User } from "../network/state.ts";
import { actsForFounder } from "./channels.ts";

/** What somebody reads who may not open such a room. */
export const IMITATION = "This name looks like that of a room that belongs to somebody else";

/**
 * Whether a name for a new room looks, by letters of other scripts, like the name of a room with a
 * founder whom the user cannot act for. Rooms of nobody are not protected, so that nobody can keep
 * others from a name by being there first.
 */
export function imitatesRoom(network: Network, name: string, user: User): boolean {
  const [, ...further] = lookalikeForms(name);
  return further.some((form) => {
    const channel = network.channel(form);
    return channel?.founder !== undefined && !actsForFounder(channel, user);
  });
}
