import type { OptionsEnvironment } from "../options/mod.ts";

/** The real world that options are read from; `warn` takes the warnings. */
export function systemWorld(warn: (text: string) => void): OptionsEnvironment {
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

/** Where this platform keeps a program's data. */
function dataFolder(): string {
  const { os } = Deno.build;
  const home = Deno.env.get(os === "windows" ? "USERPROFILE" : "HOME") ?? ".";
  if (os === "windows") return `${Deno.env.get("LOCALAPPDATA") ?? home}\\chat`;
  if (os === "darwin") return `${home}/Library/Application Support/chat`;
  return `${Deno.env.get("XDG_DATA_HOME") || `${home}/.local/share`}/chat`;
}

/** Whether a folder or file is there. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** This machine's address as its neighbours see it, IPv4 if it has one. */
export function outsideAddress(): string | undefined {
  try {
    const outside = Deno.networkInterfaces().filter(({ address }) =>
      !address.startsWith("127.") && address !== "::1" && !address.startsWith("fe80:")
    );
    return (outside.find(({ family }) => family === "IPv4") ?? outside[0])?.address;
  } catch {
    return undefined;
  }
}
