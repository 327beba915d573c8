import { packWords } from "../../protocol/packing.ts";
import type { ServerOptions } from "../options/mod.ts";
import type { Server } from "../server.ts";
import { offeredCapabilities, stsValue } from "../session/capabilities.ts";
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

/** `sts` as LS and NEW list it; undefined where a session is not told by a server with `options`. */
export function stsWord(session: Session, options: ServerOptions): string | undefined {
  if (!supportsCapabilityValues(session)) return undefined;
  const value = stsValue(options, session.connection.transport);
  return value === undefined ? undefined : `sts=${value}`;
}

/**
 * Announces to sessions with cap-notify how the offer differs from that of the options `before`, and
 * removes capabilities that are no longer offered from every session. `sts` is never taken back: a
 * duration of 0 ends it. IRCv3, "Capability Negotiation", "CAP NEW" and "CAP DEL"; "Strict Transport
 * Security", "Mechanism".
 */
export function announceOffer(server: Server, before: ServerOptions): void {
  const offeredBefore = offeredCapabilities(before);
  const offered = offeredCapabilities(server.options);
  const gone = [...offeredBefore.keys()].filter((name) => !offered.has(name));
  const added = [...offered].filter(([name, value]) => offeredBefore.get(name) !== value);
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
    const words = added.map((entry) => capabilityWord(session, entry));
    const sts = stsWord(session, server.options);
    if (sts !== undefined && sts !== stsWord(session, before)) words.unshift(sts);
    push("NEW", words);
  }
}
