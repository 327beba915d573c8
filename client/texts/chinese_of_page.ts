import { COMMAND_TEXTS } from "./chinese/commands.ts";
import { EVENT_TEXTS } from "./chinese/events.ts";
import { KEY_TEXTS } from "./chinese/keys.ts";
import { PAGE_TEXTS } from "./chinese/page.ts";
import { PAGE_COMPOSER_TEXTS } from "./chinese/page_composer.ts";
import { PAGE_ENTER_TEXTS } from "./chinese/page_enter.ts";
import { PAGE_TIMELINE_TEXTS } from "./chinese/page_timeline.ts";
import { PAGE_SHELL_TEXTS } from "./chinese/page_shell.ts";
import { SCREEN_AND_PAGE_TEXTS } from "./chinese/screen_and_page.ts";
import { SETTING_TEXTS } from "./chinese/settings.ts";

/** What the page in a browser says, in simplified Chinese, by the English text. */
export const CHINESE_OF_PAGE: Readonly<Record<string, string>> = {
  ...EVENT_TEXTS,
  ...KEY_TEXTS,
  ...COMMAND_TEXTS,
  ...SCREEN_AND_PAGE_TEXTS,
  ...SETTING_TEXTS,
  ...PAGE_TEXTS,
  ...PAGE_COMPOSER_TEXTS,
  ...PAGE_ENTER_TEXTS,
  ...PAGE_TIMELINE_TEXTS,
  ...PAGE_SHELL_TEXTS,
};
