import { messageOf } from "./protocol/errors.ts";
import metadata from "./deno.json" with { type: "json" };

interface Command {
  readonly usage: string;
  readonly description: string;
  /** Runs the command with the words after its name; returns the exit code. */
  readonly run: (args: string[]) => number | Promise<number>;
}

/** A command imports its side only when it runs, so that `chat serve` never loads the client. */
const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    usage: "serve",
    description: "start a server that others join",
    run: async (args) => (await import("./server/cli.ts")).runServe(args),
  },
  join: {
    usage: "join --user NAME --room ROOM",
    description: "join a server and talk",
    run: async (args) => (await import("./client/mod.ts")).join(args),
  },
  export: {
    usage: "export --room ROOM",
    description: "print the messages of a room of a server",
    run: async (args) => (await import("./server/tools/export.ts")).runExport(args),
  },
  backup: {
    usage: "backup FILE",
    description: "copy a server's database, even while it runs",
    run: async (args) => (await import("./server/tools/backup.ts")).runBackup(args),
  },
  "hash-password": {
    usage: "hash-password",
    description: "hash a password for a server's settings file",
    run: async (args) => (await import("./server/tools/hash_password.ts")).runHashPassword(args),
  },
  help: {
    usage: "help [COMMAND]",
    description: "show this, or the flags of a command",
    run: ([name]) => name === undefined ? help() : run([name, "--help"]),
  },
  version: { usage: "version", description: "show the version", run: version },
};

/** Flags that people type for a command by habit. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["--help", "help"],
  ["-h", "help"],
  ["--version", "version"],
  ["-V", "version"],
]);

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

function help(): number {
  console.log("chat: rooms and direct messages, from one program\n\nUsage:");
  for (const { usage, description } of Object.values(COMMANDS)) {
    console.log(`  chat ${usage.padEnd(30)}${description}`);
  }
  console.log("\nFlags of a command: chat serve --help, chat join --help");
  return 0;
}

function version(): number {
  console.log(`chat ${metadata.version}`);
  return 0;
}

function run([word, ...args]: string[]): number | Promise<number> {
  if (word === undefined) {
    help();
    return EXIT_USAGE;
  }
  const name = SPELLINGS.get(word) ?? word;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command.run(args);
  console.error(`Unknown command "${name}"; chat help lists the commands`);
  return EXIT_USAGE;
}

function report(error: unknown, debug: boolean): number {
  const text = messageOf(error);
  console.error(debug && error instanceof Error ? error.stack : text.replace(/\s*\n\s*/g, " "));
  const code = error instanceof Error && "exitCode" in error ? error.exitCode : undefined;
  return typeof code === "number" ? code : EXIT_FAILURE;
}

if (import.meta.main) {
  const args = Deno.args.filter((arg) => arg !== "--debug");
  const debug = args.length < Deno.args.length;
  try {
    Deno.exit(await run(args));
  } catch (error) {
    Deno.exit(report(error, debug));
  }
}
