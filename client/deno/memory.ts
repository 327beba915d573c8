import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Memory of the process, in bytes, from which garbage is collected at once. */
const COLLECT_FROM_BYTES = 90_000_000;
/** Received bytes after which the memory is looked at again. */
const LOOK_EVERY_BYTES = 100_000;

/** How much longer than a collection the time until the next one is at least. */
const PAUSE_FACTOR = 1;

let received = 0;
/** When garbage may be collected again, on the clock of `performance`. */
let nextAt = 0;
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
  if (began < nextAt || Deno.memoryUsage().rss <= COLLECT_FROM_BYTES) return;
  (collect ??= garbageCollector())();
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
