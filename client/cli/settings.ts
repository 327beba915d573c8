import { join } from "@std/path";

import type { JoinIo } from "./io.ts";

const MAX_FRIENDS = 500;

/** The settings that are kept between runs. */
export interface Settings {
  readonly friends: readonly string[];
}

/**
 * The path of the settings file: `CHAT_SETTINGS`, or the platform's folder for settings. Returns
 * undefined when the environment names no such folder.
 */
export function settingsPath(env: JoinIo["env"]): string | undefined {
  const path = env("CHAT_SETTINGS");
  if (path) return path;
  const folder = env("APPDATA") || env("XDG_CONFIG_HOME");
  if (folder) return join(folder, "chat", "settings.json");
  const home = env("HOME");
  return home ? join(home, ".config", "chat", "settings.json") : undefined;
}

/** Reads the settings. A file that is missing or malformed has no friends. */
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

/**
 * Writes the settings and keeps the other fields of the file. Throws an Error whose message says
 * why they cannot be written.
 */
export function saveSettings(
  io: Pick<JoinIo, "env" | "readFile" | "writeFile">,
  settings: Settings,
): void {
  const path = settingsPath(io.env);
  if (path === undefined) {
    throw new Error("Cannot save the settings: no home folder; set CHAT_SETTINGS to a file");
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
