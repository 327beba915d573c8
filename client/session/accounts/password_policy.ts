import { t } from "../../texts/mod.ts";

/** To which servers a password, or another secret that logs in, is sent. */
export interface PasswordPolicy {
  /** Whether others can read what is sent: a connection without TLS to another machine. */
  readonly isExposed: boolean;
  /** Whether the person allows passwords to be sent where they are exposed. */
  readonly isAllowed: () => boolean;
  /** Whether we have logged in to this server by SCRAM, which shows it no password. */
  readonly hasUsedScram: () => boolean;
  readonly usedScram: () => void;
}

/** The policy of a connection that nobody can read. */
export const PRIVATE_CONNECTION: PasswordPolicy = {
  isExposed: false,
  isAllowed: () => true,
  hasUsedScram: () => false,
  usedScram: () => {},
};

/** Why a secret is not sent; undefined if it may be. */
export function whyKept({ isExposed, isAllowed }: PasswordPolicy): string | undefined {
  if (!isExposed || isAllowed()) return undefined;
  return t(
    "a password is not sent where others can read it: connect with --tls, or allow it with --allow-plaintext-password",
  );
}

/** Why the server does not get the password itself to log in; undefined if it may. */
export function whyScramOnly(policy: PasswordPolicy): string | undefined {
  if (policy.hasUsedScram() && !policy.isAllowed()) {
    return t(
      "the server asks for the password itself, and did not need it before (SCRAM): somebody may be in its place. If that is as it should be, allow it with --allow-plaintext-password",
    );
  }
  return whyKept(policy);
}

/** Says that a password can be read on its way. */
export function exposureWarning(): string {
  return t("Your password goes over a connection that others can read");
}
