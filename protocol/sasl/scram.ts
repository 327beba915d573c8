/**
 * The SCRAM-SHA-256 mechanism: both ends prove that they know the password without sending it.
 *
 * RFC 5802 and RFC 7677, without channel binding.
 */

import { hashing } from "./hashing.ts";
import {
  type Bytes,
  equalSecrets,
  fromBase64,
  fromUtf8,
  NO_BYTES,
  toBase64,
  toUtf8,
} from "./bytes.ts";
import type {
  SaslClient,
  SaslRefusal,
  SaslServer,
  SaslStep,
  SaslVerifier,
  ScramCredentials,
} from "./mechanism.ts";

/** The number of PBKDF2 iterations for new credentials. */
export const SCRAM_ITERATIONS = 4096;
/** The minimum number of iterations that a client accepts. RFC 7677, section 4. */
export const MIN_SCRAM_ITERATIONS = 4096;
/** The maximum number of iterations that a client accepts, which bounds its work. */
export const MAX_SCRAM_ITERATIONS = 1_000_000;

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 18;

/** Options for {@linkcode deriveScramCredentials}. */
export interface ScramDerivation {
  salt?: Uint8Array;
  iterations?: number;
}

/** Derives the credentials that a server stores for a password. The default salt is random. */
export async function deriveScramCredentials(
  password: string,
  options: ScramDerivation = {},
): Promise<ScramCredentials> {
  const { iterations = SCRAM_ITERATIONS } = options;
  const salt = Uint8Array.from(options.salt ?? randomBytes(SALT_BYTES));
  const salted = await saltPassword(password, { salt, iterations });
  const { clientKey, serverKey } = await keysOf(salted);
  return { salt, iterations, storedKey: await sha256(clientKey), serverKey };
}

/**
 * Credentials that no password matches. A client cannot distinguish them from those of an existing
 * account, because a name always has the same salt.
 *
 * @param secret the server's own random secret, which has to stay the same.
 */
export async function decoyScramCredentials(
  account: string,
  secret: Uint8Array,
): Promise<ScramCredentials> {
  const salt = (await hmac(Uint8Array.from(secret), account)).slice(0, SALT_BYTES);
  return {
    salt,
    iterations: SCRAM_ITERATIONS,
    storedKey: randomBytes(KEY_BYTES),
    serverKey: randomBytes(KEY_BYTES),
  };
}

/** Options for {@linkcode ScramClient}. */
export interface ScramClientOptions {
  account: string;
  password: string;
  /** Printable ASCII without a comma; the default is random. */
  nonce?: string;
}

/** The client's end of SCRAM-SHA-256. */
export class ScramClient implements SaslClient {
  readonly mechanism = "SCRAM-SHA-256";
  readonly #password: string;
  readonly #nonce: string;
  readonly #firstBare: string;
  #expectedSignature: Bytes | undefined;
  #round = 0;
  #verified = false;

  constructor(options: ScramClientOptions) {
    this.#password = options.password;
    this.#nonce = options.nonce ?? randomNonce();
    this.#firstBare = `n=${escapeName(prepare(options.account))},r=${this.#nonce}`;
  }

  /** Whether the server has proved that it knows the password too. */
  get serverVerified(): boolean {
    return this.#verified;
  }

  async respond(challenge: Uint8Array): Promise<Bytes | SaslRefusal> {
    const text = fromUtf8(challenge);
    this.#round++;
    if (text === undefined) return { refused: "The server's SCRAM message is not UTF-8" };
    if (this.#round === 1) return toUtf8(`n,,${this.#firstBare}`);
    if (this.#round === 2) return await this.#prove(text);
    return this.#verify(text);
  }

  async #prove(serverFirst: string): Promise<Bytes | SaslRefusal> {
    const [, nonce = "", salt64 = "", rounds = ""] =
      /^r=([!-+\--~]+),s=([A-Za-z0-9+/=]+),i=([1-9]\d{0,9})(?:,|$)/.exec(serverFirst) ?? [];
    const salt = fromBase64(salt64);
    if (nonce === "" || salt === undefined || salt.length === 0) {
      return { refused: "The server's first SCRAM message is malformed" };
    }
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      return { refused: "The server's SCRAM nonce does not continue ours" };
    }
    const iterations = Number(rounds);
    if (iterations < MIN_SCRAM_ITERATIONS || iterations > MAX_SCRAM_ITERATIONS) {
      return { refused: `The server asks for ${iterations} SCRAM iterations` };
    }
    const { clientKey, serverKey } = await keysOf(
      await saltPassword(this.#password, { salt, iterations }),
    );
    const withoutProof = `c=${toBase64(toUtf8("n,,"))},r=${nonce}`;
    const authMessage = `${this.#firstBare},${serverFirst},${withoutProof}`;
    const proof = xor(clientKey, await hmac(await sha256(clientKey), authMessage));
    this.#expectedSignature = await hmac(serverKey, authMessage);
    return toUtf8(`${withoutProof},p=${toBase64(proof)}`);
  }

  #verify(serverFinal: string): Bytes | SaslRefusal {
    const [, signature64 = ""] = /^v=([A-Za-z0-9+/=]+)(?:,|$)/.exec(serverFinal) ?? [];
    const signature = fromBase64(signature64);
    if (signature === undefined || this.#expectedSignature === undefined) {
      return { refused: "The server's last SCRAM message is malformed" };
    }
    if (!equalSecrets(signature, this.#expectedSignature)) {
      return { refused: "The server does not know the account's password" };
    }
    this.#verified = true;
    return NO_BYTES;
  }
}

/** Options for {@linkcode ScramServer}. */
export interface ScramServerOptions {
  /** Printable ASCII without a comma; the default is random. */
  nonce?: string;
}

/** The server's end of SCRAM-SHA-256. */
export class ScramServer implements SaslServer {
  readonly mechanism = "SCRAM-SHA-256";
  readonly #verifier: Pick<SaslVerifier, "findScramCredentials">;
  readonly #nonce: string;
  #state: ServerState = { expects: "first" };

