import { isAbsolute, join } from "@std/path";
import { type OptionsEnvironment, UsageError } from "../options/mod.ts";

/** The environment that options are read from; `warn` is called with each warning. */
export function systemEnvironment(warn: (text: string) => void): OptionsEnvironment {
  return {
    env: Deno.env.toObject(),
    readFile: (path) => Deno.readTextFileSync(path),
    isWorldReadable,
    get dataFolder() {
      return dataFolder();
    },
    warn,
  };
}

const OTHERS_MAY_READ = 0o004;

function isWorldReadable(path: string): boolean {
  const { mode } = Deno.statSync(path);
  return mode !== null && (mode & OTHERS_MAY_READ) !== 0;
}

/**
 * The folder for the program's data on this platform. Throws UsageError if the user has no home: a
 * folder beside wherever the program was started would be another network each time.
 */
function dataFolder(): string {
  const { os } = Deno.build;
  const home = os === "windows"
    ? absolutePath("LOCALAPPDATA") ?? absolutePath("USERPROFILE")
    : absolutePath("HOME");
  const xdg = os !== "windows" && os !== "darwin" ? absolutePath("XDG_DATA_HOME") : undefined;
  if (xdg !== undefined) return join(xdg, "chat");
  if (home === undefined) {
    const variable = os === "windows" ? "USERPROFILE" : "HOME";
    throw new UsageError(
      `Cannot find this system's data folder: ${variable} is no path; choose a folder with --data`,
    );
  }
  if (os === "windows") return join(home, "chat");
  if (os === "darwin") return join(home, "Library", "Application Support", "chat");
  return join(home, ".local", "share", "chat");
}

/** The path in a variable; undefined if it is not set, empty or relative. */
function absolutePath(variable: string): string | undefined {
  const path = Deno.env.get(variable) ?? "";
  return isAbsolute(path) ? path : undefined;
}

/** Whether a file or folder exists. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** The address of this machine for other machines in its network, IPv4 if it has one. */
export function networkAddress(): string | undefined {
  try {
    const reachable = Deno.networkInterfaces().filter(({ address }) =>
      !address.startsWith("127.") && address !== "::1" && !address.startsWith("fe80:")
    );
    return (reachable.find(({ family }) => family === "IPv4") ?? reachable[0])?.address;
  } catch {
    return undefined;
  }
}
