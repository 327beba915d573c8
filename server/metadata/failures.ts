import { EventLine, fitBody } from "../session/event_line.ts";
import { metadataDraft } from "./lines.ts";
import { standardBody } from "../session/lines.ts";
import type { Session } from "../session/session.ts";

/** What a FAIL METADATA says. The drafts call some failures by other names. */
export interface MetadataFailure {
  readonly code: string;
  readonly context: readonly string[];
  readonly text: string;
}

/** Answers with a failure. */
export function fail(session: Session, failure: MetadataFailure): void {
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

/** The failure of a key that can be none. */
export function invalidKey(session: Session, key: string): MetadataFailure {
  const code = metadataDraft(session) === 2 ? "KEY_INVALID" : "INVALID_KEY";
  const text = "A key is of a-z, 0-9, _ . / and -, and not too long";
  return { code, context: [key], text };
}

/** The failure of a value that is too long. */
export function invalidValue(session: Session, key: string, mostBytes: number): MetadataFailure {
  const text = `A value may be ${mostBytes} bytes long, here perhaps less`;
  return metadataDraft(session) === 2
    ? { code: "VALUE_INVALID", context: [], text }
    : { code: "INVALID_VALUE", context: [key], text };
}

/** The failure of a key too many that somebody sets. */
export function tooManyKeys(session: Session, target: string, limit: number): MetadataFailure {
  const context = metadataDraft(session) === 2 ? [target] : [target, String(limit), "SET"];
  return { code: "LIMIT_REACHED", context, text: "This is a key too many" };
}

/** The failure of a key too many that somebody subscribes to. */
export function tooManySubscriptions(
  session: Session,
  key: string,
  limit: number,
): MetadataFailure {
  const text = "This is a subscription too many";
  return metadataDraft(session) === 2
    ? { code: "TOO_MANY_SUBS", context: [key], text }
    : { code: "LIMIT_REACHED", context: [key, String(limit), "SUB"], text };
}

/** Tells that there is no such subcommand. */
export function invalidSubcommand(session: Session, subcommand: string): void {
  const code = metadataDraft(session) === 2 ? "SUBCOMMAND_INVALID" : "INVALID_PARAMS";
  fail(session, { code, context: [subcommand], text: "There is no such subcommand" });
}
