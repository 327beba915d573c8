import { join } from "@std/path";

const MARKER_FILE = "chat.network";

const MARKER_TEXT = `This folder has the database of a chat network, chat.db.
While this file is here, a server does not start with a new, empty database in its place.
`;

/** The path of the file that says that a folder has had a database. */
export function markerPath(data: string): string {
  return join(data, MARKER_FILE);
}

/** Notes that a folder has a database. A folder that cannot be written goes without. */
export function mark(data: string): void {
  try {
    Deno.writeTextFileSync(markerPath(data), MARKER_TEXT, { createNew: true, mode: 0o600 });
  } catch {
    // It is there already, or the disk is full: the next start tries again.
  }
}

/** The error about a folder whose database is gone or empty. */
export function goneError(data: string, path: string): Error {
  return new Error(
    `Cannot use the database "${path}": it is missing or empty, but this folder has had one; put ` +
      `a backup in its place, or remove "${markerPath(data)}" to start a new network`,
  );
}
