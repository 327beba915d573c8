import type { Clock } from "../../connection/clock.ts";
import { type Input, InputDecoder } from "../../editing/keys.ts";

/** How long an escape character waits for the rest of a sequence, in milliseconds. */
const ESCAPE_MS = 40;

/**
 * Reads keys from a terminal's bytes until it is gone or `isOver` is true after some of them, and
 * gives them to a function.
 */
export async function readInput(
  chunks: AsyncIterable<Uint8Array>,
  { clock, take, isOver }: {
    readonly clock: Clock;
    readonly take: (inputs: readonly Input[]) => void;
    readonly isOver?: () => boolean;
  },
): Promise<void> {
  const decoder = new InputDecoder();
  let cancel = () => {};
  try {
    for await (const chunk of chunks) {
      cancel();
      take(decoder.push(chunk));
      if (isOver?.() === true) return;
      if (decoder.isUndecided) cancel = clock.after(ESCAPE_MS, () => take(decoder.settle()));
    }
  } catch {
    // A terminal that is gone is one that was closed.
  } finally {
    cancel();
  }
}
