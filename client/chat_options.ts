import type { ScreenActions } from "./commands/mod.ts";
import type { ClientEvent } from "./events.ts";
import type { SafeText } from "./format/sanitize.ts";
import type { ClientState } from "./model/mod.ts";
import type { SessionOptions } from "./session/options.ts";
import type { Settings } from "./settings/mod.ts";

/** Options for a chat. */
export interface ChatOptions {
  readonly session: Omit<SessionOptions, "emit">;
  /** The person to talk to at the start, instead of the first room. */
  readonly to: string | undefined;
  readonly settings: Settings;
  /** Writes a file and returns its path. Throws an Error whose message says why it cannot. */
  readonly saveFile: (name: string, text: SafeText) => string;
  /**
   * Whether a person sees where the next line goes. If so, the chat turns to another room by
   * itself when a room is left or cannot be joined. The lines of a script must never go to
   * another room than the script means.
   */
  readonly interactive: boolean;
  /** Whether messages are read when the person looks at them, and not already when shown. */
  readonly readsByLooking?: boolean;
  /** Receives every event while the chat runs, in order. */
  readonly listen: (event: ClientEvent) => void;
  /** What commands can do to the screen; absent for other front ends. */
  readonly screen?: ScreenActions | undefined;
  /** The state to go on from: that of an earlier chat on the same network. */
  readonly state?: ClientState | undefined;
}
