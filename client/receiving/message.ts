import { parseCtcp } from "../../protocol/ctcp.ts";
import type { Ctcp } from "../../protocol/ctcp.ts";
import type { LineError } from "../../protocol/lines.ts";
import { parseSource } from "../../protocol/message.ts";
import type { IrcMessage } from "../../protocol/message.ts";
import { NUMERIC_NAMES } from "../../protocol/numerics.ts";
import type { NumericName } from "../../protocol/numerics.ts";
import { t } from "../texts/mod.ts";

/** A message from the server, its command in capitals. */
export interface ReceivedMessage extends IrcMessage {
  /** The name of a numeric; undefined for any other command and for a numeric without a name. */
  readonly numeric: NumericName | undefined;
  /** The CTCP of a PRIVMSG or NOTICE; undefined for plain text. */
  readonly ctcp: Ctcp | undefined;
}

/** Adds to a message what several parts of the client look at. */
export function receiveMessage(message: IrcMessage): ReceivedMessage {
  const command = message.command.toUpperCase();
  const hasText = command === "PRIVMSG" || command === "NOTICE";
  return {
    ...message,
    command,
    numeric: NUMERIC_NAMES.get(command),
    ctcp: hasText ? parseCtcp(param(message, 1)) : undefined,
  };
}

/** The nickname, or the server's name, that a message comes from; "" if it names none. */
export function senderOf(message: IrcMessage): string {
  return message.source === undefined ? "" : parseSource(message.source).name;
}

/** A parameter; "" if it is missing. */
export function param(message: IrcMessage, index: number): string {
  return message.params[index] ?? "";
}

/** The last parameter; "" if there are none. */
export function lastParam(message: IrcMessage): string {
  return message.params.at(-1) ?? "";
}

/** Says that a line of the server cannot be shown, and why. */
export function describeLineError({ command, error }: LineError): string {
  return error === "too-long"
    ? t("A line ({command}) cannot be shown: it is too long", { command })
    : t("A line ({command}) cannot be shown: it is not UTF-8", { command });
}
