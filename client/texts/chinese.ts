import { COMMAND_TEXTS } from "./chinese/commands.ts";
import { EVENT_TEXTS } from "./chinese/events.ts";
import { KEY_TEXTS } from "./chinese/keys.ts";
import { OPTION_TEXTS } from "./chinese/options.ts";
import { PAGE_TEXTS } from "./chinese/page.ts";
import { PAGE_COMPOSER_TEXTS } from "./chinese/page_composer.ts";
import { PAGE_ENTER_TEXTS } from "./chinese/page_enter.ts";
import { PAGE_TIMELINE_TEXTS } from "./chinese/page_timeline.ts";
import { PAGE_SHELL_TEXTS } from "./chinese/page_shell.ts";
import { SCREEN_TEXTS } from "./chinese/screen.ts";
import { SETTING_TEXTS } from "./chinese/settings.ts";

/** Simplified Chinese, by the English text. */
export const CHINESE: Readonly<Record<string, string>> = {
  ...SCREEN_TEXTS,
  ...EVENT_TEXTS,
  ...KEY_TEXTS,
  ...COMMAND_TEXTS,
  ...SETTING_TEXTS,
  ...OPTION_TEXTS,
  ...PAGE_TEXTS,
  ...PAGE_COMPOSER_TEXTS,
  ...PAGE_ENTER_TEXTS,
  ...PAGE_TIMELINE_TEXTS,
  ...PAGE_SHELL_TEXTS,
};
