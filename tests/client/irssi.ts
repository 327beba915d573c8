import type { TestServer } from "../harness/server.ts";
import { TestTerminal } from "../harness/terminal.ts";

/** Starts irssi in a terminal, with its default settings. */
export async function startIrssi(
  { host, port, folder }: TestServer,
  nickname: string,
): Promise<TestTerminal> {
  const command = ["irssi", `--home=${folder}/irssi`, "-n", nickname];
  const terminal = await TestTerminal.start(command, { columns: 110, rows: 40 });
  await terminal.until((line) => line.startsWith("[(status)]"));
  // By default it waits 2.2 seconds between two lines, for servers that disconnect fast clients.
  await terminal.enter("/set cmd_queue_speed 10msec");
  await terminal.enter(`/connect ${host} ${port}`);
  await terminal.until((line) => line.includes("Welcome to the"));
  return terminal;
}
