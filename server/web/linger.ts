import type { Transport } from "../io/transport.ts";

/** How long a peer may go on sending after the last answer, in milliseconds. */
const MAX_LINGER_MS = 1_000;
/** Bytes that a peer may send after the last answer. */
const MAX_LINGER_BYTES = 1024 * 1024;

/**
 * Drops what the peer still sends until it hangs up or has sent too much, then closes the socket. A
 * socket that is closed with unread bytes resets the connection, and the peer could miss the last
 * answer. Never throws.
 */
export async function linger(transport: Transport): Promise<void> {
  const timer = setTimeout(() => transport.close(), MAX_LINGER_MS);
  try {
    const buffer = new Uint8Array(16 * 1024);
    let dropped = 0;
    while (dropped < MAX_LINGER_BYTES) {
      const count = await transport.read(buffer);
      if (count === null) return;
      dropped += count;
    }
  } catch {
    // The peer has hung up, or its time is over.
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}
