/**
 * The ports that {@linkcode freePort} finds, end excluded. Systems give higher ones to connections
 * and listeners that ask for any, so that none of these is taken between two starts of a server.
 */
const FIRST = 10_000;
const END = 32_768;

let next = FIRST + Math.floor(Math.random() * (END - FIRST));

/** A port that nobody listens on at any address, and that is given once in a process. */
export function freePort(): number {
  for (let tried = FIRST; tried < END; tried++) {
    const port = next;
    next = port + 1 === END ? FIRST : port + 1;
    if (isFree(port, "0.0.0.0") && isFree(port, "::")) return port;
  }
  throw new Error(`Cannot find a free port from ${FIRST} to ${END - 1}`);
}

function isFree(port: number, hostname: string): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
