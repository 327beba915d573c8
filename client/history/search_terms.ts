import { t } from "../texts/mod.ts";

/** What a search asks for: words, and who said them where and when. */
export interface SearchTerms {
  readonly text: string;
  readonly from: string | undefined;
  /** Milliseconds since 1970. */
  readonly after: number | undefined;
  readonly before: number | undefined;
  /** The room or person as it is written; `*` for everywhere; undefined if none is named. */
  readonly in: string | undefined;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/;

/**
 * Parses `words from:alice in:tea after:2026-01-02 before:2026-01-03T18:00`. Returns what is wrong
 * with a term instead. Times are local.
 */
export function parseSearch(typed: string): SearchTerms | string {
  const terms = new Map<string, string>();
  const words: string[] = [];
  for (const word of typed.trim().split(/\s+/)) {
    const [, key, value] = /^(from|in|after|before):(.+)$/i.exec(word) ?? [];
    if (key === undefined || value === undefined) words.push(word);
    else terms.set(key.toLowerCase(), value);
  }
  for (const key of ["after", "before"]) {
    const text = terms.get(key);
    if (text !== undefined && timeOf(text) === undefined) {
      return t("“{text}” is not a date as 2026-01-31 or 2026-01-31T18:00", { text });
    }
  }
  return {
    text: words.join(" "),
    from: terms.get("from"),
    after: timeOf(terms.get("after")),
    before: timeOf(terms.get("before")),
    in: terms.get("in"),
  };
}

function timeOf(text: string | undefined): number | undefined {
  const [, year, month, day, hour = "0", minute = "0"] = DATE.exec(text ?? "") ?? [];
  if (year === undefined) return undefined;
  const date = new Date(
    ...[Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)] as const,
  );
  // A day or a month that does not exist would become another one.
  const exists = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
  return exists ? date.getTime() : undefined;
}
