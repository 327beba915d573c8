import type { PasswordFailure, SessionEnd } from "../../session/options.ts";

/** How a person shows who they are. */
export type LoginWay =
  | { readonly type: "guest" }
  | { readonly type: "password"; readonly password: string }
  | { readonly type: "token"; readonly account: string; readonly token: string }
  | {
    readonly type: "register";
    readonly password: string;
    readonly email: string | undefined;
    /** The code that confirms an account which is registered already. */
    readonly code: string | undefined;
  }
  /** Confirms an account that was registered earlier, whose password is not asked for. */
  | { readonly type: "verify"; readonly code: string };

/** What a person has typed to enter, or what the browser remembers of them. */
export interface Entry {
  readonly name: string;
  /** As people write them: `1`. */
  readonly rooms: readonly string[];
  readonly way: LoginWay;
  readonly serverPassword: string | undefined;
  /** Whether the browser remembers it after it is closed. */
  readonly remember: boolean;
}

/** Why a person was not let in. */
export interface EntryFailure {
  readonly end: SessionEnd;
  /** The question that was not answered, if the server asked for a password. */
  readonly password: PasswordFailure | undefined;
}
