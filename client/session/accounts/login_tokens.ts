import { truncateUtf8 } from "../../../protocol/lines.ts";
import type { ReceivedMessage } from "../../receiving/message.ts";
import { t } from "../../texts/mod.ts";
import type { Credentials } from "./credentials.ts";
import type { ServerInfo } from "../server_info.ts";

/** The token of RPL_ISUPPORT by which a server offers the command LOGINTOKEN. */
const ISUPPORT_TOKEN = "LOGINTOKENS";
/** Requests that may wait for their answers. */
const MAX_REQUESTS = 20;
/** In UTF-8. */
const MAX_LABEL_BYTES = 100;
/** No server's ids are longer. */
const MAX_ID_CHARACTERS = 64;
/** Login tokens of one list that are kept. */
const MAX_LISTED = 1_000;

/** A login token that the server has just made, and will never show again. */
export interface NewLoginToken {
  readonly account: string;
  readonly id: string;
  /** The secret, to be kept like a password. */
  readonly token: string;
}

/** A login token in the list of an account. */
export interface ListedLoginToken {
  readonly id: string;
  /** The label it was made with; may be empty. */
  readonly label: string;
  /** Milliseconds since 1970, as is `usedAt`. */
  readonly createdAt: number;
  /** To the hour. */
  readonly usedAt: number;
  /** The number of connections that are logged in by it. */
  readonly connections: number;
  /** Whether our connection is one of them. */
  readonly current: boolean;
}

/** Where our account is logged in. */
export interface AccountLogins {
  readonly account: string;
  readonly tokens: readonly ListedLoginToken[];
  /** The number of connections that are logged in, by a password or a token. */
  readonly connections: number;
}

/** Options for {@linkcode LoginTokens}. */
export interface LoginTokensOptions {
  readonly info: ServerInfo;
  readonly send: (command: string, params: readonly string[]) => void;
  /** Where a new token takes the place of the password. */
  readonly credentials: () => Pick<Credentials, "configure">;
}

/** The subcommands of LOGINTOKEN, with the word that ends the answer to each. */
const LAST_WORDS = { CREATE: "CREATED", LIST: "END", REVOKE: "REVOKED" } as const;

interface Request {
  readonly params: readonly [keyof typeof LAST_WORDS, ...string[]];
  /** Takes the parameters of the message that ends the answer, and the entries before it. */
  readonly answered: (params: readonly string[], listed: readonly ListedLoginToken[]) => void;
  readonly failed: (reason: Error) => void;
}

/**
 * Makes, lists and revokes login tokens of our account, by the command LOGINTOKEN of chat's server.
 * The server answers requests in their order. A token is no event, so that no log or script of
 * events has it.
 */
export class LoginTokens {
  readonly #options: LoginTokensOptions;
  #isOpen = false;
  #isOver = false;
  #waiting: Request[] = [];
  #sent: Request[] = [];
  #listed: ListedLoginToken[] = [];

  constructor(options: LoginTokensOptions) {
    this.#options = options;
  }

  /** Whether the server makes login tokens; known once the connection is ready. */
  get isOffered(): boolean {
    return this.#options.info.isupport.has(ISUPPORT_TOKEN);
  }

  /**
   * Makes a token for the account that we are logged in to. From then on this session logs in by it
   * when it connects again, and is disconnected when it is revoked. Rejects with an Error whose
   * message says why there is none.
   */
  create(label: string): Promise<NewLoginToken> {
    const text = truncateUtf8(label.replace(/\p{Cc}/gu, " "), MAX_LABEL_BYTES);
    return this.#request(["CREATE", text], ([, account = "", id = "", token = ""]) => {
      this.#options.credentials().configure({ name: account, token });
      return { account, id, token };
    });
  }

  /** Lists where our account is logged in. Rejects as {@linkcode LoginTokens.create} does. */
  list(): Promise<AccountLogins> {
    return this.#request(["LIST"], ([, account = "", connections], tokens) => ({
      account,
      tokens,
      connections: Number(connections) || 0,
    }));
  }

  /**
   * Revokes the token with an id, or `"*"` for all: nobody can log in by it any more, and the
   * connections that have are ended, except ours. Rejects as {@linkcode LoginTokens.create} does.
   */
  revoke(id: string): Promise<void> {
    return this.#request(["REVOKE", id.slice(0, MAX_ID_CHARACTERS)], () => {});
  }

  /** The connection is ready for commands: sends what was asked for before. */
  open(): void {
    this.#isOpen = true;
    for (const request of this.#waiting.splice(0)) this.#send(request);
  }

  /** The connection is lost: its requests are not answered any more. */
  lost(): void {
    this.#isOpen = false;
    this.#listed = [];
    for (const { failed } of this.#sent.splice(0)) {
      failed(lostError());
    }
  }

  /** The session has ended. */
  close(): void {
    this.#isOver = true;
    this.#sent.push(...this.#waiting.splice(0));
    this.lost();
  }

  /** Takes LOGINTOKEN and what refuses it. */
  handle({ command, numeric, params }: ReceivedMessage): void {
    const [word = ""] = params;
    const refused = command === "FAIL" ? word : numeric === "ERR_UNKNOWNERROR" && params[1];
    const subcommand = this.#sent[0]?.params[0];
    if (subcommand === undefined) return;
    // Anything else answers a LOGINTOKEN that the person has typed.
    if (refused === "LOGINTOKEN" && (numeric !== undefined || params[2] === subcommand)) {
      this.#sent.shift()?.failed(new Error(params.at(-1) ?? ""));
    } else if (command !== "LOGINTOKEN") return;
    else if (word === LAST_WORDS[subcommand]) {
      this.#sent.shift()?.answered(params, this.#listed);
      this.#listed = [];
    } else if (word === "ENTRY" && this.#listed.length < MAX_LISTED) {
      this.#listed.push(readEntry(params));
    }
  }

  #request<T>(
    params: Request["params"],
    read: (params: readonly string[], listed: readonly ListedLoginToken[]) => T,
  ): Promise<T> {
    return new Promise((resolve, failed) => {
      const answered: Request["answered"] = (params, listed) => resolve(read(params, listed));
      const request = { params, answered, failed };
      if (this.#isOver) failed(lostError());
      else if (this.#waiting.length + this.#sent.length >= MAX_REQUESTS) {
        failed(new Error(t("Too many queries are waiting already")));
      } else if (this.#isOpen) this.#send(request);
      else this.#waiting.push(request);
    });
  }

  #send(request: Request): void {
    if (!this.isOffered) {
      request.failed(new Error(t("This server has no login tokens")));
      return;
    }
    this.#sent.push(request);
    this.#options.send("LOGINTOKEN", request.params);
  }
}

function lostError(): Error {
  return new Error(t("The connection broke before the server answered"));
}

/** Reads `LOGINTOKEN ENTRY <id> <created> <used> <connections> <current or *> :<label>`. */
function readEntry(params: readonly string[]): ListedLoginToken {
  const [, id = "", created = "", used = "", connections, current, label = ""] = params;
  return {
    id,
    label,
    createdAt: Date.parse(created) || 0,
    usedAt: Date.parse(used) || 0,
    connections: Number(connections) || 0,
    current: current === "current",
  };
}
