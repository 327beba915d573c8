import { CHINESE } from "./chinese.ts";

/** The languages there are. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = typeof LANGUAGES[number];

/** Values for the places of a text, `{name}`. */
export type Values = Readonly<Record<string, string | number>>;

let current: Language = "en";

/** The language that people are spoken to in. */
export function language(): Language {
  return current;
}

/** Changes it, for the whole process. */
export function setLanguage(language: Language): void {
  current = language;
}

/** The language that an environment asks for: Chinese for `zh…`, otherwise English. */
export function languageOf(locale: string | undefined): Language {
  return locale !== undefined && /^zh/i.test(locale) ? "zh" : "en";
}

/**
 * A text for people in their language, with its places filled. The English text is its key in the
 * other languages' tables; where one is missing, English is shown.
 */
export function t(text: string, values: Values = {}): string {
  const template = current === "zh" ? CHINESE[text] ?? text : text;
  return template.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
