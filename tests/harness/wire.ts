import type { IrcMessage } from "../../protocol/message.ts";
import { parseSource } from "../../protocol/message.ts";
import type { IrcTestClient } from "./irc_client.ts";

/** A message as a test compares it: `alice PRIVMSG #1 hi`, the name it comes from first. */
export function shown({ source, command, params }: IrcMessage): string {
  return [source === undefined ? "" : parseSource(source).name, command, ...params].join(" ")
    .trim();
}

/** Everything a client was sent and has not read, up to now. */
export async function heard(client: IrcTestClient): Promise<string[]> {
  return (await client.sync()).map(shown);
}

/** What a client is answered to lines, all that others caused it to hear before left out. */
export async function told(client: IrcTestClient, ...lines: string[]): Promise<string[]> {
  await client.sync();
  await client.send(...lines);
  return await heard(client);
}

/** The same, as messages with their tags. */
export async function toldMessages(
  client: IrcTestClient,
  ...lines: string[]
): Promise<IrcMessage[]> {
  await client.sync();
  await client.send(...lines);
  return await client.sync();
}
