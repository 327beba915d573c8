import type { IrcMessage } from "../../protocol/message.ts";
import type { AccountLogin } from "./options.ts";

/** What we log in with: what we were started with, or what was typed since and has worked. */
export class Credentials {
  readonly #given: AccountLogin | undefined;
  #account: AccountLogin | undefined;
  /** Typed, and not yet said to be right. */
  #password: string | undefined;

  constructor(given: AccountLogin | undefined) {
    this.#given = given;
    this.#account = given;
  }

  /** The account to log in to when we come in. */
  get account(): AccountLogin | undefined {
    return this.#account;
  }

  /** Takes note of a command that makes an account, logs in or out, or changes the password. */
  typed(command: string, params: readonly string[]): void {
    const [word = "", ...words] = params;
    const service = command === "NS" ? word.toUpperCase() : command;
    if (service === "REGISTER" || service === "IDENTIFY") this.#password = words.at(-1);
    else if (service === "LOGOUT") this.#account = undefined;
    else if (service === "PASSWD" && words[0] === this.#account?.password) {
      const [, password = ""] = words;
      if (this.#account !== undefined) this.#account = { ...this.#account, password };
    }
  }

  /** Takes RPL_LOGGEDIN, which says that what was typed is right. */
  heard({ command, params }: IrcMessage): void {
    const [, , name] = params;
    if (command !== "900" || name === undefined || this.#password === undefined) return;
    this.#account = { name, password: this.#password };
    this.#password = undefined;
  }

  /** Gives up what was typed, which does not work any more; false for what we were given. */
  forget(): boolean {
    const learned = this.#account !== this.#given;
    if (learned) this.#account = undefined;
    return learned;
  }
}
