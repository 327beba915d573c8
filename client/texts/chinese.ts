import { OPTION_TEXTS } from "./chinese/options.ts";
import { SCREEN_TEXTS } from "./chinese/screen.ts";
import { CHINESE_OF_PAGE } from "./chinese_of_page.ts";

/** Simplified Chinese, by the English text. */
export const CHINESE: Readonly<Record<string, string>> = {
  ...CHINESE_OF_PAGE,
  ...SCREEN_TEXTS,
  ...OPTION_TEXTS,
};
