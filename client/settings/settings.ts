import { messageOf } from "../../protocol/errors.ts";
import { t } from "../texts/mod.ts";
import { NETWORKS_TABLE, type NetworkSettings, readNetworks } from "./networks.ts";
import {
  type AnyValue,
  findRow,
  type FrontEnd,
  type SettingKey,
  SETTINGS,
  type SettingValue,
} from "./table.ts";
import { TomlDocument, TomlError } from "./toml_document.ts";
import { wrongValue } from "./values.ts";

/** Where the settings are kept. */
export interface SettingsFile {
  /** Undefined where there is no folder for settings: they are not kept then. */
  readonly path: string | undefined;
  /** The text of the file; undefined if there is none. Throws an Error that says why it cannot. */
  read(): string | undefined;
  /** Throws an Error that says why it cannot be written. */
  write(text: string): void;
  /** The names of the themes that the person has made. */
  themes(): readonly string[];
}

/** No file: settings that last as long as the client runs. */
export const NO_FILE: SettingsFile = {
  path: undefined,
  read: () => undefined,
  write: () => {},
  themes: () => [],
};

/** The settings of the person, kept in a file. */
export class Settings {
  /** What is wrong with the file, one line each. */
  readonly problems: readonly string[];
  readonly networks: ReadonlyMap<string, NetworkSettings>;
  readonly #file: SettingsFile;
  readonly #frontEnd: FrontEnd;
  readonly #values = new Map<SettingKey, AnyValue>();
  readonly #checks = new Map<SettingKey, (value: AnyValue) => string | undefined>();
  readonly #listeners = new Set<(key: SettingKey) => void>();
  #document: TomlDocument | undefined;

  /** Reads the file. One that cannot be read is reported in `problems` and never overwritten. */
  constructor(file: SettingsFile = NO_FILE, frontEnd: FrontEnd = "terminal") {
    const problems: string[] = [];
    this.#file = file;
    this.#frontEnd = frontEnd;
    this.#document = this.#open(problems);
    for (const row of SETTINGS) {
      const value = this.#document?.get(row.key);
      if (value === undefined) continue;
      const reason = wrongValue(row, value);
      if (reason === undefined) this.#values.set(row.key, value as AnyValue);
      else problems.push(this.#problem(row.key, reason));
    }
    const read = readNetworks(this.#document?.get(NETWORKS_TABLE));
    for (const { key, reason } of read.problems) problems.push(this.#problem(key, reason));
    this.networks = read.networks;
    this.problems = problems;
  }

  /** The path of the file; undefined if the settings are not kept. */
  get path(): string | undefined {
    return this.#file.path;
  }

  /** The settings that this front end uses, in the order of /set. */
  get rows(): readonly (typeof SETTINGS)[number][] {
    return SETTINGS.filter((row) => !("only" in row) || row.only === this.#frontEnd);
  }

  /** The row of a key; undefined if this front end has no such setting. */
  row(key: string): (typeof SETTINGS)[number] | undefined {
    return this.rows.find((row) => row.key === key);
  }

  /** The names of the themes that the person has made. */
  get ownThemes(): readonly string[] {
    return this.#file.themes();
  }

  /** The value of a setting: the one set, or its default. */
  get<Key extends SettingKey>(key: Key): SettingValue<Key> {
    return (this.#values.get(key) ?? findRow(key)?.default) as SettingValue<Key>;
  }

  /** Whether a setting has another value than its default. */
  isSet(key: SettingKey): boolean {
    return this.#values.has(key);
  }

  /**
   * Changes a setting, and saves it. Throws an Error whose text says why it cannot be changed, or
   * that it holds for this run only, as it cannot be saved.
   */
  set<Key extends SettingKey>(key: Key, value: SettingValue<Key>): void {
    const row = findRow(key);
    const reason = row === undefined
      ? undefined
      : wrongValue(row, value) ?? this.#checks.get(key)?.(value);
    if (reason !== undefined) throw new Error(t("Cannot set {key}: {reason}", { key, reason }));
    this.#values.set(key, value);
    this.#changed(key, value);
  }

  /** Gives a setting its default again; throws as {@linkcode set} does. */
  reset(key: SettingKey): void {
    if (this.#values.delete(key)) this.#changed(key, undefined);
  }

  /** Has a function say why a value, though of the right type, cannot be used. */
  addCheck<Key extends SettingKey>(
    key: Key,
    problemOf: (value: SettingValue<Key>) => string | undefined,
  ): void {
    this.#checks.set(key, problemOf as (value: AnyValue) => string | undefined);
  }

  /** Has a function called after each change of a setting. Returns how to end that. */
  onChange(listener: (key: SettingKey) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(key: SettingKey, value: AnyValue | undefined): void {
    try {
      this.#save(key, value);
    } finally {
      for (const listener of this.#listeners) listener(key);
    }
  }

  // The file may have been changed meanwhile, by hand or by another client: it is read again.
  #save(key: SettingKey, value: AnyValue | undefined): void {
    const { path } = this.#file;
    if (path === undefined) return;
    const problems: string[] = [];
    this.#document = this.#open(problems);
    try {
      if (this.#document === undefined) throw new Error(problems[0]);
      const changed = this.#document.with(key, value);
      if (changed.text !== this.#document.text) this.#file.write(changed.text);
      this.#document = changed;
    } catch (error) {
      const reason = messageOf(error);
      throw new Error(t("Not saved, it holds until you leave: {reason}", { reason }), {
        cause: error,
      });
    }
  }

  #open(problems: string[]): TomlDocument | undefined {
    const path = this.#file.path ?? "";
    try {
      return new TomlDocument(this.#file.read() ?? header());
    } catch (error) {
      const reason = error instanceof TomlError ? t(error.message) : messageOf(error);
      problems.push(
        error instanceof TomlError
          ? t("{path}, line {line}: {reason}", { path, line: error.line, reason })
          : t("Cannot read {path}: {reason}", { path, reason }),
      );
      return undefined;
    }
  }

  #problem(key: string, reason: string): string {
    const path = this.#file.path ?? "";
    const line = this.#document?.lineOf(key) ?? 1;
    const what = t("{key} is not used: {reason}", { key, reason });
    return t("{path}, line {line}: {reason}", { path, line, reason: what });
  }
}

/** The beginning of a new file. */
function header(): string {
  return `# ${t("The settings of chat join. /set shows and changes them.")}\n`;
}
