import { ClockWatch } from "../operator/clock.ts";
import { messageOf } from "../../protocol/errors.ts";
import { dropLateBatch } from "../replies/batch_failures.ts";
import { EventLine } from "./event_line.ts";
import { USE_RESOLUTION_MS } from "../accounts/login_tokens.ts";
import { maintainTokens } from "../accounts/logins.ts";
import type { Server } from "../server.ts";
import type { Session } from "./session.ts";

/** How often all sessions are checked, in milliseconds. */
const SWEEP_MS = 1_000;

/**
 * Ends the sessions that do not register and those that do not answer a PING, keeps the login
 * tokens of the others from expiring, and forgets budgets that are full.
 */
export class Sweeper {
  readonly #server: Server;
  readonly #clock: ClockWatch;
  readonly #timer: ReturnType<typeof setInterval>;
  /** When the login tokens were last looked at, in milliseconds since 1970. */
  #tokensAt: number;

  constructor(server: Server, clock?: ClockWatch) {
    this.#server = server;
    this.#tokensAt = server.now();
    const { log, now } = server;
    this.#clock = clock ?? new ClockWatch({ log, now, interval: SWEEP_MS });
    this.#timer = setInterval(() => this.turn(), SWEEP_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /**
   * Checks every session; time in which the server itself was stopped, or cut off from its network,
   * is not their silence.
   */
  turn(): void {
    // Who has sent something that waits for the network is not read meanwhile.
    const missed = this.#clock.turn() + (this.#server.journal.stalled === true ? SWEEP_MS : 0);
    if (missed !== 0) {
      for (const session of this.#server.sessions.all) session.postpone(missed);
    }
    this.sweep(this.#server.now());
  }

  /** Checks every session once; `now` is in milliseconds since 1970. */
  sweep(now: number): void {
    this.#server.budgets.sweep();
    for (const session of this.#server.sessions.all) {
      // A client that is held cannot be heard, so its silence says nothing.
      if (session.connection.closing || session.budget.held) continue;
      dropLateBatch(session, now);
      this.#check(session, now);
    }
    if (now - this.#tokensAt >= USE_RESOLUTION_MS) this.#keepTokens(now);
  }

  #keepTokens(now: number): void {
    this.#tokensAt = now;
    try {
      maintainTokens(this.#server);
    } catch (error) {
      // A full disk must not end the sweeps; the next hour tries again.
      this.#server.databaseFailed(error);
      this.#server.log.warn("Login tokens could not be updated", { why: messageOf(error) });
    }
  }

  #check(session: Session, now: number): void {
    const { limits, name } = this.#server.options;
    const { registrationTimeout, pingInterval, pingTimeout } = limits;
    if (session.user === undefined) {
      const late = registrationTimeout !== 0 && now - session.awaitedSince >= registrationTimeout;
      if (late) session.end("Registration timed out");
    } else if (session.pingedAt !== undefined) {
      const waited = now - session.pingedAt;
      if (pingTimeout !== 0 && waited >= pingTimeout) {
        session.end(`Ping timeout: ${Math.floor((now - session.heardAt) / 1000)} seconds`);
      }
    } else if (pingInterval !== 0 && now - session.heardAt >= pingInterval) {
      session.pingedAt = now;
      session.push(new EventLine(`PING :${name}`));
    }
  }
}
