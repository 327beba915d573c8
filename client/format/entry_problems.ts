import type { NameFailure, PasswordFailure } from "../session/options.ts";
import { t } from "../texts/mod.ts";
import { sanitize } from "./sanitize.ts";

/** Says that a nickname cannot be had, and what helps. */
export function nameTaken(nick: string, { isOwned, refused }: NameFailure): string {
  if (refused !== undefined) {
    const about = { nick, reason: refused };
    return t('The server does not accept the name "{nick}": {reason}', about);
  }
  return isOwned
    ? t('The name "{nick}" has an account: if it is yours, log in with --account {nick}', { nick })
    : t('The name "{nick}" is already in use', { nick });
}

/** Says which password a server asks for, or refuses. */
export function passwordNeeded({ account, wasGiven, reason }: PasswordFailure): string {
  const name = sanitize(account ?? "");
  const what = account === undefined
    ? wasGiven ? t("This password is wrong") : t("This server asks for a password")
    : wasGiven
    ? t("The password of the account {name} is wrong", { name })
    : t("This server asks for the password of the account {name}", { name });
  return `${what} (${sanitize(reason)})`;
}
