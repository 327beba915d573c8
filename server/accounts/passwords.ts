import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** Parameters of scrypt, which takes 128 × 2^cost × blockSize bytes of memory. */
interface ScryptParameters {
  /** Logarithm to base 2 of scrypt's N. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
}

/** The parameters of new hashes: 32 MiB, and about a tenth of a second of one core. */
const PARAMETERS: ScryptParameters = { cost: 15, blockSize: 8, parallel: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes that are computed at one time; each takes a thread and its memory. */
const MAX_CONCURRENT = 2;

/** Its parts in base64 have the lengths of {@linkcode SALT_BYTES} and {@linkcode HASH_BYTES}. */
const HASH_PATTERN =
  /^\$scrypt\$ln=(1?\d),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z\d+/]{22}==)\$([A-Za-z\d+/]{43}=)$/;

/** The hash that stands for a missing account, so that the check takes as long. */
const DUMMY_HASH = format(PARAMETERS, new Uint8Array(SALT_BYTES), new Uint8Array(HASH_BYTES));

/** Hashes a password with scrypt. The text contains the parameters, the salt and the hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = Uint8Array.from(randomBytes(SALT_BYTES));
  return format(PARAMETERS, salt, await compute(password, salt, PARAMETERS));
}

/**
 * Whether a password matches a hash. For a missing account, `hash` is undefined and the answer,
 * false, takes as long.
 *
 * Throws an Error if {@linkcode hashPassword} did not make the hash.
 */
export async function passwordMatches(
  password: string,
  hash: string | undefined,
): Promise<boolean> {
  const { salt, wanted, ...parameters } = parse(hash ?? DUMMY_HASH);
  const same = timingSafeEqual(await compute(password, salt, parameters), wanted);
  return same && hash !== undefined;
}

/** Whether a text is meant as a hash, whole or not. */
export function looksLikePasswordHash(text: string): boolean {
  return text.startsWith("$scrypt$");
}

/** Whether a text is a hash as {@linkcode hashPassword} makes it. */
export function isPasswordHash(text: string): boolean {
  return HASH_PATTERN.test(text);
}

function format(
  { cost, blockSize, parallel }: ScryptParameters,
  ...parts: readonly Uint8Array<ArrayBuffer>[]
): string {
  const texts = parts.map((bytes) => btoa(String.fromCharCode(...bytes)));
  return `$scrypt$ln=${cost},r=${blockSize},p=${parallel}$${texts.join("$")}`;
}

function parse(text: string): ScryptParameters & { salt: Uint8Array; wanted: Uint8Array } {
  const match = HASH_PATTERN.exec(text);
  if (match === null) throw new Error("A stored password hash is not one that this program wrote");
  const [, cost, blockSize, parallel, salt = "", wanted = ""] = match;
  return {
    cost: Number(cost),
    blockSize: Number(blockSize),
    parallel: Number(parallel),
    salt: bytesOf(salt),
    wanted: bytesOf(wanted),
  };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function compute(
  password: string,
  salt: Uint8Array,
  { cost, blockSize, parallel }: ScryptParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const N = 2 ** cost;
  const maxmem = 256 * N * blockSize;
  const options = { N, r: blockSize, p: parallel, maxmem };
  await acquire();
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, hash) => {
        if (error === null) resolve(Uint8Array.from(hash));
        else reject(error);
      });
    });
  } finally {
    release();
  }
}

/** Hashes that wait because {@linkcode MAX_CONCURRENT} are running. */
const waiting: (() => void)[] = [];
let running = 0;

function acquire(): Promise<void> {
  if (running < MAX_CONCURRENT) {
    running++;
    return Promise.resolve();
  }
  return new Promise((resolve) => waiting.push(resolve));
}

function release(): void {
  const next = waiting.shift();
  if (next === undefined) running--;
  else next();
}
