import type { IrcMessage } from "../../protocol/message.ts";
import { parseSource } from "../../protocol/message.ts";
import { DEADLINE } from "./feed.ts";
import type { IrcTestClient } from "./irc_client.ts";

/** Formats a message for comparison as `alice PRIVMSG #1 hi`, without tags, user and host. */
export function shown({ source, command, params }: IrcMessage): string {
  return [source === undefined ? "" : parseSource(source).name, command, ...params].join(" ")
    .trim();
}

/** Reads all that a client has received and not read yet. */
export async function received(client: IrcTestClient): Promise<string[]> {
  return (await client.sync()).map(shown);
}

/** Drops what a client has not read, sends lines and returns all that is received until now. */
export async function answersTo(client: IrcTestClient, ...lines: string[]): Promise<string[]> {
  await client.sync();
  await client.send(...lines);
  return await received(client);
}

/** Does the same as {@linkcode answersTo}, but returns messages with their tags. */
export async function answerMessages(
  client: IrcTestClient,
  ...lines: string[]
): Promise<IrcMessage[]> {
  await client.sync();
  await client.send(...lines);
  return await client.sync();
}

/** The commands or numerics of lines. */
export function codes(lines: readonly string[]): (string | undefined)[] {
  return lines.map((line) => line.split(" ")[1]);
}

/** Sends messages with echo-message and returns their ids. */
export async function say(
  client: IrcTestClient,
  target: string,
  ...texts: string[]
): Promise<string[]> {
  const lines = texts.map((text) => `PRIVMSG ${target} :${text}`);
  const echoes = await answerMessages(client, ...lines);
  return echoes.flatMap(({ tags }) => tags.get("msgid") ?? []);
}

/** Sends a line and returns the texts of the messages that answer it. */
export async function textsAnswering(client: IrcTestClient, line: string): Promise<string[]> {
  return (await answerMessages(client, line)).filter(({ command }) => command === "PRIVMSG")
    .map(({ params }) => params[1] ?? "");
}

/** Repeats an action until `holds` accepts its result; throws after the deadline. */
export async function repeatUntil<T>(
  act: () => Promise<T>,
  { what, holds }: { what: string; holds: (result: T) => boolean },
): Promise<void> {
  const end = performance.now() + DEADLINE;
  while (true) {
    const result = await act();
    if (holds(result)) return;
    if (performance.now() > end) {
      throw new Error(`Waited for ${what}; the last result is ${JSON.stringify(result)}`);
    }
  }
}
