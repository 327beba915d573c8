import type { NumericName } from "../../../protocol/numerics.ts";
import {
  AuthenticateDecoder,
  bearerClient,
  createSaslClient,
  encodeAuthenticate,
  LOGIN_TOKEN_TYPE,
} from "../../../protocol/sasl/mod.ts";
import type { SaslClient } from "../../../protocol/sasl/mod.ts";
import type { ReceivedMessage } from "../../receiving/message.ts";
import { t } from "../../texts/mod.ts";
import type { AccountLogin } from "../options.ts";
import { LOGIN_MECHANISMS, type LoginMechanism } from "./mechanisms.ts";
import { PRIVATE_CONNECTION, whyKept, whyScramOnly } from "./password_policy.ts";
import type { PasswordPolicy } from "./password_policy.ts";
import { wrongPassword } from "./wrong_password.ts";

/** The texts of servers that have nothing else to say about a login. */
const PLAIN_REFUSAL =
  /^SASL authentication failed(?:: (?:Invalid account credentials|Account does not exist))?\.?$/i;

/** The numerics that end a login. */
const RESULTS: Readonly<Partial<Record<NumericName, "success" | "failure">>> = {
  ERR_NICKLOCKED: "failure",
  RPL_SASLSUCCESS: "success",
  ERR_SASLFAIL: "failure",
  ERR_SASLTOOLONG: "failure",
  ERR_SASLABORTED: "failure",
  ERR_SASLALREADY: "success",
};

/** Options for {@linkcode Login}. */
export interface LoginOptions {
  readonly policy?: PasswordPolicy;
  /** The only mechanism that the password is used with; undefined for any. */
  readonly mechanism?: LoginMechanism | undefined;
}

/** Logs in to an account during registration: IRCv3, "SASL 3.2". */
export class Login {
  readonly #account: AccountLogin;
  readonly #policy: PasswordPolicy;
  readonly #mechanisms: readonly LoginMechanism[];
  readonly #decoder = new AuthenticateDecoder();
  #client: SaslClient | undefined;
  #failure: string | undefined;
  #succeeded = false;
  #isRefused = false;
  #isKept = false;

  constructor(
    account: AccountLogin,
    { policy = PRIVATE_CONNECTION, mechanism }: LoginOptions = {},
  ) {
    this.#account = account;
    this.#policy = policy;
    this.#mechanisms = mechanism === undefined ? LOGIN_MECHANISMS : [mechanism];
  }

  get succeeded(): boolean {
    return this.#succeeded;
  }

  /** Why the login has failed; undefined unless it has. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Whether the password or token was not sent, as the connection or the server is not to be trusted. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** Whether the server has refused our login token, or takes none. */
  get tokenRefused(): boolean {
    return this.#isRefused && "token" in this.#account;
  }

  /**
   * Starts with a mechanism from the server's list. Servers with an old version of SASL send an
   * empty list; most of them know PLAIN only. Returns the lines to send.
   */
  begin(mechanisms: string): string[] {
    const offered = mechanisms.toUpperCase().split(",").filter((name) => name !== "");
    const kept = this.#whyKept(offered);
    if (kept !== undefined) {
      this.#isKept = true;
      this.#failure = kept;
      return [];
    }
    this.#client = this.#choose(offered);
    if (this.#client !== undefined) return [`AUTHENTICATE ${this.#client.mechanism}`];
    this.#isRefused = true;
    this.#failure = t("the server knows only these ways to log in: {mechanisms}", { mechanisms });
    return [];
  }

  /** Why the password, or the token, does not go to this server; undefined if it may. */
  #whyKept(offered: readonly string[]): string | undefined {
    if ("token" in this.#account) return whyKept(this.#policy);
    return this.#choosePassword(offered) === "PLAIN" ? whyScramOnly(this.#policy) : undefined;
  }

  #choose(offered: readonly string[]): SaslClient | undefined {
    const { name: account, ...secret } = this.#account;
    if ("token" in secret) {
      if (!offered.includes("IRCV3BEARER")) return undefined;
      return bearerClient({ account, type: LOGIN_TOKEN_TYPE, token: secret.token });
    }
    const mechanism = this.#choosePassword(offered);
    if (mechanism === undefined) return undefined;
    return createSaslClient(mechanism, { account, password: secret.password });
  }

  #choosePassword(offered: readonly string[]): LoginMechanism | undefined {
    if (offered.length > 0) return this.#mechanisms.find((name) => offered.includes(name));
    const unlisted = whyScramOnly(this.#policy) === undefined ? "PLAIN" : "SCRAM-SHA-256";
    return this.#mechanisms.length === 1 ? this.#mechanisms[0] : unlisted;
  }

  /** Whether a message is part of a login: AUTHENTICATE or a numeric that ends it. */
  handles({ command, numeric }: ReceivedMessage): boolean {
    return command === "AUTHENTICATE" || numeric !== undefined && RESULTS[numeric] !== undefined;
  }

  /** Takes a message that {@linkcode handles} is true for. Returns the lines to send. */
  async handle({ numeric, params }: ReceivedMessage): Promise<string[]> {
    if (numeric === undefined) return await this.#respond(params[0] ?? "+");
    if (RESULTS[numeric] === "success") this.#succeed();
    else {
      this.#isRefused = true;
      const reason = params.at(-1) ?? t("SASL authentication failed");
      const isPlain = "password" in this.#account && PLAIN_REFUSAL.test(reason);
      this.#failure ??= isPlain ? wrongPassword() : reason;
    }
    return [];
  }

  // In SCRAM, a server that skips its last message has not proved that it knows the account.
  #succeed(): void {
    if (this.#client?.serverVerified === true) {
      this.#succeeded = true;
      if (this.#client.mechanism === "SCRAM-SHA-256") this.#policy.usedScram();
    } else this.#failure ??= t("the server did not prove that it knows the account");
  }

  async #respond(piece: string): Promise<string[]> {
    const challenge = this.#decoder.push(piece);
    if (challenge === "more" || this.#client === undefined) return [];
    if (typeof challenge === "string") return this.#abort(t("the server's challenge is malformed"));
    const response = await this.#client.respond(challenge);
    if ("refused" in response) return this.#abort(response.refused);
    return encodeAuthenticate(response).map((part) => `AUTHENTICATE ${part}`);
  }

  #abort(reason: string): string[] {
    this.#failure = reason;
    return ["AUTHENTICATE *"];
  }
}
