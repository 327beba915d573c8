/** The languages there are. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = typeof LANGUAGES[number];

/** Values for the places of a text, `{name}`. */
export type Values = Readonly<Record<string, string | number>>;

/** The texts of a language, by the English ones. */
export type Texts = Readonly<Record<string, string>>;

const NO_TEXTS: Texts = {};

let current: Language = "en";
let texts = NO_TEXTS;

/** The language that people are spoken to in. */
export function language(): Language {
  return current;
}

/**
 * Changes it, for the whole process. A front end gives the texts, so that the page loads those of
 * another language only where they are spoken.
 */
export function setLanguage(language: "en"): void;
export function setLanguage(language: Language, translated: Texts): void;
export function setLanguage(language: Language, translated = NO_TEXTS): void {
  current = language;
  texts = language === "en" ? NO_TEXTS : translated;
}

/** The language that an environment asks for: Chinese for `zh…`, otherwise English. */
export function languageOf(locale: string | undefined): Language {
  return locale !== undefined && /^zh/i.test(locale) ? "zh" : "en";
}

/** Marks a text of a table, which is passed to {@linkcode t} where it is shown. */
export function translatable(text: string): string {
  return text;
}

/**
 * A text for people in their language, with its places filled. The English text is its key in the
 * other languages' tables; where one is missing, English is shown.
 */
export function t(text: string, values: Values = {}): string {
  const template = texts[text] ?? text;
  return template.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
