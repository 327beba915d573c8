const OWNER_ALONE = 0o600;
const OTHERS = 0o077;

/**
 * Makes a file that only its owner may read and write, or makes one that is there such a file:
 * the folder it is in may be open to everybody. SQLite's files beside a database take its mode.
 *
 * Where it cannot, it leaves it to who opens the file to say why. A file that is there is not
 * opened, since closing it would end the locks that this process has on it.
 */
export function keepPrivate(path: string): void {
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: OWNER_ALONE }).close();
  } catch {
    restrict(path);
  }
}

function restrict(path: string): void {
  if (Deno.build.os === "windows") return;
  try {
    const { mode } = Deno.statSync(path);
    if (mode !== null && (mode & OTHERS) !== 0) Deno.chmodSync(path, OWNER_ALONE);
  } catch {
    // It is not there, or somebody else's.
  }
}
