import type { IrcMessage } from "../../protocol/message.ts";
import type { IrcTestClient } from "./irc_client.ts";

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
