import { useCallback, useSyncExternalStore } from "react";

import type { SettingKey, Settings, SettingValue } from "../../settings/mod.ts";

/** The value of a setting, now and after each change. */
export function useSetting<Key extends SettingKey>(
  settings: Settings,
  key: Key,
): SettingValue<Key> {
  const subscribe = useCallback(
    (listener: () => void) => settings.onChange((changed) => changed === key && listener()),
    [settings, key],
  );
  return useSyncExternalStore(subscribe, () => settings.get(key));
}
