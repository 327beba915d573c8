import { join } from "@std/path";
import type { OptionsEnvironment } from "../options/mod.ts";

/** The environment that options are read from; `warn` is called with each warning. */
export function systemEnvironment(warn: (text: string) => void): OptionsEnvironment {
  return {
    env: Deno.env.toObject(),
    readFile: (path) => Deno.readTextFileSync(path),
    isWorldReadable,
    dataFolder: dataFolder(),
    warn,
  };
}

const OTHERS_MAY_READ = 0o004;

function isWorldReadable(path: string): boolean {
  const { mode } = Deno.statSync(path);
  return mode !== null && (mode & OTHERS_MAY_READ) !== 0;
}

/** The folder for the program's data on this platform. */
function dataFolder(): string {
  const { os } = Deno.build;
  const home = Deno.env.get(os === "windows" ? "USERPROFILE" : "HOME") ?? ".";
  if (os === "windows") return join(Deno.env.get("LOCALAPPDATA") ?? home, "chat");
  if (os === "darwin") return join(home, "Library", "Application Support", "chat");
  return join(Deno.env.get("XDG_DATA_HOME") || join(home, ".local", "share"), "chat");
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
