import { timingSafeEqual } from "node:crypto";
import { utf8Length } from "../../protocol/lines.ts";
import { casefold, isValidNickname, sameName } from "../../protocol/names.ts";
import {
  decoyScramCredentials,
  deriveScramCredentials,
  type ScramCredentials,
} from "../../protocol/sasl/mod.ts";
import type { StoredPassword } from "../network/events.ts";
import type { Refusal } from "../network/outcome.ts";
import type { Account } from "../network/state.ts";
import type { AccountParts } from "./account_parts.ts";
import type { AttemptResult } from "./attempts/guess_limit.ts";
import { StoredAddresses } from "./attempts/known_addresses.ts";
import { LoginAttempts } from "./attempts/login_attempts.ts";
import { CredentialRows, type Credentials } from "./credential_rows.ts";
import { LoginTokens } from "./login_tokens.ts";
import { hashPassword, passwordMatches } from "./passwords.ts";
import { reservedNameLike, reservedText } from "./reserved_names.ts";
import { RegistrationLimit } from "./registration_limit.ts";

/** Rounds of PBKDF2 in SCRAM credentials: they slow down guesses and clients' logins alike. */
const SCRAM_ROUNDS = 65_536;
/** In UTF-8; a password has to fit in a line. */
const MAX_PASSWORD_BYTES = 1_000;
/** In characters. RFC 5321, 4.5.3.1. */
const MAX_EMAIL_LENGTH = 254;
/** How long a code is valid, in milliseconds. */
const CODE_MS = 24 * 60 * 60_000;
const CODE_BYTES = 8;

/** Why an account is refused, with the code of `FAIL REGISTER`. */
export interface RegisterRefusal {
  readonly status: "refused";
  readonly code:
    | "ACCOUNT_EXISTS"
    | "BAD_ACCOUNT_NAME"
    | "WEAK_PASSWORD"
    | "UNACCEPTABLE_PASSWORD"
    | "INVALID_EMAIL"
    | "TEMPORARILY_UNAVAILABLE";
  readonly text: string;
}

/** The result of registering; a pending account waits until its e-mail address is verified. */
export type RegisterResult =
  | { readonly status: "registered" | "pending"; readonly account: string }
  | RegisterRefusal;

/** An account to register. */
export interface NewAccount {
  readonly name: string;
  readonly password: string;
  readonly email: string | undefined;
  /** The network address that registers it. */
  readonly address: string;
}

/**
 * The registered accounts. Passwords are stored only as scrypt hashes and SCRAM keys. What is decided
 * about accounts is in the state of the network, and only events change them.
 */
export class Accounts {
  readonly attempts: LoginAttempts;
  readonly tokens: LoginTokens;
  readonly registrations: RegistrationLimit;
  readonly #parts: AccountParts;
  readonly #rows: CredentialRows;
  /** Derives the SCRAM keys of accounts that do not exist; new with each start. */
  readonly #secret = crypto.getRandomValues(new Uint8Array(32));

  constructor(parts: AccountParts) {
    this.#parts = parts;
    this.#rows = new CredentialRows(parts.db);
    this.tokens = new LoginTokens(parts);
    this.attempts = new LoginAttempts({
      limit: () => parts.options().limits.loginAttempts,
      known: new StoredAddresses(parts),
    });
    this.registrations = new RegistrationLimit({
      limit: () => parts.options().limits.accountsPerAddress,
      now: parts.now,
    });
  }

  /** Whether the server has accounts. */
  get enabled(): boolean {
    return this.#parts.options().accounts.mode !== "off";
  }

  /** The account that a nickname is reserved for, including pending ones. */
  owner(nickname: string): string | undefined {
    return this.#find(nickname)?.name;
  }

  /** The accounts whose names look like a name but are not it, pending ones included. */
  lookalikes(name: string): string[] {
    if (!this.enabled) return [];
    const { network, now } = this.#parts;
    return [...network.accountsThatLookLike(name, now())].map((account) => account.name)
      .filter((other) => !sameName(other, name));
  }

  /** The name of an account in its own case; undefined if nobody can log in to it. */
  findName(name: string): string | undefined {
    return this.#usable(name)?.name;
  }

  /**
   * When an account was made, in milliseconds since 1970; undefined if there is none. Earlier
   * messages under its name are those of a former account.
   */
  creationTime(name: string): number | undefined {
    return this.#usable(name)?.createdAt;
  }

