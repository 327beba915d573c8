import config from "../../deno.json" with { type: "json" };
import { formatAddress } from "../../protocol/address.ts";
import { messageOf } from "../../protocol/errors.ts";
import type { ChatOptions } from "../chat.ts";
import { DEFAULT_BACKOFF } from "../connection/backoff.ts";
import { denoIo } from "../deno/io.ts";
import { runPipe } from "../line/pipe.ts";
import type { FrontEndResult } from "../line/pipe.ts";
import { runTerminal } from "../line/terminal.ts";
import type { SessionEnd } from "../session/options.ts";
import type { JoinIo } from "./io.ts";
import { joinHelp, parseJoinOptions } from "./options.ts";
import type { JoinOptions } from "./options.ts";
import { loadSettings, saveSettings } from "./settings.ts";

const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  nameInUse: 3,
  wrongPassword: 4,
} as const;

const VERSION = `chat ${config.version}`;
/** Lines that are listed if they could not be sent; the rest is counted. */
const MAX_UNSENT_SHOWN = 20;

/**
 * Runs `chat join` with the arguments after these words and returns the exit code. Standard input
 * may still be open then: the caller has to end the process.
 */
export async function join(args: readonly string[], io: JoinIo = denoIo()): Promise<number> {
  const parsed = parseJoinOptions(args);
  if (parsed.type === "help") {
    await io.stdout.write(new TextEncoder().encode(joinHelp()));
    return EXIT.ok;
  }
  if (parsed.type === "wrong") {
    const usage = "Usage: chat join [--user NAME] [--room ROOM]…; see --help";
    await printError(io, `${parsed.reason}\n${usage}`);
    return EXIT.usage;
  }
  const { options } = parsed;
  let chat: Omit<ChatOptions, "listen" | "interactive">;
  try {
    chat = chatOptions(options, io);
  } catch (error) {
    await printError(io, messageOf(error));
    return EXIT.usage;
  }
  const { json, plain } = options;
  const onTerminal = io.stdin.isTerminal && io.stdout.isTerminal && !json && !plain;
  const colours = io.stdout.isTerminal && !plain && (io.env("NO_COLOR") ?? "") === "";
  const result = onTerminal
    ? await runTerminal(io, { chat, colours })
    : await runPipe(io, { chat, json, colours });
  return await report(result, { io, onTerminal, options });
}

/** Throws an Error whose message says which option is missing or which file is unreadable. */
function chatOptions(
  options: JoinOptions,
  io: JoinIo,
): Omit<ChatOptions, "listen" | "interactive"> {
  const { account, address, tlsCa, user } = options;
  const password = readPassword(options, io);
  const caCerts = tlsCa === undefined ? [] : [readFile(io, { path: tlsCa, what: "certificates" })];
  if (account !== undefined && password === undefined) {
    throw new Error(
      `--account ${account} needs its password: --password-file FILE or CHAT_PASSWORD`,
    );
  }
  return {
    session: {
      connect: io.connector(address, { caCerts }),
      address: formatAddress(address),
      clock: io.clock,
      random: io.random,
      backoff: DEFAULT_BACKOFF,
      nick: user ?? account,
      realname: undefined,
      account: account === undefined ? undefined : { name: account, password: password ?? "" },
      serverPassword: account === undefined ? password : undefined,
      rooms: options.rooms,
      historyLines: options.history,
      // The output of a script without --json may have no reader, so messages stay unread.
      showUnread: options.json || io.stdin.isTerminal,
      version: VERSION,
    },
    to: options.to,
    saveFile(name, text) {
      io.writeFile(`./${name}`, text);
      return name;
    },
    friends: {
      nicks: loadSettings(io).friends,
      save: (friends) => saveSettings(io, { friends }),
    },
  };
}

function readFile(io: JoinIo, { path, what }: { path: string; what: string }): string {
  try {
    return io.readFile(path);
  } catch (error) {
    throw new Error(`Cannot read the ${what} "${path}": ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Reads the password from the file or the environment, or asks for that of an account on the
 * terminal. Throws an Error if the file is unreadable or empty.
 */
function readPassword(options: JoinOptions, io: JoinIo): string | undefined {
  const { passwordFile, account } = options;
  if (passwordFile !== undefined) {
    const text = readFile(io, { path: passwordFile, what: "password file" });
    const password = text.split(/\r?\n/)[0] ?? "";
    if (password === "") throw new Error(`The password file "${passwordFile}" is empty`);
    return password;
  }
  const password = io.env("CHAT_PASSWORD");
  if (password) return password;
  if (account === undefined || !io.stdin.isTerminal) return undefined;
  return io.askSecret(`Password of ${account}: `) || undefined;
}

interface ReportOptions {
  readonly io: JoinIo;
  readonly onTerminal: boolean;
  readonly options: JoinOptions;
}

async function report(
  { session, refused }: FrontEndResult,
  { io, onTerminal, options }: ReportOptions,
): Promise<number> {
  const where = formatAddress(options.address);
  switch (session.type) {
    case "left":
    case "gave-up": {
      const gaveUp = session.type === "gave-up";
      if (gaveUp) await printError(io, `Gave up on ${where}: ${session.reason}`);
      await reportUnsent(io, session);
      const isFailure = gaveUp || session.unsent.length > 0 || refused && !onTerminal;
      return isFailure ? EXIT.failed : EXIT.ok;
    }
    case "cannot-connect": {
      const isWhole = session.reason.startsWith("Cannot connect");
      const hint = options.address.tls ? "" : "; if it speaks TLS on this port, add --tls";
      const text = isWhole ? session.reason : `Cannot join at ${where}: ${session.reason}${hint}`;
      await printError(io, text);
      return EXIT.failed;
    }
    case "name-taken":
      await printError(io, `The name "${session.nick}" is already in use`);
      return EXIT.nameInUse;
    case "name-refused":
      await printError(
        io,
        `The server does not accept the name "${session.nick}": ${session.reason}`,
      );
      return EXIT.usage;
    case "wrong-password":
      await printError(io, wrongPassword(session.reason, { io, options }));
      return EXIT.wrongPassword;
    case "refused":
      await printError(io, `The server at ${where} does not let us in: ${session.reason}`);
      return EXIT.failed;
  }
}

function wrongPassword(
  reason: string,
  { io, options }: { readonly io: JoinIo; readonly options: JoinOptions },
): string {
  const where = formatAddress(options.address);
  const { account, passwordFile } = options;
  if (account !== undefined) return `Cannot log in to ${where} as "${account}": ${reason}`;
  if (passwordFile !== undefined || io.env("CHAT_PASSWORD")) {
    return `Wrong password for ${where}: ${reason}`;
  }
  return `${where} asks for a password: give it with --password-file FILE or CHAT_PASSWORD, ` +
    `and an account's with --account NAME too (${reason})`;
}

async function reportUnsent(
  io: JoinIo,
  { unsent }: Extract<SessionEnd, { type: "left" | "gave-up" }>,
): Promise<void> {
  if (unsent.length === 0) return;
  const shown = unsent.slice(0, MAX_UNSENT_SHOWN).map(({ text }) => `  ${text}`);
  const more = unsent.length - shown.length;
  if (more > 0) shown.push(`  and ${more} more`);
  const count = unsent.length === 1 ? "1 line was" : `${unsent.length} lines were`;
  await printError(io, `${count} not confirmed by the server:\n${shown.join("\n")}`);
}

async function printError(io: JoinIo, text: string): Promise<void> {
  try {
    await io.stderr.write(new TextEncoder().encode(text + "\n"));
  } catch {
    // Standard error is closed; the exit code still reports the failure.
  }
}
