import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** How hard a hash is to compute; scrypt's memory is 128 × 2^cost × blockSize bytes. */
interface Hardness {
  /** Logarithm to base 2 of scrypt's N. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
}

/** What new hashes get: 32 MiB, and about a tenth of a second of one core. */
const HARDNESS: Hardness = { cost: 15, blockSize: 8, parallel: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes that are computed at one time; each takes a thread and its memory. */
const MOST_AT_ONCE = 2;

/** What a password is compared with where there is no account, so that it takes as long. */
const NOBODY = format(HARDNESS, new Uint8Array(SALT_BYTES), new Uint8Array(HASH_BYTES));

/** Hashes a password with scrypt; the text holds its parameters, its salt and the hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = Uint8Array.from(randomBytes(SALT_BYTES));
  return format(HARDNESS, salt, await compute(password, salt, HARDNESS));
}

/**
 * Whether a password is the one that was hashed; of an account that is not there, `hash` is
 * undefined and the answer takes as long.
 *
 * Throws an Error when the hash is not one of {@linkcode hashPassword}.
 */
export async function passwordMatches(
  password: string,
  hash: string | undefined,
): Promise<boolean> {
  const { salt, wanted, ...hardness } = parse(hash ?? NOBODY);
  const same = timingSafeEqual(await compute(password, salt, hardness), wanted);
  return same && hash !== undefined;
}

function format(
  { cost, blockSize, parallel }: Hardness,
  ...parts: readonly Uint8Array<ArrayBuffer>[]
): string {
  const texts = parts.map((bytes) => btoa(String.fromCharCode(...bytes)));
  return `$scrypt$ln=${cost},r=${blockSize},p=${parallel}$${texts.join("$")}`;
}

function parse(text: string): Hardness & { salt: Uint8Array; wanted: Uint8Array } {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(text);
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
  { cost, blockSize, parallel }: Hardness,
): Promise<Uint8Array<ArrayBuffer>> {
  const N = 2 ** cost;
  const maxmem = 256 * N * blockSize;
  const options = { N, r: blockSize, p: parallel, maxmem };
  await takeTurn();
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, hash) => {
        if (error === null) resolve(Uint8Array.from(hash));
        else reject(error);
      });
    });
  } finally {
    endTurn();
  }
}

const waiting: (() => void)[] = [];
let running = 0;

function takeTurn(): Promise<void> {
  if (running < MOST_AT_ONCE) {
    running++;
    return Promise.resolve();
  }
  return new Promise((resolve) => waiting.push(resolve));
}

/** Hands the turn on, or gives it back. */
function endTurn(): void {
  const next = waiting.shift();
  if (next === undefined) running--;
  else next();
}
