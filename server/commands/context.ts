import type { MaybePromise } from "../maybe_promise.ts";
import type { IrcMessage } from "../../protocol/message.ts";
import type { User } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** What a command is run with. */
export interface Context {
  readonly server: Server;
  readonly session: Session;
  readonly message: IrcMessage;
}

/** What a command of a registered session is run with. */
export interface UserContext extends Context {
  readonly user: User;
}

/** What a handler returns: a promise makes the session's next line wait for it. */
export type Handled = MaybePromise;

/** A command that is for registered sessions. */
export interface UserCommand {
  readonly run: (context: UserContext, params: readonly string[]) => Handled;
  /** Fewest parameters; with fewer it is refused with 461. */
  readonly min?: number;
  /** Whether it is for operators alone. */
  readonly operator?: boolean;
  /** Its grammar, for HELP. */
  readonly usage: string;
}

/** A command that may come at any time. */
export interface EarlyCommand {
  readonly runAnytime: (context: Context, params: readonly string[]) => Handled;
  readonly min?: number;
  readonly usage: string;
}

export type Command = UserCommand | EarlyCommand;
