/** What a connection has said of itself before it is registered. */
export class Registration {
  nickname: string | undefined;
  /** The nickname it asked for last, whether or not it may have it. */
  wanted: string | undefined;
  username: string | undefined;
  realname: string | undefined;
  /** Whether PASS gave the right password. */
  passwordGiven = false;
  /** Whether capabilities are being negotiated, which holds registration up until CAP END. */
  negotiating = false;
  /** What it says of itself, by key (draft/metadata-2, `before-connect`). */
  readonly metadata = new Map<string, string>();
  /** What an AWAY before registration said (draft/pre-away). */
  away: string | undefined;
}
