import type { IrcMessage } from "../../protocol/message.ts";
import { Capabilities } from "./capabilities.ts";
import type { Connection } from "../connection/connection.ts";
import { Credentials } from "./credentials.ts";
import type { DesiredState } from "./desired_state.ts";
import type { NicknameRecovery } from "./nickname_recovery.ts";
import { Registration } from "./registration.ts";
import type { RegistrationStep } from "./registration.ts";
import type { SessionEnd, SessionOptions } from "./options.ts";

/** Options for {@linkcode Registrar}. */
export interface RegistrarOptions {
  readonly session: SessionOptions;
  readonly desired: DesiredState;
  readonly recovery: NicknameRecovery;
  readonly send: (line: string) => void;
  /** Ends this connection. */
  readonly drop: (reason: string) => void;
}

/** Banned: to come back would be of no use. */
const BANNED = "465";

/**
 * The way in, of every connection of a session: the first time, a taken name or a wrong password
 * ends it all; later they are got over, with another name or another attempt.
 */
export class Registrar {
  capabilities: Capabilities;
  readonly credentials: Credentials;
  /** Why it is over, once it is. */
  end: SessionEnd | undefined;
  readonly #options: RegistrarOptions;
  #registration: Registration | undefined;
  #entered = false;
  #answer: Promise<boolean> | undefined;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.credentials = new Credentials(options.session.account);
    this.capabilities = this.#offer();
  }

  /** A new connection: says who we are. */
  begin(connection: Connection): void {
    const { session, desired, recovery, send } = this.#options;
    desired.nick ??= `guest${connection.localPort ?? Math.floor(session.random() * 60_000)}`;
    this.capabilities = this.#offer();
    this.#registration = new Registration({
      nick: desired.nick,
      realname: session.realname ?? desired.nick,
      serverPassword: session.serverPassword,
      account: this.credentials.account,
      capabilities: this.capabilities,
      send,
    });
    recovery.begin(desired.nick);
    this.#registration.begin();
  }

  /** Takes what the server says before it lets us in; the nickname once it has. */
  async handle(message: IrcMessage): Promise<string | undefined> {
    const step = await this.#registration?.handle(message);
    if (step === undefined) return undefined;
    if (step.type !== "registered") {
      this.#overcome(step, message);
      return undefined;
    }
    this.#registration = undefined;
    this.#entered = true;
    return step.nick;
  }

  /** Waits for the person's answer; true when there is another name to come in with. */
  async answered(): Promise<boolean> {
    const answer = this.#answer;
    this.#answer = undefined;
    return await answer ?? false;
  }

  /** Asks for this name on the way in. */
  takeNick(nick: string): void {
    this.#options.recovery.begin(nick);
    this.#registration?.takeNick(nick);
  }

  #offer(): Capabilities {
    return new Capabilities({ login: this.credentials.account !== undefined });
  }

  #overcome(
    step: Exclude<RegistrationStep, { type: "registered" }>,
    message: IrcMessage,
  ): void {
    const { desired, recovery, drop, session } = this.#options;
    const isGuest = session.nick === undefined;
    if (step.type === "name-taken" && !this.#entered && !isGuest) {
      this.#askName(step.reason);
      return;
    }
    if (step.type === "name-taken" || step.type === "name-refused" && isGuest) {
      const other = recovery.another(step.type === "name-taken" ? "similar" : "short");
      if (other !== undefined) {
        this.#registration?.takeNick(other);
        return;
      }
    }
    // A password that was typed and has been changed elsewhere: in without it.
    if (step.type === "wrong-password" && this.#entered && this.credentials.forget()) {
      drop(step.reason);
      return;
    }
    if (!this.#entered || message.command === BANNED) {
      this.end ??= { ...step, nick: desired.nick ?? "" };
    }
    drop(step.reason);
  }

  // The server does not wait long for another name: it is asked for between two connections.
  #askName(reason: string): void {
    const { session, desired, drop } = this.#options;
    const taken = desired.nick ?? "";
    const answer = (nick: string | undefined) => {
      if (nick === undefined) this.end ??= { type: "name-taken", nick: taken, reason };
      else desired.nick = nick;
      return nick !== undefined;
    };
    if (session.askName === undefined) answer(undefined);
    else this.#answer = session.askName(taken).then(answer);
    drop(reason);
  }
}
