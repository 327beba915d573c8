import { DEADLINE } from "../harness/feed.ts";
import { chatCommand } from "../harness/program.ts";
import type { Address } from "../harness/irc_client.ts";
import { TestTerminal } from "../harness/terminal.ts";

/** Options for {@linkcode openScreen}. */
export interface ScreenSetup {
  readonly columns?: number;
  readonly rows?: number;
  readonly rooms?: readonly string[];
  /** Variables of the environment beside a folder of settings that is empty. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Opens the full screen on a terminal, and waits until it is in its last room. */
export async function openScreen(
  server: Address,
  user: string,
  setup: ScreenSetup = {},
): Promise<TestTerminal> {
  const { columns = 100, rows = 30, rooms = ["1"] } = setup;
  const terminal = await TestTerminal.start(screenCommand(server, user, setup), { columns, rows });
  await terminal.until((line) => line.startsWith(`${rooms[0]}>`));
  await terminal.until((line) => line.includes(user) && line.includes("connected"));
  return terminal;
}

/** The command that opens the full screen. */
export function screenCommand(
  { host, port }: Address,
  user: string,
  { rooms = ["1"], env = {} }: ScreenSetup = {},
): string[] {
  const variables = {
    XDG_CONFIG_HOME: `/tmp/chat-test-${crypto.randomUUID()}`,
    LANG: "C.UTF-8",
    ...env,
  };
  return [
    "env",
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    ...chatCommand(["join", "--host", host, "--port", String(port), "--user", user]),
    ...rooms.flatMap((room) => ["--room", room]),
  ];
}

/** Waits until something holds; `what` is said with the screen if it does not. */
export async function eventually(
  terminal: TestTerminal,
  { what, holds }: { what: string; holds: () => Promise<boolean> },
): Promise<void> {
  const end = performance.now() + DEADLINE;
  while (!await holds()) {
    if (performance.now() > end) {
      throw new Error(`${what} did not happen; the screen:\n${(await terminal.rows()).join("\n")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until a program has written a text. It comes to the record after it is on the screen. */
export async function written(terminal: TestTerminal, text: string): Promise<void> {
  await eventually(terminal, {
    what: JSON.stringify(text),
    holds: async () => (await terminal.written()).includes(text),
  });
}
