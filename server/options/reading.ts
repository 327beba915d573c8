import { dirname, isAbsolute, join } from "@std/path";

import { messageOf } from "../../protocol/errors.ts";
import type { Setting } from "./setting.ts";
import { findSetting, type SettingName, type SettingValue } from "./settings.ts";
import type { Lookup, Tables, Written } from "./sources.ts";
import { type OptionsEnvironment, UsageError } from "./types.ts";

/** Where the options of a server are read from. */
export interface Sources {
  /** The value of a setting. Throws {@linkcode UsageError} if a wrong one was written. */
  readonly value: <Name extends SettingName>(name: Name) => SettingValue<Name>;
  readonly lookup: Lookup;
  readonly tables: Tables;
  /** The settings file that was read, if any. */
  readonly configFile: string | undefined;
  readonly environment: OptionsEnvironment;
}

/** Reads what was written as the setting's row says; its default if nothing was. */
export function valueOf<Name extends SettingName>(
  name: Name,
  written: Written | undefined,
): SettingValue<Name> {
  const row = findSetting(name) as Setting;
  return (written === undefined ? row.default : use(written, row.read)) as SettingValue<Name>;
}

const PASSWORD_IN_ADDRESS = /\/\/\S*@/g;

/** Reads what was written. Throws {@linkcode UsageError} that quotes it if it is wrong. */
export function use<T>(written: Written, read: (value: unknown) => T): T {
  try {
    return read(written.value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const shown = written.shown.replace(PASSWORD_IN_ADDRESS, "//…@");
    throw new UsageError(`Cannot use ${shown}: ${error.message}`, { cause: error });
  }
}

/** An error about something that cannot be read. */
export function unreadable(what: string, error: unknown): UsageError {
  return new UsageError(`Cannot read ${what}: ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "permission is denied";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  return messageOf(error);
}

/** A path in a settings file is relative to that file's folder, others to the current one. */
export function readPath(
  { value, lookup, configFile }: Sources,
  name: "motd" | "password-file" | "tls-cert" | "tls-key" | "cluster-credentials" | "cluster-ca",
): string | undefined {
  const path = value(name);
  return path && lookup(name)?.from === "file" ? besideFile(configFile!, path) : path;
}

/** A path as a settings file means it, relative to its folder. */
export function besideFile(file: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path);
}

/** Reads a file. Throws {@linkcode UsageError} that says what it is and why it cannot be read. */
export function readFileOf(
  { environment }: Sources,
  { path, what }: { path: string; what: string },
): string {
  try {
    return environment.readFile(path);
  } catch (error) {
    throw unreadable(what, error);
  }
}

/** Warns of a file with a secret that everybody on this machine can read. */
export function warnIfWorldReadable(
  { environment: { isWorldReadable, warn } }: Pick<Sources, "environment">,
  { path, what }: { readonly path: string; readonly what: string },
): void {
  if (!isWorldReadable(path)) return;
  warn(`Everybody on this machine can read ${what}; run: chmod 600 ${path}`);
}
