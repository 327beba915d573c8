import type { Connection } from "../connection/connection.ts";
import { upgradeNote } from "../connection/strict_transport.ts";
import type { ReceivedMessage } from "../receiving/message.ts";
import { Capabilities } from "./capabilities.ts";
import { Credentials } from "./accounts/credentials.ts";
import { exposureWarning, PRIVATE_CONNECTION } from "./accounts/password_policy.ts";
import { t } from "../texts/mod.ts";
import type { DesiredState } from "./desired_state.ts";
import type { NicknameRecovery } from "./nickname_recovery.ts";
import type {
  NameAnswer,
  NewAccount,
  PasswordOwner,
  SessionEnd,
  SessionOptions,
} from "./options.ts";
import { Registration, RESERVED } from "./registration.ts";
import type { RegistrationResult } from "./registration.ts";

/** Options for {@linkcode Registrar}. */
export interface RegistrarOptions {
  readonly session: SessionOptions;
  readonly desired: DesiredState;
  readonly recovery: NicknameRecovery;
  readonly send: (line: string) => void;
  /** Ends this connection. */
  readonly drop: (reason: string) => void;
}

/**
 * Registers every connection of a session. On the first connection a nickname in use or a wrong
 * password ends the session. Later another nickname or another attempt follows.
 */
