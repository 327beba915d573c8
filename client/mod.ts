/** `chat join`: the client. */

import { messageOf } from "../protocol/errors.ts";
import { DEFAULT_BACKOFF } from "./connection/backoff.ts";
import type { ChatOptions } from "./chat.ts";
import { formatAddress } from "../protocol/address.ts";
import { denoIo } from "./deno/io.ts";
import type { JoinIo } from "./cli/io.ts";
import { runPipe } from "./line/pipe.ts";
import type { FrontEndResult } from "./line/pipe.ts";
import { runTerminal } from "./line/terminal.ts";
import { joinHelp, parseJoinOptions } from "./cli/options.ts";
import type { JoinOptions } from "./cli/options.ts";
import type { SessionEnd } from "./session/options.ts";
import { loadSettings, saveSettings } from "./cli/settings.ts";

export { joinHelp } from "./cli/options.ts";
export type { JoinIo } from "./cli/io.ts";

/** How `chat join` ends. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  nameInUse: 3,
  wrongPassword: 4,
} as const;

const VERSION = "chat 0.1.0";
/** Lines shown one by one when they could not be sent; the rest is counted. */
const MAX_UNSENT_SHOWN = 20;

/**
 * Joins as the arguments after `chat join` say, and stays until it is over. Returns the exit code.
 * Standard input may still be being read then: the caller ends the process.
 */
export async function join(args: readonly string[], io: JoinIo = denoIo()): Promise<number> {
  const parsed = parseJoinOptions(args);
  if (parsed.type === "help") {
    await io.stdout.write(new TextEncoder().encode(joinHelp()));
    return EXIT.ok;
  }
  if (parsed.type === "wrong") {
    await complain(
      io,
      `${parsed.reason}\nUsage: chat join [--user NAME] [--room ROOM]…; see --help`,
    );
    return EXIT.usage;
  }
  const chat = chatOptions(parsed.options, io);
  if (typeof chat === "string") {
    await complain(io, chat);
    return EXIT.usage;
  }
  const { json, plain } = parsed.options;
  const onTerminal = io.stdin.isTerminal && io.stdout.isTerminal && !json && !plain;
  const colours = io.stdout.isTerminal && !plain && (io.env("NO_COLOR") ?? "") === "";
  const end = onTerminal
    ? await runTerminal(io, { chat, colours })
    : await runPipe(io, { chat, json, colours });
  return await report(end, { io, onTerminal, options: parsed.options });
}

function chatOptions(
  options: JoinOptions,
  io: JoinIo,
): Omit<ChatOptions, "listen" | "interactive"> | string {
  let password: string | undefined;
  let caCerts: string[];
  const { tlsCa } = options;
  try {
    password = passwordOf(options, io);
    caCerts = tlsCa === undefined ? [] : [read(io, { path: tlsCa, what: "certificates" })];
  } catch (error) {
    return messageOf(error);
  }
  const { account } = options;
  if (account !== undefined && password === undefined) {
    return `--account ${account} needs its password: --password-file FILE or CHAT_PASSWORD`;
  }
  const settings = loadSettings(io);
  return {
    session: {
      connect: io.connector(options.address, { caCerts }),
      address: formatAddress(options.address),
      clock: io.clock,
      random: io.random,
      backoff: DEFAULT_BACKOFF,
      nick: options.user ?? account,
      realname: undefined,
      account: account === undefined ? undefined : { name: account, password: password ?? "" },
      serverPassword: account === undefined ? password : undefined,
      rooms: options.rooms,
      historyLines: options.history,
      // What a program is told it takes; of standard output alone nobody knows whether it is read.
      showUnread: options.json || io.stdin.isTerminal,
      version: VERSION,
    },
    to: options.to,
    saveFile(name, text) {
      io.writeFile(`./${name}`, text);
      return name;
    },
    friends: {
      nicks: settings.friends,
      save: (friends) => saveSettings(io, { friends }),
    },
  };
}