  /** Registers an account. */
  async register(request: NewAccount): Promise<RegisterResult> {
    const refusal = this.#refusal(request);
    if (refusal !== undefined) return refusal;
    const { name, password, email, address } = request;
    const { append, writePending, now, log, options } = this.#parts;
    if (!this.registrations.count(address)) {
      return refused(
        "TEMPORARILY_UNAVAILABLE",
        "Too many accounts from your address; wait a while",
      );
    }
    const stored = await derive(password);
    const code = options().accounts.requireEmail ? newCode() : undefined;
    const pending = code === undefined
      ? undefined
      : { codeHash: (await digest(code)).toBase64(), until: now() + CODE_MS };
    const event = { type: "account-added", name, email, password: stored, pending } as const;
    const outcome = await append(event);
    if (!outcome.ok) return this.#refusalOf(outcome.refusal, name);
    if (!writePending()) {
      await append({ type: "account-gone", account: name });
      return NOT_STORED;
    }
    if (code === undefined) {
      this.attempts.succeeded({ account: casefold(name), address });
      log.info("Account registered", { account: name, address });
      return { status: "registered", account: name };
    }
    // The server sends no e-mail: its operator reads the code in the log and sends it.
    log.warn("An account waits for its code; send it to its address", {
      account: name,
      email: email ?? "",
      code,
    });
    return { status: "pending", account: name };
  }

  /** Verifies an account's e-mail address. Finds the account's name if the code is right. */
  verify({ name, code, address }: { name: string; code: string; address: string }): Promise<
    AttemptResult<string>
  > {
    const key = casefold(name);
    return this.attempts.run({ account: key, address }, async () => {
      const { append, log } = this.#parts;
      const given = await digest(code.trim().toLowerCase());
      const codeHash = this.#find(name)?.pending?.codeHash;
      if (codeHash === undefined || !timingSafeEqual(given, Uint8Array.fromBase64(codeHash))) {
        return;
      }
      const outcome = await append({ type: "account-confirmed", account: name, codeHash });
      if (!outcome.ok) return;
      log.info("Account registered", { account: outcome.account.name, address });
      return outcome.account.name;
    });
  }

  /** Checks a password. Finds the account's name if it is right. */
  check({ name, password, address }: { name: string; password: string; address: string }): Promise<
    AttemptResult<string>
  > {
    return this.attempts.run({ account: casefold(name), address }, async () => {
      const before = this.#credentials(name)?.passwordHash;
      const right = await passwordMatches(password, before);
      // Meanwhile the password may have changed, or the account may have been removed.
      const still = this.#credentials(name)?.passwordHash === before;
      return right && still ? this.findName(name) : undefined;
    });
  }

  /**
   * Checks a login token. Finds the name of its account and its id if it is right and, unless
   * `name` is empty, for that account. A right token never waits: nobody can guess one, so that
   * the wrong attempts of others must not keep its owner out.
   */
  checkToken({ name, token, address }: { name: string; token: string; address: string }): Promise<
    AttemptResult<{ readonly account: string; readonly id: string }>
  > {
    const account = casefold(name);
    const found = this.tokens.find(token);
    const owner = found === undefined ? undefined : this.findName(found.account);
    if (found !== undefined && owner !== undefined && (name === "" || found.account === account)) {
      this.tokens.use(found);
      this.attempts.succeeded({ account: found.account, address });
      return Promise.resolve({ found: { account: owner, id: found.id } });
    }
    return this.attempts.run({ account, address }, () => Promise.resolve(undefined));
  }

  /** Whether an account has these SCRAM keys now. */
  hasKeys(name: string, { storedKey }: ScramCredentials): boolean {
    const own = this.#credentials(name);
    return own !== undefined && timingSafeEqual(own.scram.storedKey, storedKey);
  }

  /** An account's SCRAM keys; for an unknown account, decoys that no password matches. */
  async scramCredentials(
    name: string,
  ): Promise<{ account: string | undefined; credentials: ScramCredentials }> {
    const decoy = await decoyScramCredentials(casefold(name), this.#secret);
    const own = this.#credentials(name);
    if (own !== undefined) return { account: this.findName(name), credentials: own.scram };
    return { account: undefined, credentials: { ...decoy, iterations: SCRAM_ROUNDS } };
  }

  /**
   * Changes an account's password, which revokes its login tokens, forgets where it was logged in
   * from, and ends its sessions but the one that asks. Returns why not if refused.
   */
  async setPassword(
    name: string,
    password: string,
    { by }: { readonly by?: string } = {},
  ): Promise<string | undefined> {
    const refusal = this.#passwordRefusal({ name, password });
    if (refusal !== undefined) return refusal.text;
    const stored = await derive(password);
    const event = { type: "password", account: name, password: stored } as const;
    const outcome = await this.#parts.append(event, by);
    if (!outcome.ok) return this.#refusalOf(outcome.refusal, name).text;
    return this.#parts.writePending() ? undefined : `${NOT_STORED.text}; it will be once it can`;
  }

  /** An account, unless its code has expired. */
  #find(name: string): Account | undefined {
    const { network, now } = this.#parts;
    return this.enabled ? network.account(name, now()) : undefined;
  }

