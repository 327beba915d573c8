import { type ChatProcess, startChat } from "./program.ts";
import type { TestServer } from "./server.ts";

/** Options for {@linkcode enterChat}. */
export interface JoinSetup {
  readonly rooms?: readonly string[];
  readonly args?: readonly string[];
}

/** Starts `chat join` and waits until it has entered its rooms. */
export async function enterChat(
  server: TestServer,
  user: string,
  { rooms = ["1"], args = [] }: JoinSetup = {},
): Promise<ChatProcess> {
  const flags = rooms.flatMap((room) => ["--room", room]);
  const chat = startChat(["join", ...server.address, "--user", user, ...flags, ...args]);
  await chat.stderr.waitFor((line) => line === `Connected as ${user}`);
  for (const room of rooms) {
    await chat.stdout.waitFor((line) => untimed(line) === `* ${user} joined ${room}`);
  }
  return chat;
}

/** Removes the time from the beginning of a line of `chat join`. */
export function untimed(line: string): string {
  return line.replace(/^\d\d:\d\d /, "");
}

/** Reads up to a line of `chat join`, given without its time. */
export async function hear(chat: ChatProcess, wanted: string): Promise<void> {
  await chat.stdout.waitFor((line) => untimed(line) === wanted, { what: `"${wanted}"` });
}

/** The messages among all lines that a `chat join` has printed, without their times. */
export function sayings(chat: ChatProcess): string[] {
  return chat.stdout.items.map(untimed).filter((line) => !line.startsWith("*"));
}
