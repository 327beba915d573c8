import type { IrcMessage } from "../../protocol/message.ts";
import type { IrcTestClient } from "./irc_client.ts";

/** The password of every account that tests make. */
export const PASSWORD = "correct-horse";

/** Makes an account of a registered client's nickname. */
export async function makeAccount(client: IrcTestClient): Promise<void> {
  await client.send(`NS REGISTER ${PASSWORD}`);
  await client.waitFor("900");
  await client.sync();
}

/** Who logs in, and how. */
export interface Login {
  readonly nickname: string;
  readonly capabilities: readonly string[];
  /** Its nickname where it is not given. */
  readonly account?: string;
}

/** Enters with a login by SASL; gives all that was told after the first line of greeting. */
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
