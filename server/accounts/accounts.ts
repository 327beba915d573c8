import { timingSafeEqual } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { utf8Length } from "../../protocol/lines.ts";
import { casefold, isValidNickname, sameName } from "../../protocol/names.ts";
import {
  decoyScramCredentials,
  deriveScramCredentials,
  type ScramCredentials,
} from "../../protocol/sasl/mod.ts";
import type { Log } from "../operator/log.ts";
import type { ServerOptions } from "../options/mod.ts";
import { transact } from "../store/transaction.ts";
import type { AttemptResult } from "./attempts/guess_limit.ts";
import { StoredAddresses } from "./attempts/known_addresses.ts";
import { LoginAttempts } from "./attempts/login_attempts.ts";
import { LookalikeAccounts } from "./lookalike_accounts.ts";
import { LoginTokens } from "./login_tokens.ts";
import { hashPassword, passwordMatches } from "./passwords.ts";
import { reservedNameLike, reservedText } from "./reserved_names.ts";
import { RegistrationLimit } from "./registration_limit.ts";
import { type AccountRow, AccountRows, type StoredPassword } from "./rows.ts";

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

/** Options for {@linkcode Accounts}. */
export interface AccountsOptions {
  readonly db: DatabaseSync;
  readonly options: () => ServerOptions;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The registered accounts. Passwords are stored only as scrypt hashes and SCRAM keys. */
export class Accounts {
  readonly attempts: LoginAttempts;
  readonly tokens: LoginTokens;
  readonly #options: AccountsOptions;
  readonly #rows: AccountRows;
  readonly registrations: RegistrationLimit;
  readonly #addresses: StoredAddresses;
  readonly #lookalikes: LookalikeAccounts;
  /** Derives the SCRAM keys of accounts that do not exist; new with each start. */
  readonly #secret = crypto.getRandomValues(new Uint8Array(32));

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#rows = new AccountRows(options.db);
    this.tokens = new LoginTokens(options);
    this.#addresses = new StoredAddresses(options);
    this.#lookalikes = new LookalikeAccounts(options.db);
    this.attempts = new LoginAttempts({
      limit: () => options.options().limits.loginAttempts,
      known: this.#addresses,
    });
    this.registrations = new RegistrationLimit({
      limit: () => options.options().limits.accountsPerAddress,
      now: options.now,
    });
  }

  /** Whether the server has accounts. */
  get enabled(): boolean {
    return this.#options.options().accounts.mode !== "off";
  }

  /** The account that a nickname is reserved for, including pending ones. */
  owner(nickname: string): string | undefined {
    return this.enabled ? this.#find(nickname)?.name : undefined;
  }

