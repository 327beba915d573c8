import type { JoinIo } from "./io.ts";

/** Friends kept at most. */
const MAX_FRIENDS = 500;

/** What is kept between runs. */
export interface Settings {
  readonly friends: readonly string[];
}

/** The settings file: where the platform keeps such things, undefined when it does not say. */
export function settingsPath(env: JoinIo["env"]): string | undefined {
  const own = env("CHAT_SETTINGS");
  if (own !== undefined && own !== "") return own;
  const windows = env("APPDATA");
  if (windows !== undefined && windows !== "") return `${windows}\\chat\\settings.json`;
  const config = env("XDG_CONFIG_HOME");
  if (config !== undefined && config !== "") return `${config}/chat/settings.json`;
  const home = env("HOME");
  return home === undefined || home === "" ? undefined : `${home}/.config/chat/settings.json`;
}

/** Reads the settings; what is not there or not to be read is as it is at first. */
export function loadSettings(io: Pick<JoinIo, "env" | "readFile">): Settings {
  const path = settingsPath(io.env);
  try {
    const value: unknown = path === undefined ? {} : JSON.parse(io.readFile(path));
    const friends = typeof value === "object" && value !== null && "friends" in value
      ? value.friends
      : [];
    return { friends: Array.isArray(friends) ? friends.filter(isNick).slice(0, MAX_FRIENDS) : [] };
  } catch {
    return { friends: [] };
  }
}

/** Writes the settings, keeping what in the file is not ours. Throws an Error that says why not. */
export function saveSettings(
  io: Pick<JoinIo, "env" | "readFile" | "writeFile">,
  settings: Settings,
): void {
  const path = settingsPath(io.env);
  if (path === undefined) {
    throw new Error("Cannot keep the settings: no home folder; set CHAT_SETTINGS to a file");
  }
  io.writeFile(path, JSON.stringify({ ...readAll(io, path), ...settings }, null, 2) + "\n");
}

function readAll(io: Pick<JoinIo, "readFile">, path: string): object {
  try {
    const value: unknown = JSON.parse(io.readFile(path));
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

function isNick(value: unknown): value is string {
  return typeof value === "string" && /^[^\s,:!@]{1,64}$/.test(value);
}
