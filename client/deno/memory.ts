import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Memory of the process, in bytes, from which garbage is collected at once, and in any case. */
const COLLECT_FROM_BYTES = 90_000_000;
const COLLECT_ALWAYS_BYTES = 140_000_000;
/** How much more than after the last collection that is, where most of the memory is in use. */
const GROWTH_FACTOR = 1.15;
/** Received bytes after which the memory is looked at again. */
const LOOK_EVERY_BYTES = 100_000;

/** How much longer than a collection the time until the next one is at least. */
const PAUSE_FACTOR = 1;

let received = 0;
/** When garbage may be collected again, on the clock of `performance`. */
let nextAt = 0;
/** Memory from which garbage is collected next, in bytes. */
let collectFrom = COLLECT_FROM_BYTES;
let collect: (() => void) | undefined;

/**
 * A server has sent so many bytes. V8 lets garbage grow to several times what is in use; under a
 * flood that would be hundreds of megabytes, so that it is collected earlier then.
 */
export function noteReceived(bytes: number): void {
  received += bytes;
  if (received < LOOK_EVERY_BYTES) return;
  received = 0;
  const began = performance.now();
  if (began < nextAt || Deno.memoryUsage().rss <= collectFrom) return;
  (collect ??= garbageCollector())();
  const wanted = Math.max(COLLECT_FROM_BYTES, GROWTH_FACTOR * Deno.memoryUsage().rss);
  collectFrom = Math.min(wanted, COLLECT_ALWAYS_BYTES);
  nextAt = performance.now() + PAUSE_FACTOR * (performance.now() - began);
}

function garbageCollector(): () => void {
  // The executable is built with it.
  const { gc } = globalThis as { readonly gc?: () => void };
  if (gc !== undefined) return gc;
  try {
    setFlagsFromString("--expose-gc");
    return runInNewContext("gc");
  } catch {
    // A runtime without this: V8 collects when it thinks fit.
    return () => {};
  }
}
