import { casefold } from "../../protocol/names.ts";
import {
  AuthenticateDecoder,
  createSaslServer,
  type SaslMechanism,
  type SaslServer,
  type SaslStep,
  type ScramCredentials,
} from "../../protocol/sasl/mod.ts";
import type { Accounts } from "./accounts.ts";

/** The mechanisms that are offered, the best first. */
export const OFFERED_MECHANISMS: readonly SaslMechanism[] = ["SCRAM-SHA-256", "PLAIN"];

const WRONG: SaslStep = { status: "failure", reason: "credentials" };

/** One attempt to log in with SASL, from the mechanism's name to its end. */
export class SaslExchange {
  readonly decoder = new AuthenticateDecoder();
  /** How long one has to wait for another try, where there were too many. */
  retryAfterMs: number | undefined;
  readonly #accounts: Accounts;
  readonly #address: string;
  readonly #server: SaslServer;
  /** Whose keys were asked for, casefolded: the next step proves them. */
  #proving: string | undefined;
  /** Those keys. */
  #keys: ScramCredentials | undefined;

  constructor(mechanism: SaslMechanism, who: { accounts: Accounts; address: string }) {
    this.#accounts = who.accounts;
    this.#address = who.address;
    this.#server = createSaslServer(mechanism, {
      verifyPassword: (name, password) => this.#checkPassword(name, password),
      findScramCredentials: async (name) => {
        const found = await this.#accounts.scramCredentials(name);
        this.#proving = casefold(name);
        this.#keys = found.credentials;
        return found;
      },
      verifyCertificate: () => Promise.resolve(undefined),
    });
  }

  /** Takes the client's next message. */
  async step(message: Uint8Array): Promise<SaslStep> {
    const step = await this.#boundedStep(message);
    // A client may take its time: the password may have been changed, or the account removed.
    const isStale = step.status === "success" && this.#keys !== undefined &&
      !this.#accounts.hasKeys(step.account, this.#keys);
    return isStale ? WRONG : step;
  }

  /** A step that counts as a try where it shows whether the client knows the password. */
  async #boundedStep(message: Uint8Array): Promise<SaslStep> {
    const account = this.#proving;
    if (account === undefined) return await this.#server.step(message);
    this.#proving = undefined;
    const who = { account, address: this.#address };
    let failure = WRONG;
    const result = await this.#accounts.attempts.run(who, async () => {
      const step = await this.#server.step(message);
      if (step.status !== "failure") return step;
      failure = step;
    });
    if ("found" in result) return result.found ?? failure;
    this.retryAfterMs = result.retryAfterMs;
    return WRONG;
  }

  async #checkPassword(name: string, password: string): Promise<string | undefined> {
    const result = await this.#accounts.check({ name, password, address: this.#address });
    if ("found" in result) return result.found;
    this.retryAfterMs = result.retryAfterMs;
  }
}
