import type { Clock } from "../connection/clock.ts";
import type { Connect, ServerAddress } from "../connection/connection.ts";
import type { SafeText } from "../format/sanitize.ts";

/** An output stream. */
export interface Output {
  readonly isTerminal: boolean;
  /** Throws if the stream is closed. */
  write(text: SafeText): Promise<void>;
}

/** The signals that the client handles. */
export type ClientSignal =
  | "interrupt"
  | "terminate"
  | "resize"
  /** The process is asked to stop for a while (SIGTSTP). */
  | "suspend"
  /** The process goes on after it was stopped. */
  | "continue";

/** What became of stopping the process. */
export type StopResult =
  | "stopped"
  /** The process may not stop itself, but the terminal stops it when Ctrl+Z is pressed there. */
  | "by-terminal"
  /** This system stops no processes. */
  | "impossible";

/** Options for {@linkcode JoinIo.connector}. */
export interface ConnectorOptions {
  /** Certificates to trust besides those of the system, as PEM. */
  readonly caCerts: readonly string[];
  /**
   * The SHA-256 fingerprint of the only certificate to trust, as 64 hexadecimal digits in lower
   * case; undefined to trust authorities.
   */
  readonly fingerprint: string | undefined;
}

/** The streams, files, signals and network that `chat join` uses; tests replace them. */
export interface JoinIo {
  readonly stdin: { readonly isTerminal: boolean; readonly chunks: AsyncIterable<Uint8Array> };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  readonly random: () => number;
  /** Returns the function that connects to a server. */
  connector(address: ServerAddress, options: ConnectorOptions): Connect;
  /** The columns of the terminal. */
  columns(): number;
  /** The columns and rows of the terminal. */
  size(): { readonly columns: number; readonly rows: number };
  /** Sets whether standard input delivers keys as they are pressed, or whole lines. */
  setRaw(raw: boolean): void;
  /** Writes to standard output before it returns, and does nothing if that is closed. */
  writeNow(text: SafeText): void;
  /** Stops the process until the shell continues it, if it can. */
  stop(): StopResult;
  /**
   * Calls the listener when an error was not caught, before the error is printed and the process
   * ends.
   */
  onCrash(listener: () => Promise<void>): void;
  onSignal(signal: ClientSignal, listener: () => void): void;
  env(name: string): string | undefined;
  /** Throws an Error whose message says why the file cannot be read. */
  readFile(path: string): string;
  /** Whether every user of this machine may read a file; false if there is none. */
  isReadableByAll(path: string): boolean;
  /** The names in a folder; none if there is no such folder. */
  listFolder(path: string): readonly string[];
  /** Writes a file and its folders. Throws an Error whose message says why it cannot. */
  writeFile(path: string, text: string): void;
  /** Asks on the terminal without showing what is typed; null for no answer. */
  askSecret(prompt: SafeText): string | null;
}
