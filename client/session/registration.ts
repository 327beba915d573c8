import { formatMessage } from "../../protocol/message.ts";
import type { NumericName } from "../../protocol/numerics.ts";
import { lastParam } from "../receiving/message.ts";
import type { ReceivedMessage } from "../receiving/message.ts";
import { t } from "../texts/mod.ts";
import { AccountRegistration, type AccountResult } from "./accounts/account_registration.ts";
import type { Capabilities } from "./capabilities.ts";
import { Login } from "./accounts/login.ts";
import type { LoginMechanism } from "./accounts/mechanisms.ts";
import { type PasswordPolicy, whyKept } from "./accounts/password_policy.ts";
import type { AccountLogin, NewAccount, PasswordOwner, RegistrationFailure } from "./options.ts";

/** Options for {@linkcode Registration}. */
export interface RegistrationOptions {
  readonly nick: string;
  readonly realname: string;
  readonly serverPassword: string | undefined;
  readonly account: AccountLogin | undefined;
  /** The only mechanism to log in with; undefined for any. */
  readonly saslMechanism: LoginMechanism | undefined;
  /** Registered instead of logging in. */
  readonly newAccount: NewAccount | undefined;
  readonly capabilities: Capabilities;
  readonly policy: PasswordPolicy;
  readonly send: (line: string) => void;
}

/** How a registration has ended, or why it cannot go on like this. */
export type RegistrationResult =
  | {
    readonly type: "registered";
    readonly nick: string;
    /** The account that was made of our nickname. */
    readonly madeAccount: string | undefined;
  }
  | {
    readonly type: RegistrationFailure;
    readonly reason: string;
    /** For a wrong password: what another one would not help against. */
    readonly needs?: "account" | "server-accounts" | "private-connection";
    /** For a wrong password: whether it was a login token. */
    readonly tokenRefused?: boolean;
    /** For a wrong password: whose it is; a server requires its own of everyone. */
    readonly passwordOf?: PasswordOwner;
    /** The code of a FAIL; for a new account also `VERIFICATION_REQUIRED`. */
    readonly code?: string;
  };

const MAX_USER_CHARACTERS = 9;
/** The code of a FAIL for a nickname that has an account: one can log in to it. */
export const RESERVED = "NICKNAME_RESERVED";
/** What servers say of such a nickname with 433. */
const OWNED = /\b(?:account|registered|identify|log in|login)\b/i;

const FAILURES: Readonly<Partial<Record<NumericName, RegistrationFailure>>> = {
  ERR_UNKNOWNERROR: "refused",
  ERR_NONICKNAMEGIVEN: "name-refused",
  ERR_ERRONEUSNICKNAME: "name-refused",
  ERR_NICKNAMEINUSE: "name-taken",
  ERR_NICKCOLLISION: "name-taken",
  ERR_UNAVAILRESOURCE: "name-taken",
  ERR_NOPERMFORHOST: "refused",
  ERR_YOUREBANNEDCREEP: "refused",
  ERR_YOUWILLBEBANNED: "refused",
};

/** The registration of one connection: PASS, CAP, NICK, USER, and logging in, until 001. */
export class Registration {
  readonly #options: RegistrationOptions;
  readonly #login: Login | undefined;
  readonly #newAccount: AccountRegistration | undefined;
  #madeAccount: string | undefined;
  #negotiated = false;

  constructor(options: RegistrationOptions) {
    this.#options = options;
    const { account, newAccount } = options;
    if (newAccount !== undefined) this.#newAccount = new AccountRegistration(newAccount);
    else if (account !== undefined) {
      const { policy, saslMechanism: mechanism } = options;
      this.#login = new Login(account, { policy, mechanism });
    }
  }

  /**
   * Sends PASS, NICK and USER. A server that does not know CAP ignores it and registers us. Returns
   * why nothing was sent, if a password would be exposed.
   */
  begin(): RegistrationResult | undefined {
    const { nick, realname, serverPassword, newAccount, policy, send } = this.#options;
    const hasPassword = serverPassword !== undefined || newAccount?.password !== undefined;
    const reason = hasPassword ? whyKept(policy) : undefined;
    if (reason !== undefined) {
      return { type: "wrong-password", reason, needs: "private-connection" };
    }
    send("CAP LS 302");
    if (serverPassword !== undefined) {
      send(formatMessage({ command: "PASS", params: [serverPassword] }));
    }
    this.requestNick(nick);
    send(formatMessage({ command: "USER", params: [userName(nick), "0", "*", realname] }));
    return undefined;
  }

