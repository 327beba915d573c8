import type { IrcMessage } from "../../protocol/message.ts";
import {
  AuthenticateDecoder,
  createSaslClient,
  encodeAuthenticate,
} from "../../protocol/sasl/mod.ts";
import type { SaslClient, SaslMechanism } from "../../protocol/sasl/mod.ts";
import type { AccountLogin } from "./options.ts";

/** The mechanisms we log in with, the best first: SCRAM never tells the password. */
const PREFERRED: readonly SaslMechanism[] = ["SCRAM-SHA-256", "PLAIN"];

/** Logging in to an account on the way in: IRCv3, "SASL 3.2". */
export class Login {
  readonly #account: AccountLogin;
  readonly #decoder = new AuthenticateDecoder();
  #client: SaslClient | undefined;
  #failure: string | undefined;
  #succeeded = false;

  constructor(account: AccountLogin) {
    this.#account = account;
  }

  get succeeded(): boolean {
    return this.#succeeded;
  }

  /** Why it came to nothing, once it has. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Begins with a mechanism of the server's list; an empty list does not tell. */
  begin(offer: string): string[] {
    const offered = offer.toUpperCase().split(",").filter((name) => name !== "");
    const mechanism = offered.length === 0
      ? "PLAIN"
      : PREFERRED.find((name) => offered.includes(name));
    if (mechanism === undefined) {
      this.#failure = `the server knows only these ways to log in: ${offer}`;
      return [];
    }
    this.#client = createSaslClient(mechanism, {
      account: this.#account.name,
      password: this.#account.password,
    });
    return [`AUTHENTICATE ${mechanism}`];
  }

  /** Takes AUTHENTICATE and the numerics 900 to 908; returns what to answer. */
  async handle(message: IrcMessage): Promise<string[]> {
    switch (message.command) {
      case "AUTHENTICATE":
        return await this.#respond(message.params[0] ?? "+");
      case "903":
      case "907":
        this.#succeed();
        return [];
      case "902":
      case "904":
      case "905":
      case "906":
        this.#failure ??= message.params.at(-1) ?? "SASL authentication failed";
        return [];
    }
    return [];
  }

  // A server that skipped its last SCRAM message has not shown that it knows the account.
  #succeed(): void {
    if (this.#client?.serverVerified === true) this.#succeeded = true;
    else this.#failure ??= "the server did not prove that it knows the account";
  }

  async #respond(piece: string): Promise<string[]> {
    const challenge = this.#decoder.push(piece);
    if (challenge === "more" || this.#client === undefined) return [];
    if (typeof challenge === "string") return this.#abort("the server's challenge is malformed");
    const response = await this.#client.respond(challenge);
    if ("refused" in response) return this.#abort(response.refused);
    return encodeAuthenticate(response).map((part) => `AUTHENTICATE ${part}`);
  }

  #abort(reason: string): string[] {
    this.#failure = reason;
    return ["AUTHENTICATE *"];
  }
}
