/** PINGs that may be without a PONG; more are never sent. */
const MAX_PINGS = 200;

/**
 * The PINGs of a connection that have no PONG yet. A server answers them in their order, and some
 * answer without the token.
 */
export class Pings {
  #tokens: string[] = [];

  /** Notes a line that is sent, which may be a PING. */
  sent(line: string): void {
    const [, token] = /^(?:@\S+ )?PING :?(\S+)/.exec(line) ?? [];
    if (token !== undefined && this.#tokens.length < MAX_PINGS) this.#tokens.push(token);
  }

  /** The token of the PING that a PONG with these parameters answers. */
  answered(params: readonly string[]): string {
    const at = this.#tokens.findIndex((token) => params.includes(token));
    return this.#tokens.splice(0, at + 1 || 1).at(-1) ?? params.at(-1) ?? "";
  }

  /** The connection is lost. */
  clear(): void {
    this.#tokens = [];
  }
}
