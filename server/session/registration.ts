/** What a client has sent to register. */
export class Registration {
  nickname: string | undefined;
  /** The last nickname that it asked for, available or not. */
  wanted: string | undefined;
  username: string | undefined;
  realname: string | undefined;
  /** Whether a PASS had the right password. */
  passwordGiven = false;
  /** Whether capabilities are negotiated, which delays registration until CAP END. */
  negotiating = false;
  /** Metadata of the user to be, by key (draft/metadata-2, `before-connect`). */
  readonly metadata = new Map<string, string>();
  /** The message of an AWAY before registration (draft/pre-away). */
  away: string | undefined;
}
