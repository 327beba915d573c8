/** Codings in which a file may be kept, the best first. RFC 9110 section 8.4.1. */
export const CODINGS = ["br", "gzip"] as const;
export type Coding = typeof CODINGS[number];

/** An element of Accept-Encoding: a coding, and perhaps its weight. RFC 9110 section 12.4.2. */
const ELEMENT = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*(?:;[ \t]*q=([01](?:\.\d{0,3})?)[ \t]*)?$/i;

/**
 * The one of the codings that a client likes most, by its Accept-Encoding; undefined if that is none
 * of them. Those that are liked equally are taken in the order of {@linkcode CODINGS}, and before the
 * file as it is. RFC 9110 section 12.5.3.
 */
export function chooseCoding(
  header: string | undefined,
  available: (coding: Coding) => boolean,
): Coding | undefined {
  const weights = readWeights(header ?? "");
  const weightOf = (name: string) => weights.get(name) ?? weights.get("*");
  let best: Coding | undefined;
  // What is not listed may be sent as it is, but is liked least.
  let most = weightOf("identity") ?? 0;
  for (const coding of CODINGS.filter(available)) {
    const weight = weightOf(coding) ?? 0;
    if (weight === 0 || weight < most || (best !== undefined && weight === most)) continue;
    best = coding;
    most = weight;
  }
  return best;
}

function readWeights(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const element of header.split(",")) {
    const [, name, weight = "1"] = ELEMENT.exec(element.trim()) ?? [];
    if (name !== undefined) {
      weights.set(name.toLowerCase().replace(/^x-gzip$/, "gzip"), Number(weight));
    }
  }
  return weights;
}
