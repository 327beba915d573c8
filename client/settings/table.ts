/** The table of settings: they are read, changed, listed and documented from it. */

/** The front ends that differ in their settings: those on a terminal, and the page in a browser. */
export type FrontEnd = "terminal" | "page";

interface RowBase {
  /** The key in the settings file; `notify.bell` is `bell` in the table `[notify]`. */
  readonly key: string;
  /** One line for /set and the manual; a key of the translations. */
  readonly description: string;
  /** The front end that alone uses it; undefined if all do. */
  readonly only?: FrontEnd;
}

/** One row of {@linkcode SETTINGS}. */
export type SettingRow =
  & RowBase
  & (
    | { readonly type: "switch"; readonly default: boolean }
    | {
      readonly type: "number";
      readonly default: number;
      readonly min: number;
      readonly max: number;
    }
    | { readonly type: "text"; readonly default: string }
    | { readonly type: "choice"; readonly default: string; readonly choices: readonly string[] }
    | { readonly type: "list"; readonly default: readonly string[] }
  );

/** The themes that are built in, the default first. */
export const THEME_NAMES = ["dark", "light", "blue", "high-contrast", "mono"] as const;

/** Every setting, in the order of /set. */
export const SETTINGS = [
  {
    key: "language",
    type: "choice",
    choices: ["auto", "en", "zh"],
    default: "auto",
    description: "Language: auto follows LANG, en is English, zh is Chinese",
  },
  {
    key: "theme",
    type: "text",
    default: "dark",
    description: "Theme: dark, light, blue, high-contrast, mono, or a file of your own",
  },
  {
    key: "colours",
    type: "choice",
    choices: ["auto", "none", "16", "256", "true"],
    default: "auto",
    only: "terminal",
    description: "Colours the terminal can show: auto follows TERM, COLORTERM and NO_COLOR",
  },
  {
    key: "mouse",
    type: "switch",
    default: true,
    only: "terminal",
    description: "Use the mouse; off leaves it to the terminal, for selecting text",
  },
  {
    key: "text-size",
    type: "number",
    default: 3,
    min: 1,
    max: 5,
    only: "page",
    description: "Size of the text, from 1 to 5",
  },
  {
    key: "density",
    type: "choice",
    choices: ["comfortable", "compact"],
    default: "comfortable",
    only: "page",
    description: "Space between messages: comfortable or compact",
  },
  {
    key: "members",
    type: "switch",
    default: true,
    only: "page",
    description: "Show the members of a room beside its messages",
  },
  {
    key: "history",
    type: "number",
    default: 50,
    min: 0,
    max: 99_999,
    description: "Messages of the history to show on entering a room",
  },
  {
    key: "allow-plaintext-password",
    type: "switch",
    default: false,
    only: "terminal",
    description: "Send passwords also where others can read them, without TLS",
  },
  {
    key: "typing",
    type: "switch",
    default: true,
    description: "Let others see that you are typing",
  },
  {
    key: "formatting",
    type: "switch",
    default: true,
    only: "page",
    description: "Send **bold**, _italic_, ~~struck~~ and `code` in these styles",
  },
  {
    key: "friends",
    type: "list",
    default: [],
    description: "Your friends: you see when they come and go",
  },
  {
    key: "ignore",
    type: "list",
    default: [],
    description: "People whose messages are not shown: NICK or NICK!USER@HOST, with * and ?",
  },
  {
    key: "aliases",
    type: "list",
    default: [],
    description: "Short names of commands, as /alias makes them: NAME /COMMAND",
  },
  {
    key: "order",
    type: "list",
    default: [],
    description: "Rooms and people that come first in the list, in this order",
  },
  {
    key: "mute",
    type: "list",
    default: [],
    description: "Rooms and people that do not call for your attention",
  },
  {
    key: "notify.words",
    type: "list",
    default: [],
    description: "Words that call for your attention, besides your name",
  },
  {
    key: "notify.people",
    type: "list",
    default: [],
    description: "People all of whose messages call for your attention",
  },
  {
    key: "notify.direct",
    type: "switch",
    default: true,
    description: "Direct messages call for your attention",
  },
  {
    key: "notify.bell",
    type: "switch",
    default: true,
    only: "terminal",
    description: "Ring the terminal's bell",
  },
  {
    key: "notify.desktop",
    type: "choice",
    choices: ["off", "osc9", "osc777"],
    default: "off",
    only: "terminal",
    description: "Have the terminal show a notification: osc9 or osc777, as it understands",
  },
  {
    key: "notify.browser",
    type: "switch",
    default: false,
    only: "page",
    description: "Show notifications of the browser",
  },
  {
    key: "notify.sound",
    type: "switch",
    default: false,
    only: "page",
    description: "Play a tone",
  },
  {
    key: "notify.title",
    type: "switch",
    default: true,
    description: "Show the number of unread messages in the window's title",
  },
  {
    key: "last.name",
    type: "text",
    default: "",
    only: "terminal",
    description: "The name that the first page offers",
  },
  {
    key: "last.server",
    type: "text",
    default: "",
    only: "terminal",
    description: "The server that the first page offers: HOST[:PORT],… [tls]",
  },
  {
    key: "last.rooms",
    type: "list",
    default: [],
    only: "terminal",
    description: "The rooms that the first page offers",
  },
  {
    key: "last.scram",
    type: "list",
    default: [],
    only: "terminal",
    description: "Servers where you log in by SCRAM, which never get the password itself",
  },
  {
    key: "last.sts",
    type: "list",
    default: [],
    only: "terminal",
    description: "Servers that asked to be reached with TLS only (STS): HOST PORT UNTIL",
  },
] as const satisfies readonly SettingRow[];

type Row = typeof SETTINGS[number];

/** The key of a setting. */
export type SettingKey = Row["key"];

type ValueOfRow<R> = R extends { type: "switch" } ? boolean
  : R extends { type: "number" } ? number
  : R extends { type: "list" } ? readonly string[]
  : R extends { choices: readonly (infer Choice)[] } ? Choice
  : string;

/** The value of a setting, by its key. */
export type SettingValue<Key extends SettingKey = SettingKey> = ValueOfRow<
  Extract<Row, { key: Key }>
>;

/** Any value that a setting can have. */
export type AnyValue = boolean | number | string | readonly string[];

/** Returns the row of a key; undefined if there is no such setting. */
export function findRow(key: string): (SettingRow & { readonly key: SettingKey }) | undefined {
  return SETTINGS.find((row) => row.key === key);
}
