/** `chat serve`: from flags to a server that runs until somebody ends it. */

import { runConsole } from "./operator/console.ts";
import { LineWriter } from "./io/line_writer.ts";
import { createLog, type Log } from "./operator/log.ts";
import { serve } from "./mod.ts";
import { loadServerOptions, reloadServerOptions, type ServerOptions } from "./options/mod.ts";
import { serveHelp } from "./options/help.ts";
import type { RunningServer } from "./running.ts";
import { exists, outsideAddress, systemWorld } from "./operator/system.ts";
import {
  joinCommand,
  listeningLine,
  outsideCommand,
  welcomeLines,
} from "./operator/announcement.ts";

/** Longest time for a server to say goodbye to everybody, in milliseconds. */
const CLOSING_TIME = 10_000;

/** Exit code of one who was asked to end twice and did not wait: 128 and SIGINT. */
const EXIT_INTERRUPTED = 130;

/**
 * Runs `chat serve` and gives its exit code. Throws UsageError for flags or
 * settings that cannot be used, and Error when it cannot listen.
 */
export async function runServe(args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) {
    console.log(serveHelp().trimEnd());
    return 0;
  }
  const out = new LineWriter(Deno.stderr);
  const warnings: string[] = [];
  const options = loadServerOptions(args, systemWorld((text) => warnings.push(text)));
  const log = createLog({ ...options.log, write: (line) => out.write(line) });
  for (const warning of warnings) log.warn(warning);
  surviveBugs(log);

  const isFirstStart = !exists(options.data);
  const reload = () =>
    reloadServerOptions(options, { args, environment: systemWorld((text) => log.warn(text)) });
  const running = await serve(options, { log, reload });
  announce(running, { options, out, isFirstStart });
  closeOnSignals(running);
  rehashOnHangup(running);
  const answers = new LineWriter(Deno.stdout);
  runConsole(running.console, {
    input: Deno.stdin.readable,
    print: (line) => answers.write(line + "\n"),
  });
  await running.closed;
  log.info("Closed");
  await withinTime(Promise.all([out.flush(), answers.flush()]), 1000);
  return 0;
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}

/** What escapes every handler is a bug: it is told, and everybody else is served on. */
function surviveBugs(log: Log): void {
  const tell = (event: Event, error: unknown) => {
    event.preventDefault();
    log.error("A bug was survived", {
      error: error instanceof Error ? error.stack ?? error.message : String(error),
    });
  };
  addEventListener("unhandledrejection", (event) => tell(event, event.reason));
  addEventListener("error", (event) => tell(event, event.error));
}

function announce(
  running: RunningServer,
  { options, out, isFirstStart }: {
    options: ServerOptions;
    out: LineWriter;
    isFirstStart: boolean;
  },
): void {
  const { addresses } = running;
  const lines = [...addresses.map(listeningLine), joinCommand(addresses, options)];
  const { level, format } = options.log;
  const facts = { options, addresses, outside: outsideAddress() };
  if (isFirstStart && format === "text" && (level === "info" || level === "debug")) {
    lines.push(...welcomeLines(facts));
  } else {
    const command = outsideCommand(facts);
    if (command !== undefined && command !== lines.at(-1)) lines.push(command);
  }
  out.write(lines.join("\n") + "\n");
}

function closeOnSignals(running: RunningServer): void {
  let asked = false;
  const close = (signal: Deno.Signal) => {
    if (asked) Deno.exit(EXIT_INTERRUPTED);
    asked = true;
    withinTime(running.close(`The server is closing (${signal})`), CLOSING_TIME)
      .then((inTime) => inTime || Deno.exit(0));
  };
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", ...(Deno.stdin.isTerminal() ? ["SIGHUP"] as const : [])];
  for (const signal of signals) Deno.addSignalListener(signal, () => close(signal));
}

/**
 * SIGHUP does what REHASH does, as system managers and renewers of certificates expect. Where the
 * console is a terminal it is a terminal that was closed: then it ends the program, as ever.
 */
function rehashOnHangup(running: RunningServer): void {
  if (Deno.build.os === "windows" || Deno.stdin.isTerminal()) return;
  Deno.addSignalListener("SIGHUP", () => running.console.rehash());
}

/** Waits for `work`, at most `milliseconds`; says whether it was done. */
async function withinTime(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const done = await Promise.race([work.then(() => true as const), late]);
  clearTimeout(timer);
  return done;
}