  requestNick(nick: string): void {
    this.#options.send(formatMessage({ command: "NICK", params: [nick] }));
  }

  /** Takes a message. Returns undefined while the registration goes on. */
  async handle(message: ReceivedMessage): Promise<RegistrationResult | undefined> {
    const reason = lastParam(message);
    const { command, numeric } = message;
    if (command === "CAP") return this.#negotiate(message);
    const ofAccount = this.#newAccount?.handle(message);
    if (ofAccount !== undefined) return this.#take(ofAccount);
    if (command === "FAIL") return handleFail(message);
    if (command === "ERROR") {
      if (!this.#isOfPassword(reason)) return { type: "refused", reason };
      const isLoggingIn = this.#login !== undefined && !this.#login.succeeded;
      return { type: "wrong-password", reason, passwordOf: isLoggingIn ? "account" : "server" };
    }
    if (this.#login?.handles(message)) return await this.#authenticate(message, this.#login);
    if (numeric === "RPL_WELCOME") {
      if (this.#login?.succeeded === false) return noAccounts();
      const nick = message.params[0] ?? this.#options.nick;
      return { type: "registered", nick, madeAccount: this.#madeAccount };
    }
    // SASL has numerics of its own: this one is of PASS, also after a login.
    if (numeric === "ERR_PASSWDMISMATCH") {
      return { type: "wrong-password", reason, passwordOf: "server" };
    }
    const failure = numeric === undefined ? undefined : FAILURES[numeric];
    const isReserved = numeric === "ERR_NICKNAMEINUSE" && OWNED.test(reason);
    return failure && { type: failure, reason, ...(isReserved && { code: RESERVED }) };
  }

  /** Whether a connection was closed for a wrong password, of which InspIRCd says no more. */
  #isOfPassword(reason: string): boolean {
    return /password/i.test(reason) ||
      this.#options.serverPassword !== undefined && /denied by configuration/i.test(reason);
  }

  #negotiate(message: ReceivedMessage): RegistrationResult | undefined {
    const { capabilities, send } = this.#options;
    const { answers, settled } = capabilities.handle(message);
    for (const line of answers) send(line);
    if (!settled || this.#negotiated) return;
    this.#negotiated = true;
    if (this.#newAccount !== undefined) {
      const offer = capabilities.offer("draft/account-registration");
      const begun = this.#newAccount.begin(offer, this.#options.nick);
      if (typeof begun !== "string") return this.#take(begun);
      send(begun);
      return;
    }
    if (this.#login === undefined) {
      send("CAP END");
      return;
    }
    if (!capabilities.has("sasl")) return noAccounts();
    for (const line of this.#login.begin(capabilities.offer("sasl") ?? "")) send(line);
    return failureOf(this.#login);
  }

  #take(result: AccountResult): RegistrationResult | undefined {
    if (result.type === "refused") return { ...result, type: "account-refused" };
    this.#madeAccount = result.account;
    this.#options.send("CAP END");
  }

  async #authenticate(
    message: ReceivedMessage,
    login: Login,
  ): Promise<RegistrationResult | undefined> {
    const { send } = this.#options;
    for (const line of await login.handle(message)) send(line);
    const failure = failureOf(login);
    if (failure === undefined && message.command !== "AUTHENTICATE") send("CAP END");
    return failure;
  }
}

function failureOf({ failure, tokenRefused, isKept }: Login): RegistrationResult | undefined {
  if (failure === undefined) return undefined;
  if (isKept) return { type: "wrong-password", reason: failure, needs: "private-connection" };
  return { type: "wrong-password", reason: failure, tokenRefused };
}

function handleFail(message: ReceivedMessage): RegistrationResult | undefined {
  const reason = lastParam(message);
  const [command, code] = message.params;
  if (code === RESERVED) return { type: "name-taken", reason, code };
  if (command === "NICK") return { type: "name-taken", reason };
  if (code === "ACCOUNT_REQUIRED") return { type: "wrong-password", reason, needs: "account" };
}

function noAccounts(): RegistrationResult {
  return {
    type: "wrong-password",
    reason: t("the server has no accounts (no SASL)"),
    needs: "server-accounts",
  };
}

/** A user name of ASCII letters and digits, which every server accepts. */
function userName(nick: string): string {
  const plain = nick.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "").slice(0, MAX_USER_CHARACTERS);
  return plain === "" ? "chat" : plain.toLowerCase();
}
