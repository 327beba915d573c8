import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { SharedLimit } from "../../budgets/shared_limit.ts";
import { networkPrefix } from "../../io/network_prefix.ts";
import { sameSecret } from "../../permissions/same_secret.ts";
import { type AttemptResult, GuessLimit, type GuessLimitOptions } from "./guess_limit.ts";
import { isPasswordHash, passwordMatches } from "../passwords.ts";

/** Hashes whose passwords are recognised without scrypt. */
const MAX_RECOGNISED = 100;

/** A password that a client gives for one of the settings. */
export interface GivenPassword {
  /** The command that gives it; the wrong passwords of each are counted apart. */
  readonly command: "PASS" | "OPER";
  readonly given: string;
  /** The password, or its hash, as in the settings. */
  readonly expected: string;
  readonly address: string;
}

/**
 * Checks the passwords of the settings: the server's and those of operators. Wrong ones are limited
 * for each address.
 */
export class ServerPasswords {
  readonly #limit: GuessLimit;
  /** Keys of this process with which a right password is recognised again, by its hash. */
  readonly #recognised = new Map<string, Uint8Array>();
  readonly #key = randomBytes(32);

  constructor(options: GuessLimitOptions) {
    this.#limit = new GuessLimit(options);
  }

  /** Whether a password is the expected one: finds true, or undefined if it is wrong. */
  async check({ command, given, expected, address }: GivenPassword): Promise<AttemptResult<true>> {
    const key = `${command} ${networkPrefix(address)}`;
    const result = await this.#limit.run(key, async () => {
      return await this.#matches(given, expected) ? true : undefined;
    });
    if ("found" in result && result.found === true) this.#limit.forget(key);
    return result;
  }

  /** The wrong passwords, as the nodes of a cluster share them. */
  get shared(): SharedLimit {
    return this.#limit;
  }

  /** Compares a password; a hash takes a tenth of a second until its password was given once. */
  async #matches(given: string, expected: string): Promise<boolean> {
    if (!isPasswordHash(expected)) return sameSecret(given, expected);
    const mark = createHmac("sha256", this.#key).update(given.normalize("NFKC")).digest();
    const right = this.#recognised.get(expected);
    if (right !== undefined) return timingSafeEqual(mark, right);
    if (!await passwordMatches(given, expected)) return false;
    if (this.#recognised.size >= MAX_RECOGNISED) this.#recognised.clear();
    this.#recognised.set(expected, mark);
    return true;
  }
}
