/** The hashes of SCRAM where there is no SubtleCrypto. */

import { hmac as nobleHmac } from "@noble/hashes/hmac.js";
import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";

import type { Bytes } from "./bytes.ts";

/** SHA-256, HMAC and PBKDF2 in plain code. */
export const HASHING_WITHOUT_SUBTLE = {
  sha256: (bytes: Bytes) => Promise.resolve(new Uint8Array(nobleSha256(bytes))),
  hmac: (key: Bytes, text: Bytes) =>
    Promise.resolve(new Uint8Array(nobleHmac(nobleSha256, key, text))),
  async pbkdf2(
    password: Bytes,
    { salt, iterations, length }: { salt: Bytes; iterations: number; length: number },
  ) {
    const options = { c: iterations, dkLen: length };
    return new Uint8Array(await pbkdf2Async(nobleSha256, password, salt, options));
  },
};
