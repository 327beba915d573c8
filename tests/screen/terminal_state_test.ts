import { assert, assertEquals } from "@std/assert";

import { testUnless, testWith } from "../harness/peers.ts";
import { BINARY, chatCommand } from "../harness/program.ts";
import { eventually, screenCommand } from "./open_screen.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { TestTerminal } from "../harness/terminal.ts";

interface Ending {
  readonly name: string;
  /** Ends the screen that has been opened; `pid` is its process. */
  readonly end: (terminal: TestTerminal, pid: number) => Promise<void> | void;
}

const ENDINGS: readonly Ending[] = [
  { name: "/quit", end: (terminal) => terminal.enter("/quit") },
  { name: "Ctrl+D", end: (terminal) => terminal.press("C-d") },
  {
    name: "Ctrl+C twice",
    async end(terminal) {
      await terminal.press("C-c");
      await terminal.press("C-c");
    },
  },
  { name: "SIGTERM", end: (_, pid) => Deno.kill(pid, "SIGTERM") },
  { name: "SIGHUP", end: (_, pid) => Deno.kill(pid, "SIGHUP") },
  { name: "SIGINT", end: (_, pid) => Deno.kill(pid, "SIGINT") },
];

for (const { name, end } of ENDINGS) {
  testWith(["tmux", "bash"], {
    name: `After ${name} the terminal is as it was before`,
    async fn() {
      await using server = await startServer();
      await using shell = await startShell(server);
      const before = await shell.state();
      const pid = await shell.open();
      await end(shell.terminal, pid);
      await shell.prompt();
      assertEquals(await shell.state(), before);
    },
  });
}

testWith(["tmux", "bash"], {
  name: "Ctrl+Z gives the terminal back, and fg brings the screen back",
  async fn() {
    await using server = await startServer();
    await using shell = await startShell(server);
    const before = await shell.state();
    await shell.open();
    await shell.terminal.type("typed before");
    await shell.terminal.until((line) => line === "1> typed before");
    await shell.terminal.press("C-z");
    await pressAgainIfAsked(shell.terminal);
    await shell.prompt();
    assertEquals(await shell.state(), before);
    await shell.terminal.enter("fg");
    await shell.terminal.until((line) => line === "1> typed before");
    await shell.terminal.press("C-u");
    await shell.terminal.enter("said after fg");
    await shell.terminal.until((line) => line.includes("alice │ said after fg"));
    await shell.terminal.enter("/quit");
    await shell.prompt();
    assertEquals(await shell.state(), before);
  },
});

const ASKED = "Press Ctrl+Z once more to stop chat, Enter to go on";

const AFTER_QUESTION = {
  name: "Where Ctrl+Z has to be pressed again, Enter brings the screen back",
  async fn() {
    await using server = await startServer();
    await using shell = await startShell(server);
    const before = await shell.state();
    await shell.open();
    await shell.terminal.press("C-z");
    await shell.terminal.until((line) => line.includes(ASKED));
    await shell.terminal.enter("typed meanwhile");
    await shell.terminal.until((line) => line === "1>");
    await shell.terminal.enter("/quit");
    await shell.prompt();
    assertEquals(await shell.state(), before);
  },
};
if (BINARY === undefined) testUnless("from source the process stops itself", AFTER_QUESTION);
else testWith(["tmux", "bash"], AFTER_QUESTION);

const AFTER_ERROR = {
  name: "After an uncaught error the terminal is as it was before, and the error can be read",
  async fn() {
    await using server = await startServer();
    await using shell = await startShell(server);
    const before = await shell.state();
    Deno.kill(await shell.open({ failing: true }), "SIGUSR1");
    await shell.terminal.until((line) => line.includes("made to fail by a test"));
    await shell.prompt();
    assertEquals(await shell.state(), before);
  },
};
if (BINARY === undefined) testWith(["tmux", "bash"], AFTER_ERROR);
else testUnless("an executable cannot be made to fail", AFTER_ERROR);

