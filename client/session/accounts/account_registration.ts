import { formatMessage } from "../../../protocol/message.ts";
import { lastParam } from "../../receiving/message.ts";
import type { ReceivedMessage } from "../../receiving/message.ts";
import { t } from "../../texts/mod.ts";
import type { NewAccount } from "../options.ts";

/** How the registration of an account goes on. */
export type AccountResult =
  | { readonly type: "registered"; readonly account: string }
  /** The code is that of a FAIL, or `VERIFICATION_REQUIRED` if only a code is missing. */
  | { readonly type: "refused"; readonly code: string; readonly reason: string };

/** Makes our nickname an account before we enter: IRCv3, "draft/account-registration". */
export class AccountRegistration {
  readonly #account: NewAccount;

  constructor(account: NewAccount) {
    this.#account = account;
  }

  /**
   * Returns the line that registers or verifies the account of a nickname, or why the server does
   * not take it now. `offer` is the value of the capability; undefined if the server has it not.
   */
  begin(offer: string | undefined, nick: string): string | AccountResult {
    const { password, email = "*", code } = this.#account;
    if (offer === undefined) {
      const reason = t("names cannot be registered on this server");
      return { type: "refused", code: "DISALLOWED", reason };
    }
    if (!offer.split(",").includes("before-connect")) {
      const reason = t("enter as a guest first, then type /register PASSWORD");
      return { type: "refused", code: "COMPLETE_CONNECTION_REQUIRED", reason };
    }
    return code === undefined
      ? formatMessage({ command: "REGISTER", params: ["*", email, password ?? ""] })
      : formatMessage({ command: "VERIFY", params: [nick, code] });
  }

  /** Takes a message. Returns undefined if it does not answer the request. */
  handle(message: ReceivedMessage): AccountResult | undefined {
    const { command, params: [first = "", second = ""] } = message;
    if (command === "FAIL" && (first === "REGISTER" || first === "VERIFY")) {
      return { type: "refused", code: second, reason: lastParam(message) };
    }
    if (command !== "REGISTER" && command !== "VERIFY") return undefined;
    return first === "SUCCESS"
      ? { type: "registered", account: second }
      : { type: "refused", code: first, reason: lastParam(message) };
  }
}
