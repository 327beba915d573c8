import { LightClient } from "../../tests/harness/light_client.ts";
import type { Address } from "../../tests/harness/irc_client.ts";

const PING = /^(?:@\S+ )?(?::\S+ )?PING /;

/** The server that is tried, which trusts this machine to name the addresses of clients. */
export interface Place {
  readonly server: Address;
  /** Ends what uses the server. */
  readonly signal: AbortSignal;
}

/** Options for {@linkcode connectFrom}. */
export interface ConnectOptions {
  readonly name: string;
  /** The address that the server takes it to have. */
  readonly address: string;
  /** Gets each line, without its line end. */
  readonly take?: (line: string) => void;
}

/** Connects with an address of its own, by the header of the PROXY protocol, and answers PING. */
export async function connectFrom(
  { server }: Place,
  { address, name, take }: ConnectOptions,
): Promise<LightClient> {
  const client: LightClient = await LightClient.connect(server, {
    name,
    take: (line) => {
      if (PING.test(line)) void client.send(line.replace(PING, "PONG "));
      else take?.(line);
    },
  });
  await client.send(proxyHeader(address));
  return client;
}

/** The line that says whose connection it is: PROXY protocol, version 1. */
export function proxyHeader(address: string): string {
  return `PROXY TCP4 ${address} 192.0.2.1 50000 6667`;
}

/** Waits; ends early when the signal says so. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
