const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;
const OTHERS = 0o007;

/**
 * Creates a file that only its owner may read and write, or restricts an existing one to its
 * owner, since its folder may be open to everybody. SQLite gives its other files the same mode.
 *
 * Never throws: whatever opens the file next reports the problem. An existing file is not opened,
 * since closing it would release the locks that this process has on it.
 */
export function makePrivate(path: string): void {
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: OWNER_ONLY }).close();
  } catch {
    restrict(path);
  }
}

function restrict(path: string): void {
  if (Deno.build.os === "windows") return;
  try {
    const { mode } = Deno.statSync(path);
    if (mode !== null && (mode & GROUP_AND_OTHERS) !== 0) Deno.chmodSync(path, OWNER_ONLY);
  } catch {
    // It does not exist, or belongs to somebody else.
  }
}

/** Whether a file cannot be read by everybody; true where files have no mode. */
export function isPrivate(path: string): boolean {
  const { mode } = Deno.statSync(path);
  return Deno.build.os === "windows" || mode === null || (mode & OTHERS) === 0;
}
