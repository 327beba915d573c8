import { reaches } from "../options/mod.ts";
import type { SessionContext } from "../session_context.ts";

/**
 * The metadata, by key, that a session has set before registration, as far as the limit of keys allows it
 * beside what its user has already.
 */
export function metadataBeforeRegistration(
  { server, session }: SessionContext,
  existing: ReadonlyMap<string, string>,
): [string, string][] {
  const { metadataKeys } = server.options.limits;
  const fitting: [string, string][] = [];
  let size = existing.size;
  for (const [key, value] of session.registration?.metadata ?? []) {
    if (!existing.has(key)) {
      if (reaches(size, metadataKeys)) continue;
      size++;
    }
    fitting.push([key, value]);
  }
  return fitting;
}