  /** The accounts whose names look like a name but are not it, pending ones included. */
  lookalikes(name: string): string[] {
    if (!this.enabled) return [];
    return [...this.#lookalikes.find(name)].flatMap((key) => this.#find(key)?.name ?? []);
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
    const { now, log, options } = this.#options;
    if (!this.registrations.count(address)) {
      return refused(
        "TEMPORARILY_UNAVAILABLE",
        "Too many accounts from your address; wait a while",
      );
    }
    const stored = await derive(password);
    this.#rows.removeExpired(now());
    const code = options().accounts.requireEmail ? newCode() : undefined;
    const codeHash = code === undefined ? undefined : await digest(code);
    const added = this.#add({
      key: casefold(name),
      name,
      createdAt: now(),
      email,
      codeHash,
      codeExpires: code === undefined ? 0 : now() + CODE_MS,
      ...stored,
    });
    if (!added) return EXISTS;
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
      const row = this.#find(name);
      const given = await digest(code.trim().toLowerCase());
      if (row?.codeHash === undefined || !timingSafeEqual(given, row.codeHash)) return undefined;
      this.#rows.confirm(key);
      this.#options.log.info("Account registered", { account: row.name, address });
      return row.name;
    });
  }

  /** Checks a password. Finds the account's name if it is right. */
  check({ name, password, address }: { name: string; password: string; address: string }): Promise<
    AttemptResult<string>
  > {
    return this.attempts.run({ account: casefold(name), address }, async () => {
      const row = this.#usable(name);
      const right = await passwordMatches(password, row?.passwordHash);
      // Meanwhile the password may have changed, or the account may have been removed.
      const still = this.#usable(name)?.passwordHash === row?.passwordHash;
      return right && still ? row?.name : undefined;
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
    const row = found === undefined ? undefined : this.#usable(found.account);
    if (found !== undefined && row !== undefined && (name === "" || found.account === account)) {
      this.tokens.use(found.account, found.id);
      this.attempts.succeeded({ account: found.account, address });
      return Promise.resolve({ found: { account: row.name, id: found.id } });
    }
    return this.attempts.run({ account, address }, () => Promise.resolve(undefined));
  }

  /** Whether an account has these SCRAM keys now. */
  hasKeys(name: string, { storedKey }: ScramCredentials): boolean {
    const row = this.#usable(name);
    return row !== undefined && timingSafeEqual(row.scram.storedKey, storedKey);
  }

  /** An account's SCRAM keys; for an unknown account, decoys that no password matches. */
  async scramCredentials(
    name: string,
  ): Promise<{ account: string | undefined; credentials: ScramCredentials }> {
    const decoy = await decoyScramCredentials(casefold(name), this.#secret);
    const row = this.#usable(name);
    if (row !== undefined) return { account: row.name, credentials: row.scram };
    return { account: undefined, credentials: { ...decoy, iterations: SCRAM_ROUNDS } };
  }

  /**
   * Changes an account's password, revokes its login tokens and forgets where it was logged in
   * from. Returns why not if refused.
   */
  async setPassword(name: string, password: string): Promise<string | undefined> {
    const refusal = this.#passwordRefusal({ name, password });
    if (refusal !== undefined) return refusal.text;
    const stored = await derive(password);
    const done = transact(this.#options.db, () => {
      this.tokens.remove(name);
      this.#addresses.forget(casefold(name));
      return this.#rows.setPassword(casefold(name), stored);
    });
    return done ? undefined : `There is no account "${name}"`;
  }

  /** Removes an account, so that its name is free again. */
  remove(name: string): void {
    this.#rows.remove(casefold(name));
    this.#options.log.info("Account removed", { account: name });
  }

  /** Adds an account. Returns false if there is one of this name. */
  #add(row: AccountRow): boolean {
    return transact(this.#options.db, () => {
      if (!this.#rows.add(row)) return false;
      this.#lookalikes.add(row.name);
      return true;
    });
  }

  #find(name: string): AccountRow | undefined {
    const row = this.#rows.find(casefold(name));
    if (row?.codeHash === undefined) return row;
    return row.codeExpires > this.#options.now() ? row : undefined;
  }

  /** An account that is not pending. */
  #usable(name: string): AccountRow | undefined {
    const row = this.enabled ? this.#find(name) : undefined;
    return row?.codeHash === undefined ? row : undefined;
  }

  #refusal(request: NewAccount): RegisterRefusal | undefined {
    const { name, email } = request;
    const { accounts, limits } = this.#options.options();
    if (accounts.mode === "off") {
      return refused("TEMPORARILY_UNAVAILABLE", "This server has no accounts");
    }
    if (!isValidNickname(name, limits.nickLength)) {
      return refused("BAD_ACCOUNT_NAME", "An account's name has to be a valid nickname");
    }
    const reserved = reservedNameLike(this.#options.options(), name);
    if (reserved !== undefined) return refused("BAD_ACCOUNT_NAME", reservedText(reserved));
    if (this.#find(name) !== undefined) return EXISTS;
    const [lookalike] = this.lookalikes(name);
    if (lookalike !== undefined) {
      return refused("BAD_ACCOUNT_NAME", `This name looks like the account "${lookalike}"`);
    }
    if (email === undefined ? accounts.requireEmail : !isEmail(email)) {
      return refused("INVALID_EMAIL", "An e-mail address is needed, such as you@example.org");
    }
    return this.#passwordRefusal(request);
  }

  #passwordRefusal(
    { name, password }: Pick<NewAccount, "name" | "password">,
  ): RegisterRefusal | undefined {
    const min = this.#options.options().limits.passwordLength;
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

function refused(code: RegisterRefusal["code"], text: string): RegisterRefusal {
  return { status: "refused", code, text };
}

async function derive(password: string): Promise<StoredPassword> {
  const passwordHash = await hashPassword(password);
  return {
    passwordHash,
    scram: await deriveScramCredentials(password, { iterations: SCRAM_ROUNDS }),
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
