import { casefold } from "../../protocol/names.ts";
import {
  AuthenticateDecoder,
  type BearerToken,
  createSaslServer,
  LOGIN_TOKEN_TYPE,
  type SaslMechanism,
  type SaslServer,
  type SaslStep,
  type ScramCredentials,
} from "../../protocol/sasl/mod.ts";
import type { Accounts } from "./accounts.ts";

/** The mechanisms that the server offers, the best first. */
export const OFFERED_MECHANISMS: readonly SaslMechanism[] = [
  "SCRAM-SHA-256",
  "PLAIN",
  "IRCV3BEARER",
];

const WRONG_CREDENTIALS: SaslStep = { status: "failure", reason: "credentials" };

/** One attempt to log in with SASL. */
export class SaslExchange {
  readonly decoder = new AuthenticateDecoder();
  /** How long to wait before another attempt, in milliseconds, if there were too many. */
  retryAfterMs: number | undefined;
  /** The id of the login token that the client has proved to have. */
  tokenId: string | undefined;
  readonly #accounts: Accounts;
  readonly #address: string;
  readonly #server: SaslServer;
  /** The casefolded account whose keys the next step checks. */
  #account: string | undefined;
  /** The keys that the mechanism got. */
  #keys: ScramCredentials | undefined;

  constructor(mechanism: SaslMechanism, client: { accounts: Accounts; address: string }) {
    this.#accounts = client.accounts;
    this.#address = client.address;
    this.#server = createSaslServer(mechanism, {
      verifyPassword: (name, password) => this.#checkPassword(name, password),
      findScramCredentials: async (name) => {
        const found = await this.#accounts.scramCredentials(name);
        this.#account = casefold(name);
        this.#keys = found.credentials;
        return found;
      },
      verifyCertificate: () => Promise.resolve(undefined),
      verifyToken: (token) => this.#checkToken(token),
    });
  }

  /** Takes the client's next message. */
  async step(message: Uint8Array): Promise<SaslStep> {
    const step = await this.#limitedStep(message);
    // Between the steps the password may have changed, or the account may have been removed.
    const isStale = step.status === "success" && this.#keys !== undefined &&
      !this.#accounts.hasKeys(step.account, this.#keys);
    return isStale ? WRONG_CREDENTIALS : step;
  }

  /** A step; one that shows whether the client knows the password is limited as an attempt. */
  async #limitedStep(message: Uint8Array): Promise<SaslStep> {
    const account = this.#account;
    if (account === undefined) return await this.#server.step(message);
    this.#account = undefined;
    const attempt = { account, address: this.#address };
    let failure = WRONG_CREDENTIALS;
    const result = await this.#accounts.attempts.run(attempt, async () => {
      const step = await this.#server.step(message);
      if (step.status !== "failure") return step;
      failure = step;
    });
    if ("found" in result) return result.found ?? failure;
    this.retryAfterMs = result.retryAfterMs;
    return WRONG_CREDENTIALS;
  }

  async #checkPassword(name: string, password: string): Promise<string | undefined> {
    const result = await this.#accounts.check({ name, password, address: this.#address });
    if ("found" in result) return result.found;
    this.retryAfterMs = result.retryAfterMs;
  }

  async #checkToken({ account, type, token }: BearerToken): Promise<string | undefined> {
    const known = type === LOGIN_TOKEN_TYPE ? token : "";
    const attempt = { name: account, token: known, address: this.#address };
    const result = await this.#accounts.checkToken(attempt);
    if ("found" in result) {
      this.tokenId = result.found?.id;
      return result.found?.account;
    }
    this.retryAfterMs = result.retryAfterMs;
  }
}
