import { EventLine, fitBody } from "../session/event_line.ts";
import { standardBody } from "../session/lines.ts";
import type { Session } from "../session/session.ts";
import { metadataDraft } from "./lines.ts";

/** The contents of a FAIL METADATA. The drafts have different codes for some failures. */
export interface MetadataFailure {
  readonly code: string;
  readonly context: readonly string[];
  readonly text: string;
}

/** Answers with a failure. */
export function sendFailure(session: Session, failure: MetadataFailure): void {
  session.standard("FAIL", { command: "METADATA", ...failure });
}

/** A failure as a line of a batch. */
export function failureLine(
  failure: MetadataFailure,
  { serverName, batch }: { readonly serverName: string; readonly batch: string | undefined },
): EventLine {
  const body = standardBody("FAIL", { command: "METADATA", ...failure });
  return new EventLine(fitBody(`:${serverName} ${body}`), { batch });
}

/** The failure of an invalid key. */
export function invalidKey(session: Session, key: string): MetadataFailure {
  const code = metadataDraft(session) === 2 ? "KEY_INVALID" : "INVALID_KEY";
  const text = "A key is of a-z, 0-9, _ . / and -, and not too long";
  return { code, context: [key], text };
}

/** The failure of a value that is too long. */
export function invalidValue(session: Session, key: string, maxBytes: number): MetadataFailure {
  const text = `A value may be ${maxBytes} bytes long, for some targets less`;
  return metadataDraft(session) === 2
    ? { code: "VALUE_INVALID", context: [], text }
    : { code: "INVALID_VALUE", context: [key], text };
}

/** The failure of a target that has as many keys as it may have. */
export function tooManyKeys(session: Session, target: string, limit: number): MetadataFailure {
  const context = metadataDraft(session) === 2 ? [target] : [target, String(limit), "SET"];
  return { code: "LIMIT_REACHED", context, text: "There are too many keys" };
}

/** The failure of a session that has as many subscriptions as it may have. */
export function tooManySubscriptions(
  session: Session,
  key: string,
  limit: number,
): MetadataFailure {
  const text = "There are too many subscriptions";
  return metadataDraft(session) === 2
    ? { code: "TOO_MANY_SUBS", context: [key], text }
    : { code: "LIMIT_REACHED", context: [key, String(limit), "SUB"], text };
}

/** Answers an unknown subcommand. */
export function sendInvalidSubcommand(session: Session, subcommand: string): void {
  const code = metadataDraft(session) === 2 ? "SUBCOMMAND_INVALID" : "INVALID_PARAMS";
  sendFailure(session, { code, context: [subcommand], text: "There is no such subcommand" });
}
