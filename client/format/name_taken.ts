import { t } from "../texts/mod.ts";

/** Says that a nickname cannot be had, and what helps; `isOwned` if it has an account. */
export function nameTaken(nick: string, { isOwned }: { readonly isOwned: boolean }): string {
  return isOwned
    ? t('The name "{nick}" has an account: if it is yours, log in with --account {nick}', { nick })
    : t('The name "{nick}" is already in use', { nick });
}
