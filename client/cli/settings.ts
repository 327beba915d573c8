import { basename, dirname, join } from "@std/path";

import { Settings, type SettingsFile } from "../settings/mod.ts";
import { t } from "../texts/mod.ts";
import type { JoinIo } from "./io.ts";

const MAX_FRIENDS = 500;
/** What earlier versions kept friends in; it is read once and left as it is. */
const OLD_EXTENSION = ".json";
const THEME_EXTENSION = ".toml";

/**
 * The path of the settings file: `CHAT_SETTINGS`, or the platform's folder for settings. Returns
 * undefined when the environment names no such folder.
 */
export function settingsPath(env: JoinIo["env"]): string | undefined {
  const path = env("CHAT_SETTINGS");
  if (path) return path.endsWith(OLD_EXTENSION) ? withExtension(path, ".toml") : path;
  const folder = env("APPDATA") || env("XDG_CONFIG_HOME");
  if (folder) return join(folder, "chat", "settings.toml");
  const home = env("HOME");
  return home ? join(home, ".config", "chat", "settings.toml") : undefined;
}

/** Reads the settings, with the friends of an earlier version. Never throws. */
export function openSettings(io: JoinIo): Settings {
  const path = settingsPath(io.env);
  const settings = new Settings(settingsFile(io, path));
  if (path !== undefined && !exists(io, path)) moveFriends(io, { path, settings });
  return settings;
}

/** The folder of a person's own themes; undefined if there is no settings folder. */
export function themesFolder(env: JoinIo["env"]): string | undefined {
  const path = settingsPath(env);
  return path === undefined ? undefined : join(dirname(path), "themes");
}

/** The text of a theme that a person has made. Throws an Error that says why it cannot be read. */
export function readTheme(io: JoinIo, name: string): string {
  return io.readFile(join(themesFolder(io.env) ?? "", name + THEME_EXTENSION));
}

function settingsFile(io: JoinIo, path: string | undefined): SettingsFile {
  return {
    path,
    read: () => path !== undefined && exists(io, path) ? io.readFile(path) : undefined,
    write: (text) => {
      if (path === undefined) {
        throw new Error(t("there is no home folder; set CHAT_SETTINGS to a file"));
      }
      io.writeFile(path, text);
    },
    themes: () => {
      const folder = themesFolder(io.env);
      if (folder === undefined) return [];
      return io.listFolder(folder).filter((name) => name.endsWith(THEME_EXTENSION))
        .map((name) => name.slice(0, -THEME_EXTENSION.length)).sort();
    },
  };
}

function moveFriends(
  io: JoinIo,
  { path, settings }: { readonly path: string; readonly settings: Settings },
): void {
  const friends = oldFriends(io, withExtension(path, OLD_EXTENSION));
  if (friends.length === 0) return;
  try {
    settings.set("friends", friends);
  } catch {
    // They are used all the same, and moved at a later start.
  }
}

function oldFriends(io: JoinIo, path: string): string[] {
  try {
    const value: unknown = JSON.parse(io.readFile(path));
    const friends = typeof value === "object" && value !== null && "friends" in value
      ? value.friends
      : [];
    return Array.isArray(friends) ? friends.filter(isNick).slice(0, MAX_FRIENDS) : [];
  } catch {
    return [];
  }
}

function exists(io: JoinIo, path: string): boolean {
  return io.listFolder(dirname(path)).includes(basename(path));
}

function withExtension(path: string, extension: string): string {
  return path.replace(/\.[^./\\]*$/, "") + extension;
}

function isNick(value: unknown): value is string {
  return typeof value === "string" && /^[^\s,:!@]{1,64}$/.test(value);
}
