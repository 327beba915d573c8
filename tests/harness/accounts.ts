import type { IrcMessage } from "../../protocol/message.ts";
import {
  AuthenticateDecoder,
  bearerClient,
  createSaslClient,
  encodeAuthenticate,
  LOGIN_TOKEN_TYPE,
  type SaslClient,
} from "../../protocol/sasl/mod.ts";
import { type Address, IrcTestClient } from "./irc_client.ts";

/** The password of every account. */
export const PASSWORD = "correct-horse";

/** Registers an account for the client's nickname. */
export async function makeAccount(client: IrcTestClient): Promise<void> {
  await client.send(`NS REGISTER ${PASSWORD}`);
  await client.waitFor("900");
  await client.sync();
}

/** Options for {@linkcode logIn}. */
export interface Login {
  readonly nickname: string;
  readonly capabilities: readonly string[];
  /** The nickname by default. */
  readonly account?: string;
}

/** Connects and logs in with SASL; returns the messages after the first line of the greeting. */
export async function logIn(
  client: IrcTestClient,
  { nickname, capabilities, account = nickname }: Login,
): Promise<IrcMessage[]> {
  await client.send(`CAP REQ :${["sasl", ...capabilities].join(" ")}`, "AUTHENTICATE PLAIN");
  const login = btoa(`\0${account}\0${PASSWORD}`);
  await client.send(`AUTHENTICATE ${login}`, `NICK ${nickname}`, `USER ${nickname} 0 * :u`);
  await client.waitFor("903");
  await client.send("CAP END");
  await client.waitFor("001");
  return await client.sync();
}

/** One attempt to log in with PLAIN. */
export function plain(account: string, password = PASSWORD): SaslClient {
  return createSaslClient("PLAIN", { account, password });
}

/** One attempt to log in with SCRAM-SHA-256. */
export function scram(account: string, password = PASSWORD): SaslClient {
  return createSaslClient("SCRAM-SHA-256", { account, password });
}

/** One attempt to log in with a login token. */
export function byToken(token: string): SaslClient {
  return bearerClient({ account: "", type: LOGIN_TOKEN_TYPE, token });
}

/** Attempts to log in before registration; returns the numerics that say how it went. */
export async function authenticate(client: IrcTestClient, login: SaslClient): Promise<string> {
  await client.send("CAP LS 302", "CAP REQ sasl", `AUTHENTICATE ${login.mechanism}`);
  const decoder = new AuthenticateDecoder();
  const numerics: string[] = [];
  for (;;) {
    const { command, params } = await client.waitFor(
      "the next step of SASL",
      ({ command }) => /^(AUTHENTICATE|90\d)$/.test(command),
    );
    if (command !== "AUTHENTICATE") {
      numerics.push(command);
      if (command === "900") continue;
      return numerics.join(" ");
    }
    const challenge = decoder.push(params[0]!);
    if (!(challenge instanceof Uint8Array)) continue;
    const response = await login.respond(challenge);
    // The server is expected to know the password, or to say that it does not.
    const pieces = "refused" in response ? ["*"] : encodeAuthenticate(response);
    await client.send(...pieces.map((piece) => `AUTHENTICATE ${piece}`));
  }
}

/** Connects, logs in and registers with a nickname. */
export async function enterLoggedIn(
  server: Address,
  { nickname, login, capabilities = [] }: {
    readonly nickname: string;
    readonly login: SaslClient;
    readonly capabilities?: readonly string[];
  },
): Promise<IrcTestClient> {
  const client = await IrcTestClient.connect(server, { name: `${nickname}, logged in` });
  const numerics = await authenticate(client, login);
  if (numerics !== "900 903") throw new Error(`Cannot log in as ${nickname}: ${numerics}`);
  if (capabilities.length > 0) await client.send(`CAP REQ :${capabilities.join(" ")}`);
  await client.send(`NICK ${nickname}`, `USER ${nickname} 0 * :x`, "CAP END");
  await client.waitFor("001");
  return client;
}