/** Fails at a signal as a bug would: in a callback that nobody waits for. */
const FAILING_MAIN = `
import { join } from ${JSON.stringify(new URL("../../client/mod.ts", import.meta.url).href)};
Deno.addSignalListener("SIGUSR1", () => {
  setTimeout(() => { throw new Error("made to fail by a test"); });
});
Deno.exit(await join(Deno.args));
`;

/** An interactive shell on a terminal, from which the screen is opened. */
class Shell implements AsyncDisposable {
  readonly terminal: TestTerminal;
  readonly #server: TestServer;
  readonly #folder: string;
  #states = 0;
  #prompts = 0;

  constructor(terminal: TestTerminal, { server, folder }: { server: TestServer; folder: string }) {
    this.terminal = terminal;
    this.#server = server;
    this.#folder = folder;
  }

  /** The settings of the terminal, by stty and by tmux. */
  async state(): Promise<Record<string, string>> {
    const file = `${this.#folder}/state${++this.#states}`;
    await this.terminal.enter(`stty -a > ${file}.new; mv ${file}.new ${file}`);
    await eventually(this.terminal, { what: "stty", holds: () => exists(file) });
    const names = ["alternate_on", "mouse_any_flag", "mouse_sgr_flag", "cursor_flag", "wrap_flag"];
    const values = await Promise.all(
      names.map(async (name) => [name, await this.terminal.value(name)] as const),
    );
    return { stty: await Deno.readTextFile(file), ...Object.fromEntries(values) };
  }

  /** Opens the screen and returns its process. */
  async open({ failing = false } = {}): Promise<number> {
    const { terminal } = this;
    await terminal.enter(`. ${this.#folder}/${failing ? "failing" : "open"}`);
    await terminal.until((line) => line.startsWith("1>"));
    await terminal.until((line) => line.includes("alice") && line.includes("connected"));
    return Number(await Deno.readTextFile(`${this.#folder}/pid`));
  }

  /** Waits until the shell has the terminal again. */
  async prompt(): Promise<void> {
    const word = `prompt${++this.#prompts}`;
    const { terminal } = this;
    await eventually(terminal, {
      what: "the end of the screen",
      // What is typed before the program has ended may be read by it.
      holds: async () =>
        await terminal.value("alternate_on") === "0" &&
        await terminal.value("pane_current_command") === "bash",
    });
    await terminal.enter(`echo ${word}`);
    await terminal.until((line) => line === word);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminal[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function startShell(server: TestServer): Promise<Shell> {
  const folder = await Deno.makeTempDir({ prefix: "chat-test-" });
  const command = screenCommand(server, "alice");
  const write = (name: string, words: readonly string[]) =>
    Deno.writeTextFile(
      `${folder}/${name}`,
      // The shell of the job is replaced, so that its process is that of the program.
      `sh -c 'echo $$ > ${folder}/pid; exec "$@"' sh ${words.join(" ")}\n`,
    );
  await write("open", command);
  await Deno.writeTextFile(`${folder}/main.ts`, FAILING_MAIN);
  const [program = "", ...words] = chatCommand([]);
  const main = words.findIndex((word) => word.endsWith("main.ts"));
  const args = command.slice(command.indexOf("join") + 1);
  const variables = command.slice(0, command.indexOf(program));
  await write("failing", [
    ...variables,
    program,
    ...words.slice(0, main),
    `${folder}/main.ts`,
    ...args,
  ]);
  const terminal = await TestTerminal.start(["bash", "--norc", "--noprofile", "-i"], {
    columns: 90,
    rows: 24,
  });
  return new Shell(terminal, { server, folder });
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/**
 * The runtime of an executable may be older, and let no program signal itself: then the terminal
 * stops it when Ctrl+Z is pressed again.
 */
async function pressAgainIfAsked(terminal: TestTerminal): Promise<void> {
  const lines = await terminal.until((line) => line.includes(ASKED) || line.startsWith("[1]+"));
  if (!lines.some((line) => line.includes(ASKED))) return;
  assert(BINARY !== undefined);
  await terminal.press("C-z");
  await terminal.until((line) => line.startsWith("[1]+"));
}