function read(io: JoinIo, { path, what }: { path: string; what: string }): string {
  try {
    return io.readFile(path);
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(`Cannot read the ${what} "${path}": ${reason}`, { cause: error });
  }
}

/** From the file, the environment or, for an account, the terminal. Throws when it is unreadable. */
function passwordOf(options: JoinOptions, io: JoinIo): string | undefined {
  const { passwordFile, account } = options;
  if (passwordFile !== undefined) {
    const text = read(io, { path: passwordFile, what: "password file" });
    const password = text.split(/\r?\n/)[0] ?? "";
    if (password === "") throw new Error(`The password file "${passwordFile}" is empty`);
    return password;
  }
  const fromEnvironment = io.env("CHAT_PASSWORD");
  if (fromEnvironment !== undefined && fromEnvironment !== "") return fromEnvironment;
  if (account === undefined || !io.stdin.isTerminal) return undefined;
  return io.askSecret(`Password of ${account}: `) || undefined;
}

async function report(
  { session, refused }: FrontEndResult,
  { io, onTerminal, options }: { io: JoinIo; onTerminal: boolean; options: JoinOptions },
): Promise<number> {
  const where = formatAddress(options.address);
  switch (session.type) {
    case "left":
    case "gave-up":
      if (session.type === "gave-up") await complain(io, `Gave up on ${where}: ${session.reason}`);
      await complainOfUnsent(io, session);
      if (session.type === "gave-up" || session.unsent.length > 0) return EXIT.failed;
      return refused && !onTerminal ? EXIT.failed : EXIT.ok;
    case "cannot-connect":
      await complain(
        io,
        session.reason.startsWith("Cannot connect")
          ? session.reason
          : `Cannot join at ${where}: ${session.reason}${hintFor(options)}`,
      );
      return EXIT.failed;
    case "name-taken":
      await complain(io, `The name "${session.nick}" is already in use`);
      return EXIT.nameInUse;
    case "name-refused":
      await complain(
        io,
        `The server does not accept the name "${session.nick}": ${session.reason}`,
      );
      return EXIT.usage;
    case "wrong-password":
      await complain(io, wrongPassword(session, { where, io, options }));
      return EXIT.wrongPassword;
    case "refused":
      await complain(io, `The server at ${where} does not let us in: ${session.reason}`);
      return EXIT.failed;
  }
}

function hintFor({ address }: JoinOptions): string {
  return address.tls ? "" : "; if it speaks TLS on this port, add --tls";
}

function wrongPassword(
  session: Extract<SessionEnd, { reason: string }>,
  { where, io, options }: { where: string; io: JoinIo; options: JoinOptions },
): string {
  const { account, passwordFile } = options;
  const { reason } = session;
  if (account !== undefined) return `Cannot log in to ${where} as "${account}": ${reason}`;
  if (passwordFile !== undefined || (io.env("CHAT_PASSWORD") ?? "") !== "") {
    return `Wrong password for ${where}: ${reason}`;
  }
  return `${where} asks for a password: --password-file FILE or CHAT_PASSWORD gives it, ` +
    `with --account NAME an account's (${reason})`;
}

async function complainOfUnsent(
  io: JoinIo,
  session: Extract<SessionEnd, { type: "left" | "gave-up" }>,
): Promise<void> {
  const { unsent } = session;
  if (unsent.length === 0) return;
  const shown = unsent.slice(0, MAX_UNSENT_SHOWN).map(({ text }) => `  ${text}`);
  const more = unsent.length - shown.length;
  if (more > 0) shown.push(`  and ${more} more`);
  const count = unsent.length === 1 ? "1 line was" : `${unsent.length} lines were`;
  await complain(io, `${count} not confirmed by the server:\n${shown.join("\n")}`);
}

async function complain(io: JoinIo, text: string): Promise<void> {
  try {
    await io.stderr.write(new TextEncoder().encode(text + "\n"));
  } catch {
    // Nobody reads standard error; the exit code still tells.
  }
}
