/** `chat serve`: starts a server and runs it until it is ended. */

import { runConsole } from "./operator/console.ts";
import { releaseTerminal, takeConsoleLine } from "./operator/console_line.ts";
import { LineWriter } from "./io/line_writer.ts";
import { createLog, type Log } from "./operator/log.ts";
import { serve } from "./mod.ts";
import { loadServerOptions, reloadServerOptions } from "./options/mod.ts";
import { serveHelp } from "./options/help.ts";
import type { RunningServer } from "./running.ts";
import { exists, networkAddress, systemEnvironment } from "./operator/system.ts";
import { startLines } from "./operator/announcement.ts";

/** How long a server may take to close, in milliseconds. */
const MAX_CLOSING_MS = 10_000;
/** How long the last lines of log and console may take to be written, in milliseconds. */
const MAX_WRITING_MS = 1_000;

/** Exit code after a second signal: 128 and SIGINT. */
const EXIT_INTERRUPTED = 130;

/**
 * Runs `chat serve` and resolves to its exit code. Throws UsageError for flags or settings that
 * cannot be used, and Error if it cannot listen.
 */
export async function runServe(args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) {
    console.log(serveHelp().trimEnd());
    return 0;
  }
  const out = new LineWriter(Deno.stderr);
  const warnings: string[] = [];
  const options = loadServerOptions(args, systemEnvironment((text) => warnings.push(text)));
  let print = (text: string) => out.write(text);
  const log = createLog({ ...options.log, write: (line) => print(line) });
  for (const warning of warnings) log.warn(warning);
  surviveBugs(log);

  const isFirstStart = !exists(options.data);
  const reload = () =>
    reloadServerOptions(options, {
      args,
      environment: systemEnvironment((text) => log.warn(text)),
    });
  const running = await serve(options, { log, reload });
  const { addresses } = running;
  const start = { options, addresses, networkAddress: networkAddress(), isFirstStart };
  out.write(startLines(start).join("\n") + "\n");
  closeOnSignals(running);
  rehashOnHangup(running);
  const answers = new LineWriter(Deno.stdout);
  const typed = takeConsoleLine((text) => out.write(text));
  if (typed !== undefined) print = (text) => typed.print(text);
  const isSeen = typed !== undefined && Deno.stdout.isTerminal();
  runConsole(running.console, {
    input: typed?.linesOf(Deno.stdin.readable) ?? Deno.stdin.readable,
    print: (line) => isSeen ? print(line + "\n") : answers.write(line + "\n"),
  });
  const failure = await running.closed;
  log.info("Closed");
  releaseTerminal();
  await withinTime(Promise.all([out.flush(), answers.flush()]), MAX_WRITING_MS);
  if (failure !== undefined) throw failure;
  return 0;
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}

/** Logs errors that nothing catches, which are bugs, and keeps the server running. */
function surviveBugs(log: Log): void {
  const logBug = (event: Event, error: unknown) => {
    event.preventDefault();
    log.error("An error was not caught; this is a bug", {
      error: error instanceof Error ? error.stack ?? error.message : String(error),
    });
  };
  addEventListener("unhandledrejection", (event) => logBug(event, event.reason));
  addEventListener("error", (event) => logBug(event, event.error));
}

function closeOnSignals(running: RunningServer): void {
  let closing = false;
  const close = (signal: Deno.Signal) => {
    if (closing) {
      releaseTerminal();
      Deno.exit(EXIT_INTERRUPTED);
    }
    closing = true;
    withinTime(running.close(`The server is closing (${signal})`), MAX_CLOSING_MS)
      .then((inTime) => {
        if (inTime) return;
        releaseTerminal();
        Deno.exit(0);
      });
  };
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", ...(Deno.stdin.isTerminal() ? ["SIGHUP"] as const : [])];
  for (const signal of signals) Deno.addSignalListener(signal, () => close(signal));
}

/**
 * Makes SIGHUP do what REHASH does, as service managers and tools that renew certificates expect.
 * If the console is a terminal, SIGHUP means that the terminal was closed, and ends the program.
 */
function rehashOnHangup(running: RunningServer): void {
  if (Deno.build.os === "windows" || Deno.stdin.isTerminal()) return;
  Deno.addSignalListener("SIGHUP", () => running.console.rehash());
}

/** Waits for `work`, at most `milliseconds`; resolves to whether it is done. */
async function withinTime(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const done = await Promise.race([work.then(() => true as const), late]);
  clearTimeout(timer);
  return done;
}
