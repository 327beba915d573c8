import config from "../../deno.json" with { type: "json" };
import { formatAddress } from "../../protocol/address.ts";
import { messageOf } from "../../protocol/errors.ts";
import { DEFAULT_BACKOFF } from "../connection/backoff.ts";
import type { ChatSetup } from "../networks.ts";
import type { Settings } from "../settings/mod.ts";
import type { JoinIo } from "./io.ts";
import type { JoinOptions } from "./options.ts";

const VERSION = `chat ${config.version}`;

/**
 * What the chat of these options is made of. Throws an Error whose message says which option is
 * missing or which file is unreadable.
 */
export function chatOptions(
  options: JoinOptions,
  { io, settings }: { readonly io: JoinIo; readonly settings: Settings },
): ChatSetup {
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
      historyLines: options.history ?? settings.get("history"),
      // The output of a script without --json may have no reader, so messages stay unread.
      showUnread: options.json || io.stdin.isTerminal,
      version: VERSION,
    },
    to: options.to,
    saveFile(name, text) {
      io.writeFile(`./${name}`, text);
      return name;
    },
    settings,
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
