import { translatable } from "../../texts/mod.ts";
import type { SettingKey } from "../../settings/mod.ts";

/** How a setting is presented; all texts are keys of the translations. */
export interface SettingLabel {
  readonly key: SettingKey;
  readonly label: string;
  /** What stands below it. */
  readonly hint?: string;
  /** The names of its choices, in their order; a text setting with them becomes a choice. */
  readonly choices?: readonly (readonly [value: string, label: string])[];
}

/** Settings under one heading. */
export interface SettingSection {
  readonly title: string;
  readonly settings: readonly SettingLabel[];
}

/** The settings of the page, in the order of their window. */
export const SETTING_SECTIONS: readonly SettingSection[] = [
  {
    title: translatable("Appearance"),
    settings: [
      {
        key: "theme",
        label: translatable("Theme"),
        choices: [
          ["", translatable("As the system")],
          ["light", translatable("Light")],
          ["dark", translatable("Dark")],
          ["blue", translatable("Blue")],
          ["high-contrast", translatable("High contrast")],
        ],
      },
      {
        key: "text-size",
        label: translatable("Size of the text"),
        choices: [
          ["1", translatable("Smallest")],
          ["2", translatable("Small")],
          ["3", translatable("Normal")],
          ["4", translatable("Large")],
          ["5", translatable("Largest")],
        ],
      },
      {
        key: "density",
        label: translatable("Space between messages"),
        choices: [["comfortable", translatable("Comfortable")], [
          "compact",
          translatable("Compact"),
        ]],
      },
      {
        key: "language",
        label: translatable("Language"),
        choices: [["auto", translatable("As the browser")], ["en", "English"], ["zh", "中文"]],
      },
    ],
  },
  {
    title: translatable("Notifications"),
    settings: [
      {
        key: "notify.browser",
        label: translatable("Show notifications on the desktop"),
        hint: translatable("For messages to you alone, your name, and the words and people below"),
      },
      { key: "notify.sound", label: translatable("Play a tone for them") },
      {
        key: "notify.direct",
        label: translatable("Messages to you alone call for your attention"),
      },
      {
        key: "notify.words",
        label: translatable("Words that call for your attention"),
        hint: translatable("Besides your name, with spaces between them"),
      },
      { key: "notify.people", label: translatable("People who always call for your attention") },
      {
        key: "notify.title",
        label: translatable("Show the number of unread messages in the title"),
      },
    ],
  },
  {
    title: translatable("Messages"),
    settings: [
      {
        key: "formatting",
        label: translatable("Send **bold**, _italic_, ~~struck~~ and `code` in these styles"),
      },
      { key: "typing", label: translatable("Let others see that you are typing") },
      { key: "members", label: translatable("Show the members of a room beside its messages") },
      { key: "ignore", label: translatable("People whose messages are not shown") },
    ],
  },
];
