import type { CapabilityName } from "../../protocol/capabilities.ts";
import type { IrcMessage } from "../../protocol/message.ts";
import type { MaybePromise } from "../maybe_promise.ts";
import type { User } from "../network/state.ts";
import type { SessionContext } from "../session_context.ts";

/** The arguments of a command that also works before registration. */
export interface Context extends SessionContext {
  readonly message: IrcMessage;
}

/** The arguments of a command that works only after registration. */
export interface UserContext extends Context {
  readonly user: User;
}

/** The properties that all rows of the table of commands have; `runCommand` checks them. */
interface CommandRow {
  /** With fewer parameters the command is refused with 461. */
  readonly minParams?: number;
  /** Whether the command is for operators only; others are refused with 481. */
  readonly operator?: boolean;
  /** The capability without which the command is unknown (421). */
  readonly capability?: CapabilityName;
  /** The command's grammar, which begins with its name. */
  readonly usage: string;
  /** A sentence of HELP that describes the command. */
  readonly description: string;
}

/** A command that works only after registration; before, it is refused with 451. */
export interface UserCommand extends CommandRow {
  readonly beforeRegistration?: undefined;
  /** Runs the command; the session's next line waits for a promise. */
  readonly run: (context: UserContext, params: readonly string[]) => MaybePromise;
}

/** A command that also works before registration. */
export interface EarlyCommand extends CommandRow {
  /** The capability that it needs before registration, `true` for none. */
  readonly beforeRegistration: true | CapabilityName;
  /** As in {@linkcode UserCommand}. */
  readonly run: (context: Context, params: readonly string[]) => MaybePromise;
}

/** A row of the table of commands. */
export type Command = UserCommand | EarlyCommand;