  /** An account that is not pending. */
  #usable(name: string): Account | undefined {
    const account = this.#find(name);
    return account?.pending === undefined ? account : undefined;
  }

  /** The secrets of an account that is not pending. */
  #credentials(name: string): Credentials | undefined {
    if (this.#usable(name) === undefined) return;
    this.#parts.writePending();
    return this.#rows.find(casefold(name));
  }

  /** Why the journal has refused an event about an account. */
  #refusalOf(refusal: Refusal, name: string): RegisterRefusal {
    switch (refusal) {
      case "account-exists":
        return EXISTS;
      case "account-lookalike":
        return lookalike(this.lookalikes(name)[0] ?? "");
      case "gone":
        return refused("TEMPORARILY_UNAVAILABLE", `There is no account "${name}"`);
      default:
        return UNAVAILABLE;
    }
  }

  #refusal(request: NewAccount): RegisterRefusal | undefined {
    const { name, email } = request;
    const { accounts, limits } = this.#parts.options();
    if (accounts.mode === "off") {
      return refused("TEMPORARILY_UNAVAILABLE", "This server has no accounts");
    }
    if (!isValidNickname(name, limits.nickLength)) {
      return refused("BAD_ACCOUNT_NAME", "An account's name has to be a valid nickname");
    }
    const reserved = reservedNameLike(this.#parts.options(), name);
    if (reserved !== undefined) return refused("BAD_ACCOUNT_NAME", reservedText(reserved));
    if (this.#find(name) !== undefined) return EXISTS;
    const [other] = this.lookalikes(name);
    if (other !== undefined) return lookalike(other);
    if (email === undefined ? accounts.requireEmail : !isEmail(email)) {
      return refused("INVALID_EMAIL", "An e-mail address is needed, such as you@example.org");
    }
    return this.#passwordRefusal(request);
  }

  #passwordRefusal(
    { name, password }: Pick<NewAccount, "name" | "password">,
  ): RegisterRefusal | undefined {
    const min = this.#parts.options().limits.passwordLength;
    if ([...password].length < min || sameName(password, name)) {
      const text = `A password needs at least ${min} characters and must not be the account's name`;
      return refused("WEAK_PASSWORD", text);
    }
    // deno-lint-ignore no-control-regex
    if (utf8Length(password) <= MAX_PASSWORD_BYTES && !/[\u0000-\u001f]/.test(password)) return;
    return refused(
      "UNACCEPTABLE_PASSWORD",
      "The password is too long or contains control characters",
    );
  }
}

const EXISTS = refused("ACCOUNT_EXISTS", "There is already an account with this name");
const NOT_STORED = refused(
  "TEMPORARILY_UNAVAILABLE",
  "The server cannot store this at the moment",
);
const UNAVAILABLE = refused(
  "TEMPORARILY_UNAVAILABLE",
  "The network cannot take this at the moment; try again later",
);

function refused(code: RegisterRefusal["code"], text: string): RegisterRefusal {
  return { status: "refused", code, text };
}

function lookalike(name: string): RegisterRefusal {
  return refused("BAD_ACCOUNT_NAME", `This name looks like the account "${name}"`);
}

async function derive(password: string): Promise<StoredPassword> {
  const scrypt = await hashPassword(password);
  const scram = await deriveScramCredentials(password, { iterations: SCRAM_ROUNDS });
  return {
    scrypt,
    scram: {
      salt: scram.salt.toBase64(),
      iterations: scram.iterations,
      storedKey: scram.storedKey.toBase64(),
      serverKey: scram.serverKey.toBase64(),
    },
  };
}

function isEmail(text: string): boolean {
  return text.length <= MAX_EMAIL_LENGTH && /^[^\s@"<>,]+@[^\s@"<>,]+\.[^\s@"<>,]+$/.test(text);
}

function newCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(CODE_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
