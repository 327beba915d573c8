import type { Delivery } from "../delivery/delivery.ts";
import { deliver } from "../delivery/table.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Network } from "../network/network.ts";
import type { Effects, Outcome } from "../network/outcome.ts";
import type { Recorder } from "./journal.ts";

/** The parts of the server that every event goes through. */
export interface Stations {
  readonly network: Network;
  readonly delivery: Delivery;
  readonly recorder: Recorder;
  /** Called with an applied event once its lines are sent. */
  readonly onApplied: <T extends EventType>(entry: Entry<T>, effect: Effects[T]) => void;
  /** Requests a tick, at the end of which what was recorded is committed. */
  readonly requestTick: () => void;
}

/**
 * Records an event that was applied, and sends its lines. When the last session of a user ends,
 * that is seen as a QUIT.
 */
export function pass<T extends EventType>(
  stations: Stations,
  entry: Entry<T>,
  effect: Effects[T],
): void {
  const { event } = entry as unknown as Entry;
  if (event.type !== "detach") return passOn(stations, entry, effect);
  const { quit } = effect as unknown as Effects["detach"];
  if (quit === undefined) return;
  const { user, reason } = event;
  passOn(stations, { ...entry, event: { type: "quit", user, reason } }, quit);
}

function passOn<T extends EventType>(
  { delivery, recorder, onApplied, requestTick }: Stations,
  entry: Entry<T>,
  effect: Effects[T],
): void {
  recorder.record(entry, effect);
  deliver(delivery, entry, effect);
  onApplied(entry, effect);
  requestTick();
}

/**
 * The last sequence that an event uses: one for each channel that sees it, whether a server stores
 * these or not, so that the next event has the same sequence on each server.
 */
export function lastSequenceOf<T extends EventType>(entry: Entry<T>, outcome: Outcome<T>): number {
  const { event, sequence } = entry as unknown as Entry;
  return sequence + (outcome.ok ? Math.max(channelsOf(event.type, outcome) - 1, 0) : 0);
}

/** In how many channels an event is seen, if it is not one that goes to a single one. */
function channelsOf(type: EventType, effect: Effects[EventType]): number {
  if (type === "detach") return (effect as Effects["detach"]).quit?.channels.length ?? 0;
  if (type === "quit") return (effect as Effects["quit"]).channels.length;
  if (type === "nick") return (effect as Effects["nick"]).user.memberships.size;
  return 0;
}