export class Registrar {
  capabilities: Capabilities;
  readonly credentials: Credentials;
  /** How the session has ended; undefined unless a registration ended it. */
  end: SessionEnd | undefined;
  readonly #options: RegistrarOptions;
  #registration: Registration | undefined;
  #wasRegistered = false;
  #hasWarned = false;
  #serverPassword: string | undefined;
  #newAccount: NewAccount | undefined;
  #answer: Promise<boolean> | undefined;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.credentials = new Credentials(options.session.account);
    this.#serverPassword = options.session.serverPassword;
    this.#newAccount = options.session.newAccount;
    this.capabilities = this.#newCapabilities();
  }

  /** Starts the registration of a new connection. */
  begin(connection: Connection): void {
    const { session, desired, recovery, send } = this.#options;
    if (session.askedAccount !== undefined && this.credentials.account === undefined) {
      const reason = t("the settings name no password-file");
      return this.#handleFailure({ type: "wrong-password", reason, needs: "account" });
    }
    desired.nick ??= `guest${connection.localPort ?? Math.floor(session.random() * 60_000)}`;
    this.capabilities = this.#newCapabilities();
    this.#registration = new Registration({
      nick: desired.nick,
      realname: session.realname ?? desired.nick,
      serverPassword: this.#serverPassword,
      account: this.credentials.account,
      saslMechanism: session.saslMechanism,
      newAccount: this.#newAccount,
      capabilities: this.capabilities,
      policy: session.passwordPolicy ?? PRIVATE_CONNECTION,
      send,
    });
    recovery.begin(desired.nick);
    this.#warn();
    const failure = this.#registration.begin();
    if (failure !== undefined && failure.type !== "registered") this.#handleFailure(failure);
  }

  /** Takes a message before 001. Returns our nickname once we are registered. */
  async handle(message: ReceivedMessage): Promise<string | undefined> {
    const result = await this.#registration?.handle(message);
    if (result === undefined) return undefined;
    if (result.type !== "registered") {
      this.#handleFailure(result, message);
      return undefined;
    }
    this.#registration = undefined;
    this.#wasRegistered = true;
    const { password } = this.#newAccount ?? {};
    if (result.madeAccount !== undefined && password !== undefined) {
      this.credentials.configure({ name: result.madeAccount, password });
    }
    this.#newAccount = undefined;
    return result.nick;
  }

  /**
   * Waits for the person's answer. Returns whether there is another nickname or password to
   * register with.
   */
  async waitForAnswer(): Promise<boolean> {
    const answer = this.#answer;
    this.#answer = undefined;
    return await answer ?? false;
  }

  /** Requests another nickname during registration. */
  changeNick(nick: string): void {
    this.#options.recovery.begin(nick);
    this.#registration?.requestNick(nick);
  }

  /** Says once that a password can be read on its way, if the person allows that. */
  #warn(): void {
    const { session: { passwordPolicy, emit, clock } } = this.#options;
    const hasSecret = this.#serverPassword !== undefined || this.#newAccount !== undefined ||
      this.credentials.account !== undefined;
    if (!hasSecret || this.#hasWarned || passwordPolicy?.isExposed !== true) return;
    if (!passwordPolicy.isAllowed()) return;
    this.#hasWarned = true;
    emit({ type: "local", time: clock.now(), text: exposureWarning() });
  }

  #newCapabilities(): Capabilities {
    return new Capabilities({
      strictTransport: (value) => this.#takeSts(value),
      login: this.credentials.account !== undefined,
    });
  }

  #takeSts(value: string): "stay" | "upgrade" {
    const { session: { servers, clock, emit }, drop } = this.#options;
    if (servers === undefined) return "stay";
    const next = servers.take(value);
    if (next === "upgrade") {
      this.#registration = undefined;
      this.#answer = Promise.resolve(true);
      const text = upgradeNote(servers.address);
      emit({ type: "local", time: clock.now(), text });
      drop(text);
    }
    return next;
  }

  #handleFailure(
    result: Exclude<RegistrationResult, { type: "registered" }>,
    message?: ReceivedMessage,
  ): void {
    const { desired, recovery, drop, session } = this.#options;
    const isGuest = session.nick === undefined;
    if (this.#answer !== undefined) return drop(result.reason);
    const tokenRefused = result.type === "wrong-password" && result.tokenRefused === true;
    if (tokenRefused && this.credentials.replaceToken()) {
      this.#answer = Promise.resolve(true);
      return drop(result.reason);
    }
    const mayAsk = !this.#wasRegistered || tokenRefused || !this.credentials.isTyped;
    if (result.type === "wrong-password" && mayAsk && this.#askPassword(result)) return;
    const isName = result.type === "name-taken" || result.type === "name-refused";
    if (isName && !this.#wasRegistered && !isGuest) {
      this.#askName(result);
      return;
    }
    // A name that was accepted before is refused if another that looks like it is in use now.
    const isInUse = result.type === "name-taken" ||
      result.type === "name-refused" && this.#wasRegistered;
    if (isInUse || result.type === "name-refused" && isGuest) {
      const other = recovery.nextCandidate(isInUse ? "similar" : "short");
      if (other !== undefined) {
        this.#registration?.requestNick(other);
        return;
      }
    }
    // A typed password that no longer works: the next connection registers without an account.
    const retries = result.type === "wrong-password" && this.#wasRegistered &&
      this.credentials.forgetTyped();
    // Another server of the network may let us in.
    if (result.type === "refused" && session.servers?.hasNext === true) return drop(result.reason);
    const isBanned = message?.numeric === "ERR_YOUREBANNEDCREEP";
    if (!retries && (!this.#wasRegistered || isBanned || tokenRefused)) {
      this.end ??= { ...result, nick: desired.nick ?? "" };
    }
    drop(result.reason);
  }

  // A server does not wait long for a nickname: the person is asked between two connections.
  #askName(
    { type, reason, code }: Exclude<RegistrationResult, { type: "registered" }>,
  ): void {
    const { session, desired, drop } = this.#options;
    const taken = desired.nick ?? "";
    const ofCode = code === undefined ? {} : { code };
    const answer = (given: NameAnswer | undefined) => {
      if (given === undefined) this.end ??= { type, nick: taken, reason, ...ofCode };
      else if (typeof given === "string") desired.nick = given;
      else this.credentials.configure({ name: taken, password: given.password });
      return given !== undefined;
    };
    if (session.askName === undefined) answer(undefined);
    else {
      const refused = type === "name-refused" ? reason : undefined;
      const about = { isOwned: code === RESERVED, refused, reason };
      this.#answer = session.askName(taken, about).then(answer);
    }
    drop(reason);
  }

  /** Asks for another password, if that may help. */
  #askPassword(
    { reason, needs, tokenRefused = false, passwordOf = "account" }: {
      reason: string;
      needs?: string;
      tokenRefused?: boolean;
      passwordOf?: PasswordOwner;
    },
  ): boolean {
    const { session, desired, drop } = this.#options;
    if (session.askPassword === undefined || needs !== undefined && needs !== "account") {
      return false;
    }
    const nick = desired.nick ?? "";
    const given = passwordOf === "server" ? undefined : this.credentials.account;
    const account = given?.name ??
      (needs === "account" ? session.askedAccount ?? nick : undefined);
    const isPassword = given !== undefined && "password" in given;
    const wasGiven = account === undefined ? this.#serverPassword !== undefined : isPassword;
    const failure = { account, wasGiven, tokenRefused, reason };
    this.#answer = session.askPassword(failure).then((password) => {
      if (password === undefined) this.end ??= { type: "wrong-password", nick, reason, passwordOf };
      else if (account === undefined) this.#serverPassword = password;
      else this.credentials.configure({ name: account, password });
      return password !== undefined;
    });
    drop(reason);
    return true;
  }
}
