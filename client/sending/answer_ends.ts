import type { NumericName } from "../../protocol/numerics.ts";

/** The questions whose answers are waited for, and the numerics that end these. */
const QUESTIONS: readonly { readonly line: RegExp; readonly ends: readonly NumericName[] }[] = [
  { line: /^NAMES\b/, ends: ["RPL_ENDOFNAMES"] },
  { line: /^WHOIS\b/, ends: ["RPL_ENDOFWHOIS"] },
  { line: /^WHO\b/, ends: ["RPL_ENDOFWHO"] },
  { line: /^LIST\b/, ends: ["RPL_LISTEND"] },
  { line: /^TOPIC \S+$/, ends: ["RPL_TOPIC", "RPL_NOTOPIC"] },
  { line: /^MODE \S+$/, ends: ["RPL_CHANNELMODEIS", "RPL_UMODEIS"] },
  { line: /^MODE \S+ \+?b$/, ends: ["RPL_ENDOFBANLIST"] },
  { line: /^MODE \S+ \+?e$/, ends: ["RPL_ENDOFEXCEPTLIST"] },
  { line: /^MODE \S+ \+?I$/, ends: ["RPL_ENDOFINVEXLIST"] },
];

const ALL_ENDS: ReadonlySet<NumericName> = new Set(QUESTIONS.flatMap(({ ends }) => ends));

/** Whether a numeric ends the answer to a question. */
export function endsAnswer(numeric: NumericName): boolean {
  return ALL_ENDS.has(numeric);
}

/** The numerics that end the answer to a line; none for a line that is no question. */
export function answerEnds(line: string): readonly NumericName[] {
  return QUESTIONS.find((question) => question.line.test(line))?.ends ?? [];
}
