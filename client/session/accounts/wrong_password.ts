import { t } from "../../texts/mod.ts";

/** Why a server refuses a login by a password: it does not say which of the two is wrong. */
export function wrongPassword(): string {
  return t("the password is wrong, or there is no such account");
}
