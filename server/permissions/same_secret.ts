import { timingSafeEqual } from "node:crypto";

const encoder = new TextEncoder();

/** Whether two secrets are the same, in a time that does not depend on where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  const givenBytes = encoder.encode(given);
  const expectedBytes = encoder.encode(expected);
  const sameLength = givenBytes.length === expectedBytes.length;
  return timingSafeEqual(sameLength ? givenBytes : expectedBytes, expectedBytes) && sameLength;
}
