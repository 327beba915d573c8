import type { CapabilityName } from "../../protocol/capabilities.ts";
import { packWords } from "../../protocol/packing.ts";
import type { Server } from "../server.ts";
import { offeredCapabilities } from "../session/capabilities.ts";
import { EventLine } from "../session/event_line.ts";
import type { Session } from "../session/session.ts";

/** The version of `CAP LS` from which on capabilities have values and cap-notify is implied. */
const VERSION_WITH_VALUES = 302;

/** Bytes of capabilities on one CAP line; leaves space for the rest of the line. */
export const MAX_CAPABILITIES_BYTES = 400;

/** Whether a session reads values of capabilities, and lists of several lines. */
export function supportsCapabilityValues({ capVersion }: Session): boolean {
  return capVersion >= VERSION_WITH_VALUES;
}

/** A capability as LS and NEW list it: with its value, if it has one and the session reads it. */
export function capabilityWord(
  session: Session,
  [name, value]: readonly [string, string],
): string {
  return supportsCapabilityValues(session) && value !== "" ? `${name}=${value}` : name;
}

/**
 * Announces to sessions with cap-notify how the offer differs from `before`, and removes
 * capabilities that are no longer offered from every session. IRCv3, "Capability Negotiation",
 * "CAP NEW" and "CAP DEL".
 */
export function announceOffer(server: Server, before: ReadonlyMap<CapabilityName, string>): void {
  const offered = offeredCapabilities(server.options);
  const gone = [...before.keys()].filter((name) => !offered.has(name));
  const added = [...offered].filter(([name, value]) => before.get(name) !== value);
  if (gone.length === 0 && added.length === 0) return;
  for (const session of server.sessions.all) {
    if (session.connection.closing) continue;
    const kept = [...session.capabilities].filter((name) => !gone.includes(name));
    if (kept.length < session.capabilities.size) session.setCapabilities(new Set(kept));
    if (!session.capabilities.has("cap-notify")) continue;
    const push = (subcommand: string, words: readonly string[]) => {
      const head = `:${server.options.name} CAP ${session.name} ${subcommand}`;
      for (const text of packWords(words, { maxBytes: MAX_CAPABILITIES_BYTES })) {
        session.push(new EventLine(`${head} :${text}`));
      }
    };
    push("DEL", gone);
    push("NEW", added.map((entry) => capabilityWord(session, entry)));
  }
}
