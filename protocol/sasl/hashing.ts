import type { Bytes } from "./bytes.ts";

/** The hashes of SCRAM. */
export interface Hashing {
  sha256(bytes: Bytes): Promise<Bytes>;
  /** HMAC-SHA-256: RFC 2104. */
  hmac(key: Bytes, text: Bytes): Promise<Bytes>;
  /** PBKDF2 with HMAC-SHA-256: RFC 8018, section 5.2. `length` is in bytes. */
  pbkdf2(
    password: Bytes,
    options: { readonly salt: Bytes; readonly iterations: number; readonly length: number },
  ): Promise<Bytes>;
}

/** By the platform's SubtleCrypto. */
const BY_SUBTLE: Hashing = {
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)),
  async hmac(key, text) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const imported = await crypto.subtle.importKey("raw", key, algorithm, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", imported, text));
  },
  async pbkdf2(password, { salt, iterations, length }) {
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, length * 8));
  },
};

/**
 * The hashes of SCRAM. A browser has no SubtleCrypto on a page without https from another machine,
 * which is where SCRAM is needed most: there others are loaded.
 */
export async function hashing(): Promise<Hashing> {
  if ((crypto as Partial<Crypto>).subtle !== undefined) return BY_SUBTLE;
  return (await import("./hashing_without_subtle.ts")).HASHING_WITHOUT_SUBTLE;
}
