import type { NameFailure, PasswordFailure } from "../session/options.ts";
import { t } from "../texts/mod.ts";
import { sanitize } from "./sanitize.ts";

/** Whether a server says of a nickname no more than that it is in use. */
export function isPlainlyInUse(reason: string): boolean {
  return /^[\w ]*\bin use\.?$/i.test(reason);
}

/** Says that a nickname cannot be had, and what helps. */
export function nameTaken(nick: string, { isOwned, refused, reason }: NameFailure): string {
  if (refused !== undefined) {
    const about = { nick, reason: refused };
    return t('The server does not accept the name "{nick}": {reason}', about);
  }
  if (isOwned) {
    return t('The name "{nick}" has an account: if it is yours, log in with --account {nick}', {
      nick,
    });
  }
  return isPlainlyInUse(reason)
    ? t('The name "{nick}" is already in use', { nick })
    : t('The server does not give you the name "{nick}": {reason}', { nick, reason });
}

/** Says which password a server asks for, or refuses. */
export function passwordNeeded({ account, wasGiven, reason }: PasswordFailure): string {
  const name = sanitize(account ?? "");
  const what = account === undefined
    ? wasGiven ? t("This password is wrong") : t("This server asks for a password")
    : wasGiven
    ? t("Cannot log in to the account {name}", { name })
    : t("This server asks for the password of the account {name}", { name });
  return `${what} (${sanitize(reason)})`;
}
