import type { Clock } from "../connection/clock.ts";
import type { Connect, ServerAddress } from "../connection/connection.ts";

/** Somewhere to write. */
export interface Output {
  readonly isTerminal: boolean;
  /** Throws when nobody reads any more. */
  write(bytes: Uint8Array): Promise<void>;
}

/** Signals that a client minds. */
export type ClientSignal = "interrupt" | "terminate" | "resize";

/** Options for {@linkcode JoinIo.connector}. */
export interface ConnectorOptions {
  /** Certificates to trust besides the usual ones, as PEM. */
  readonly caCerts: readonly string[];
}

/** Everything of the world outside that joining touches, so that a test can be that world. */
export interface JoinIo {
  readonly stdin: { readonly isTerminal: boolean; readonly chunks: AsyncIterable<Uint8Array> };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  readonly random: () => number;
  /** What {@linkcode connection} is made with. */
  connector(address: ServerAddress, options: ConnectorOptions): Connect;
  /** Columns of the terminal. */
  columns(): number;
  /** Whether keys come as they are pressed instead of line by line. */
  setRaw(raw: boolean): void;
  onSignal(signal: ClientSignal, listener: () => void): void;
  env(name: string): string | undefined;
  /** Throws an Error that says why it cannot be read. */
  readFile(path: string): string;
  /** Creates the folders above it. Throws an Error that says why it cannot be written. */
  writeFile(path: string, text: string): void;
  /** Asks on the terminal without showing what is typed; null when there is no answer. */
  askSecret(prompt: string): string | null;
}
