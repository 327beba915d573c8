import { findRow, type SettingKey, type SettingValue } from "../../settings/table.ts";

/**
 * Settings from the text that the page keeps, read without the parser of settings files, which is
 * loaded later. The page writes each value of the first table on a line of its own.
 */
export class KeptSettings {
  readonly #text: string;

  constructor(text: string | undefined) {
    this.#text = text ?? "";
  }

  /** The value that is kept, which is not checked, or the default. */
  get<Key extends SettingKey>(key: Key): SettingValue<Key> {
    return (this.#read(key) ?? findRow(key)?.default) as SettingValue<Key>;
  }

  /** Whether a value is kept. */
  isSet(key: SettingKey): boolean {
    return this.#read(key) !== undefined;
  }

  #read(key: SettingKey): unknown {
    const [, value] = new RegExp(`^${key} = (.*)$`, "m").exec(this.#text) ?? [];
    try {
      return value === undefined ? undefined : JSON.parse(value);
    } catch {
      return undefined;
    }
  }
}