  constructor(
    verifier: Pick<SaslVerifier, "findScramCredentials">,
    options: ScramServerOptions = {},
  ) {
    this.#verifier = verifier;
    this.#nonce = options.nonce ?? randomNonce();
  }

  async step(response: Uint8Array): Promise<SaslStep> {
    const state = this.#state;
    this.#state = { expects: "nothing" };
    const text = fromUtf8(response);
    if (text === undefined) return MALFORMED;
    if (state.expects === "first") return await this.#first(text);
    if (state.expects === "proof") return await this.#check(text, state);
    if (state.expects === "end" && text === "") {
      return { status: "success", account: state.account };
    }
    return MALFORMED;
  }

  async #first(clientFirst: string): Promise<SaslStep> {
    const match = /^([ny],(?:a=([^,]+))?,)(n=([^,]+),r=([!-+\--~]+)(?:,.*)?)$/.exec(clientFirst);
    const [, header = "", actAs = "", bare = "", escapedName = "", clientNonce = ""] = match ?? [];
    const name = unescapeName(escapedName);
    if (match === null || name === undefined) return MALFORMED;
    if (actAs !== "" && unescapeName(actAs) !== name) return WRONG;
    const { account, credentials } = await this.#verifier.findScramCredentials(name);
    const nonce = clientNonce + this.#nonce;
    const serverFirst = `r=${nonce},s=${toBase64(credentials.salt)},i=${credentials.iterations}`;
    const soFar = `${bare},${serverFirst}`;
    this.#state = { expects: "proof", account, credentials, nonce, header, soFar };
    return { status: "challenge", data: toUtf8(serverFirst) };
  }

  async #check(clientFinal: string, state: ProofState): Promise<SaslStep> {
    const match = /^(c=([A-Za-z0-9+/=]+),r=([!-+\--~]+)(?:,[^,]*)*?),p=([A-Za-z0-9+/=]+)$/
      .exec(clientFinal);
    const [, withoutProof = "", header64 = "", nonce = "", proof64 = ""] = match ?? [];
    const proof = fromBase64(proof64);
    const sameHeader = header64 === toBase64(toUtf8(state.header));
    if (proof?.length !== KEY_BYTES || !sameHeader || nonce !== state.nonce) return MALFORMED;
    const authMessage = `${state.soFar},${withoutProof}`;
    const storedKey = Uint8Array.from(state.credentials.storedKey);
    const clientKey = xor(proof, await hmac(storedKey, authMessage));
    const proved = equalSecrets(await sha256(clientKey), storedKey);
    if (!proved || state.account === undefined) return WRONG;
    const serverKey = Uint8Array.from(state.credentials.serverKey);
    const signature = await hmac(serverKey, authMessage);
    this.#state = { expects: "end", account: state.account };
    return { status: "challenge", data: toUtf8(`v=${toBase64(signature)}`) };
  }
}

interface ProofState {
  expects: "proof";
  account: string | undefined;
  credentials: ScramCredentials;
  nonce: string;
  header: string;
  /** The client's first message without its header, and the server's first message. */
  soFar: string;
}

type ServerState =
  | { expects: "first" | "nothing" }
  | ProofState
  | { expects: "end"; account: string };

const MALFORMED: SaslStep = { status: "failure", reason: "malformed" };
const WRONG: SaslStep = { status: "failure", reason: "credentials" };

/** The part of SASLprep (RFC 4013) that makes different spellings of one text equal. */
function prepare(text: string): string {
  return text
    .replace(/\p{Zs}/gu, " ")
    .replace(/[\u00ad\u034f\u1806\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/gu, "")
    .normalize("NFKC");
}

function escapeName(name: string): string {
  return name.replaceAll("=", "=3D").replaceAll(",", "=2C");
}

function unescapeName(escaped: string): string | undefined {
  if (/=(?!2C|3D)/.test(escaped)) return undefined;
  return escaped.replaceAll("=2C", ",").replaceAll("=3D", "=");
}

async function saltPassword(
  password: string,
  { salt, iterations }: { salt: Bytes; iterations: number },
): Promise<Bytes> {
  const { pbkdf2 } = await hashing();
  return await pbkdf2(toUtf8(prepare(password)), { salt, iterations, length: KEY_BYTES });
}

async function keysOf(salted: Bytes): Promise<{ clientKey: Bytes; serverKey: Bytes }> {
  const [clientKey, serverKey] = await Promise.all([
    hmac(salted, "Client Key"),
    hmac(salted, "Server Key"),
  ]);
  return { clientKey, serverKey };
}

async function hmac(key: Bytes, text: string): Promise<Bytes> {
  return await (await hashing()).hmac(key, toUtf8(text));
}

async function sha256(bytes: Bytes): Promise<Bytes> {
  return await (await hashing()).sha256(bytes);
}

function xor(one: Bytes, other: Bytes): Bytes {
  return one.map((byte, index) => byte ^ (other[index] ?? 0));
}

function randomBytes(count: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(count));
}

function randomNonce(): string {
  return toBase64(randomBytes(NONCE_BYTES));
}
