/** The settings of the person: one table, one file. */

export { NETWORK_KEYS, NETWORKS_TABLE, type NetworkSettings } from "./networks.ts";
export { NO_FILE, Settings, type SettingsFile } from "./settings.ts";
export {
  type AnyValue,
  findRow,
  type FrontEnd,
  type SettingKey,
  type SettingRow,
  SETTINGS,
  type SettingValue,
  THEME_NAMES,
} from "./table.ts";
export { TomlDocument, TomlError } from "./toml_document.ts";
export { formatValue, parseTyped, wrongValue } from "./values.ts";
