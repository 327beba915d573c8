import type { ReceivedMessage } from "../receiving/message.ts";
import type { AccountLogin } from "./options.ts";

/** The account to log in to: the configured one, or one that was typed and accepted since. */
export class Credentials {
  #configured: AccountLogin | undefined;
  #account: AccountLogin | undefined;
  /** A password that was typed and is not accepted yet. */
  #password: string | undefined;

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
    else if (service === "PASSWD" && words[0] === this.#account?.password) {
      const [, password = ""] = words;
      if (this.#account !== undefined) this.#account = { ...this.#account, password };
    }
  }

  /** Takes RPL_LOGGEDIN: the typed password is accepted. */
  handle({ numeric, params }: ReceivedMessage): void {
    const [, , name] = params;
    if (numeric !== "RPL_LOGGEDIN" || name === undefined || this.#password === undefined) return;
    this.#account = { name, password: this.#password };
    this.#password = undefined;
  }

  /** Sets the account that the person was asked the password of. */
  configure(account: AccountLogin): void {
    this.#configured = account;
    this.#account = account;
  }

  /** Drops an account that was typed. Returns false if it is the configured one. */
  forgetTyped(): boolean {
    const isTyped = this.#account !== this.#configured;
    if (isTyped) this.#account = undefined;
    return isTyped;
  }
}
