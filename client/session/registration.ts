import { formatMessage } from "../../protocol/message.ts";
import type { IrcMessage } from "../../protocol/message.ts";
import type { Capabilities } from "./capabilities.ts";
import { Login } from "./login.ts";

/** Who wants to come in, and how. */
export interface RegistrationOptions {
  readonly nick: string;
  readonly realname: string;
  /** The server's password. */
  readonly serverPassword: string | undefined;
  /** The account to log in to, and its password. */
  readonly account: { readonly name: string; readonly password: string } | undefined;
  readonly capabilities: Capabilities;
  readonly send: (line: string) => void;
}

/** What a line of the server means for coming in. */
export type RegistrationStep =
  | { readonly type: "registered"; readonly nick: string }
  | { readonly type: "name-taken"; readonly reason: string }
  | { readonly type: "name-refused"; readonly reason: string }
  | { readonly type: "wrong-password"; readonly reason: string }
  | { readonly type: "refused"; readonly reason: string };

const MAX_USER_CHARACTERS = 9;

/** One connection's way in: PASS, CAP, NICK, USER, AUTHENTICATE, until 001. */
export class Registration {
  readonly #options: RegistrationOptions;
  readonly #login: Login | undefined;
  #negotiated = false;

  constructor(options: RegistrationOptions) {
    this.#options = options;
    if (options.account !== undefined) this.#login = new Login(options.account);
  }

  /** Says who we are. A server without CAP ignores that word and lets us in. */
  begin(): void {
    const { nick, realname, serverPassword, send } = this.#options;
    send("CAP LS 302");
    if (serverPassword !== undefined) {
      send(formatMessage({ command: "PASS", params: [serverPassword] }));
    }
    this.takeNick(nick);
    send(formatMessage({ command: "USER", params: [userName(nick), "0", "*", realname] }));
  }

  /** Asks for this nickname. */
  takeNick(nick: string): void {
    this.#options.send(formatMessage({ command: "NICK", params: [nick] }));
  }

  /** Undefined while there is more to come. */
  async handle(message: IrcMessage): Promise<RegistrationStep | undefined> {
    const reason = message.params.at(-1) ?? "";
    switch (message.command) {
      case "CAP":
        return this.#negotiate(message);
      case "AUTHENTICATE":
      case "900":
      case "902":
      case "903":
      case "904":
      case "905":
      case "906":
      case "907":
      case "908":
        return await this.#authenticate(message);
      case "001":
        if (this.#login !== undefined && !this.#login.succeeded) {
          return { type: "wrong-password", reason: "the server has no accounts (no SASL)" };
        }
        return { type: "registered", nick: message.params[0] ?? this.#options.nick };
      case "433":
      case "436":
      case "437":
        return { type: "name-taken", reason };
      case "431":
      case "432":
        return { type: "name-refused", reason };
      case "464":
        return { type: "wrong-password", reason };
      case "400":
      case "463":
      case "465":
      case "466":
        return { type: "refused", reason };
      case "ERROR":
        return /password/i.test(reason)
          ? { type: "wrong-password", reason }
          : { type: "refused", reason };
      case "FAIL":
        return this.#failed(message);
    }
  }

  #negotiate(message: IrcMessage): RegistrationStep | undefined {
    const { capabilities, send } = this.#options;
    const step = capabilities.handle(message);
    for (const line of step.send) send(line);
    if (!step.settled || this.#negotiated) return;
    this.#negotiated = true;
    if (this.#login === undefined) {
      send("CAP END");
      return;
    }
    if (!capabilities.has("sasl")) {
      return { type: "wrong-password", reason: "the server has no accounts (no SASL)" };
    }
    for (const line of this.#login.begin(capabilities.offer("sasl") ?? "")) send(line);
    if (this.#login.failure !== undefined) {
      return { type: "wrong-password", reason: this.#login.failure };
    }
  }

  async #authenticate(message: IrcMessage): Promise<RegistrationStep | undefined> {
    if (this.#login === undefined) return;
    const { send } = this.#options;
    for (const line of await this.#login.handle(message)) send(line);
    if (this.#login.failure !== undefined) {
      return { type: "wrong-password", reason: this.#login.failure };
    }
    if (message.command === "903" || message.command === "907") send("CAP END");
  }

  #failed(message: IrcMessage): RegistrationStep | undefined {
    const reason = message.params.at(-1) ?? "";
    const [command, code] = message.params;
    if (code === "NICKNAME_RESERVED" || command === "NICK") return { type: "name-taken", reason };
    if (code === "ACCOUNT_REQUIRED") return { type: "wrong-password", reason };
  }
}

/** A user name that every server takes: letters and digits of ASCII. */
function userName(nick: string): string {
  const plain = nick.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "").slice(0, MAX_USER_CHARACTERS);
  return plain === "" ? "chat" : plain.toLowerCase();
}
