/** One thing that can be set, other than a limit. */
export interface Setting {
  /** Name as a flag; upper-cased, with `CHAT_` before it, as a variable. */
  readonly name: string;
  /** Key in a settings file: `[section] key`, or at the top if there is no section. */
  readonly file?: { readonly section?: string; readonly key: string };
  /** What follows the flag in the help; absent for a flag without a value. */
  readonly value?: string;
  /** Whether it is a variable and a key only, since others can read a command line. */
  readonly secret?: true;
  /** Whether it is a flag only. */
  readonly flagOnly?: true;
  /** Checks and converts a written value. Throws a TypeError that says what is expected. */
  readonly read: (value: unknown) => unknown;
  /** The value if nothing is written; absent if there is none. */
  readonly default?: unknown;
  /** What the help adds to the default. */
  readonly note?: string;
  readonly purpose: string;
  readonly group: SettingGroup;
}

export type SettingGroup =
  | "Listening"
  | "Web"
  | "Network"
  | "Accounts and history"
  | "Many machines"
  | "Log and settings";
