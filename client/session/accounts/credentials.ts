import type { ReceivedMessage } from "../../receiving/message.ts";
import type { AccountLogin } from "../options.ts";

/** The account to log in to: the configured one, or one that was typed and accepted since. */
export class Credentials {
  #configured: AccountLogin | undefined;
  #account: AccountLogin | undefined;
  /** A password that was typed and is not accepted yet. */
  #password: string | undefined;
  /** The login by a new password that was typed; the server then revokes our login token. */
  #successor: AccountLogin | undefined;

  constructor(configured: AccountLogin | undefined) {
    this.#configured = configured;
    this.#account = configured;
  }

  /** The account to log in to on the next connection. */
  get account(): AccountLogin | undefined {
    return this.#account;
  }

  /** Notes a typed command that registers, logs in, logs out or changes the password. */
  noteCommand(command: string, params: readonly string[]): void {
    const [word = "", ...words] = params;
    const service = command === "NS" ? word.toUpperCase() : command;
    if (service === "REGISTER" || service === "IDENTIFY") this.#password = words.at(-1);
    else if (service === "LOGOUT") this.#account = undefined;
    else if (service === "PASSWD" && this.#account !== undefined) {
      const [old, password = ""] = words;
      const { name } = this.#account;
      if ("token" in this.#account) this.#successor = { name, password };
      else if (this.#account.password === old) this.#account = { name, password };
    }
  }

  /** Takes RPL_LOGGEDIN: the typed password is accepted. */
  handle({ numeric, params }: ReceivedMessage): void {
    const [, , name] = params;
    if (numeric !== "RPL_LOGGEDIN" || name === undefined || this.#password === undefined) return;
    this.#account = { name, password: this.#password };
    this.#password = undefined;
  }

  /** Sets an account that the person has proved to own, or was asked the password of. */
  configure(account: AccountLogin): void {
    this.#configured = account;
    this.#account = account;
    this.#successor = undefined;
  }

  /** Replaces a login token that is refused by the new password. Returns false without one. */
  replaceToken(): boolean {
    const successor = this.#successor;
    if (successor !== undefined) this.configure(successor);
    return successor !== undefined;
  }

  /** Whether the account was typed since the start. */
  get isTyped(): boolean {
    return this.#account !== this.#configured;
  }

  /** Drops an account that was typed. Returns false if it is the configured one. */
  forgetTyped(): boolean {
    const { isTyped } = this;
    if (isTyped) this.#account = undefined;
    return isTyped;
  }
}
