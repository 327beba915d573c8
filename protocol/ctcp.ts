/**
 * CTCP: a request or an answer in the text of a message, such as `\x01ACTION waves\x01`.
 *
 * Modern IRC, "Client-to-Client Protocol".
 */

const DELIMITER = "\x01";

/** A CTCP request or answer. */
export interface Ctcp {
  /** In capitals: `ACTION`. */
  readonly command: string;
  /** The text after the command, which may be empty. */
  readonly text: string;
}

/** Whether a text is CTCP; an action is CTCP, too. */
export function isCtcp(text: string): boolean {
  return text.startsWith(DELIMITER);
}

/** Whether a text is an action, as `/me` sends it: a message for people rather than a request. */
export function isAction(text: string): boolean {
  return text === "\x01ACTION" || text.startsWith("\x01ACTION ") || text === "\x01ACTION\x01";
}

/** Parses the CTCP in a message's text; the closing delimiter may be missing. */
export function parseCtcp(text: string): Ctcp | undefined {
  if (!isCtcp(text)) return undefined;
  const isClosed = text.length > 1 && text.endsWith(DELIMITER);
  const inside = text.slice(1, isClosed ? -1 : undefined);
  const space = inside.indexOf(" ");
  const command = (space === -1 ? inside : inside.slice(0, space)).toUpperCase();
  return { command, text: space === -1 ? "" : inside.slice(space + 1) };
}

/** Formats a CTCP as the text of a message: the inverse of {@linkcode parseCtcp}. */
export function formatCtcp({ command, text }: Ctcp): string {
  return `${DELIMITER}${command}${text === "" ? "" : ` ${text}`}${DELIMITER}`;
}
