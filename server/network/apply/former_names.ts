import type { Channel, NetworkState } from "../state.ts";

/** How long a founded channel's former name leads to it, in milliseconds. */
const RESERVED_MS = 86_400_000;

/** The channel that a name leads to, which was renamed; the name has to be casefolded. */
export function formerlyNamed(
  { formerNames }: NetworkState,
  key: string,
  time: number,
): Channel | undefined {
  const channel = formerNames.get(key);
  return time < (channel?.formerNames.get(key) ?? 0) ? channel : undefined;
}

/** Reserves the name that a founded channel gives up, and frees those whose time is over. */
export function reserveName(
  state: NetworkState,
  channel: Channel,
  { key, time }: { readonly key: string; readonly time: number },
): void {
  for (const [former, until] of channel.formerNames) {
    if (time >= until) freeName(state, former);
  }
  if (channel.founder === undefined) return;
  channel.formerNames.set(key, time + RESERVED_MS);
  state.formerNames.set(key, channel);
}

/** Frees a reserved name; does nothing if it is not reserved. */
export function freeName({ formerNames }: NetworkState, key: string): void {
  formerNames.get(key)?.formerNames.delete(key);
  formerNames.delete(key);
}

/** Frees all former names of a channel. */
export function freeNamesOf(state: NetworkState, channel: Channel): void {
  for (const key of [...channel.formerNames.keys()]) freeName(state, key);
}
