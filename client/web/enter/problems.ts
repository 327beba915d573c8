import { wrongPassword } from "../../session/accounts/wrong_password.ts";
import { t } from "../../texts/mod.ts";
import type { Entry, EntryFailure, LoginWay } from "./entry.ts";

/** The fields of the form. */
export type FieldName = "name" | "rooms" | "password" | "email" | "code" | "serverPassword";

/** What went wrong, in words, and where to put it right. */
export interface Problem {
  /** Undefined if it is not about one field. */
  readonly field: FieldName | undefined;
  readonly text: string;
  /** The way that the form turns to. */
  readonly way?: "guest" | "password" | "register";
}

/** Fields by the codes of a server that does not register a name. */
const CODE_FIELDS: Readonly<Record<string, FieldName>> = {
  ACCOUNT_EXISTS: "name",
  BAD_ACCOUNT_NAME: "name",
  USERNAME_EXISTS: "name",
  WEAK_PASSWORD: "password",
  UNACCEPTABLE_PASSWORD: "password",
  INVALID_EMAIL: "email",
  UNACCEPTABLE_EMAIL: "email",
  VERIFICATION_REQUIRED: "code",
  INVALID_CODE: "code",
  // Of chat's server, before the password of the server is given.
  NEED_PASS: "serverPassword",
};

/** Says why a person was not let in, and what to do next. */
export function problemOf({ end, password }: EntryFailure, entry: Entry): Problem {
  const { name } = entry;
  switch (end.type) {
    case "name-taken":
      return entry.way.type === "guest"
        ? {
          field: "name",
          text: t("“{name}” is taken: choose another name, or log in if it is yours", { name }),
        }
        : {
          field: "name",
          text: t("Somebody else uses “{name}” now: choose another name", { name }),
        };
    case "name-refused":
      return { field: "name", text: t('The server refuses the name "{nick}": {reason}', end) };
    case "wrong-password":
      return password === undefined
        ? {
          field: undefined,
          way: "guest",
          text: t("This server has no accounts: enter as a guest"),
        }
        : passwordProblem(password, name);
    case "account-refused":
      return accountProblem(end.code ?? "", { name, reason: end.reason, way: entry.way.type });
    case "refused":
      return {
        field: undefined,
        text: t("The server refuses us: {reason}", { reason: end.reason }),
      };
    case "cannot-connect":
    case "gave-up":
      return {
        field: undefined,
        text: t("The server cannot be reached: look at your connection, then try again"),
      };
    case "left":
      return { field: undefined, text: "" };
  }
}

/** Says that a name is taken by the person themselves. */
export function elsewhereProblem(name: string): Problem {
  const text = t(
    "You are “{name}” in another tab of this browser: go on there, or choose another name here",
    { name },
  );
  return { field: "name", text };
}

/** Says why a password is asked for. */
export function passwordProblem(
  { account, wasGiven, tokenRefused, reason }: NonNullable<EntryFailure["password"]>,
  name: string,
): Problem {
  if (account === undefined) {
    const text = wasGiven
      ? t("The password of the server is wrong")
      : t("This server asks everybody for its password");
    return { field: "serverPassword", text };
  }
  const [field, way] = ["password", "password"] as const;
  if (tokenRefused) {
    return { field, way, text: t("This browser is logged out: type your password again") };
  }
  if (!wasGiven) {
    return {
      field,
      way,
      text: t("Only people with an account enter here: log in, or register the name"),
    };
  }
  const text = reason === wrongPassword()
    ? t("This is not the password of “{name}”, or there is no such account", { name })
    : t("Cannot log in: {reason}", { reason });
  return { field, way, text };
}

function accountProblem(
  code: string,
  { name, reason, way }: {
    readonly name: string;
    readonly reason: string;
    readonly way: LoginWay["type"];
  },
): Problem {
  const field = CODE_FIELDS[code];
  switch (code) {
    case "ACCOUNT_EXISTS":
      return {
        field: "name",
        text: t("“{name}” is registered: log in if it is yours, or choose another name", { name }),
      };
    case "VERIFICATION_REQUIRED":
      return {
        field: "code",
        text: t(
          "Type the code that is sent to your e-mail address. You may close the page until it is there: “I have a code” takes it later",
        ),
      };
    case "NEED_PASS":
      return { field, text: t("This server asks everybody for its password") };
    case "INVALID_CODE":
      return { field: "code", text: t("This code is wrong or too old") };
    default:
      if (way === "verify") {
        return { field, text: t("“{name}” cannot be confirmed: {reason}", { name, reason }) };
      }
      // The name is not what is wrong there.
      if (field === "password" || field === "email") return { field, text: reason };
      return {
        field,
        text: t('The name "{nick}" cannot be registered: {reason}', { nick: name, reason }),
      };
  }
}
