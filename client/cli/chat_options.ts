import config from "../../deno.json" with { type: "json" };
import { messageOf } from "../../protocol/errors.ts";
import { DEFAULT_BACKOFF } from "../connection/backoff.ts";
import type { ChatSetup } from "../networks.ts";
import { sanitize } from "../format/sanitize.ts";
import type { Settings } from "../settings/mod.ts";
import { t } from "../texts/mod.ts";
import type { JoinIo } from "./io.ts";
import type { JoinOptions } from "./options.ts";
import { serverSetup } from "./server_setup.ts";

const VERSION = `chat ${config.version}`;

/**
 * What the chat of these options is made of. Throws an Error whose message says which option is
 * missing or which file is unreadable.
 */
export function chatOptions(
  options: JoinOptions,
  { io, settings }: { readonly io: JoinIo; readonly settings: Settings },
): ChatSetup {
  const { account, servers, tlsCa, tlsFingerprint, user } = options;
  const password = readPassword(options, io);
  const caCerts = tlsCa === undefined ? [] : [readCertificates(tlsCa, io)];
  if (account !== undefined && password === undefined) {
    throw new Error(
      t("--account {account} needs its password: --password-file FILE or CHAT_PASSWORD", {
        account,
      }),
    );
  }
  return {
    session: {
      ...serverSetup(servers, {
        io,
        settings,
        caCerts,
        fingerprint: tlsFingerprint,
        allowsPlaintext: options.allowPlaintextPassword,
      }),
      clock: io.clock,
      random: io.random,
      backoff: DEFAULT_BACKOFF,
      nick: user ?? account,
      realname: undefined,
      account: account === undefined ? undefined : { name: account, password: password ?? "" },
      saslMechanism: options.saslMechanism,
      serverPassword: readServerPassword(options, io) ??
        (account === undefined ? password : undefined),
      rooms: options.rooms,
      // A script would take what was said before for what is said to it now.
      historyLines: options.history ?? (io.stdin.isTerminal ? settings.get("history") : 0),
      // The output of a script without --json may have no reader, so messages stay unread.
      showUnread: options.json || io.stdin.isTerminal,
      endsWhenKilled: true,
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

/** Warns of password files that every user of this machine can read. */
export function fileWarnings(paths: readonly (string | undefined)[], io: JoinIo): string[] {
  return paths.flatMap((path) => {
    if (path === undefined || !io.isReadableByAll(path)) return [];
    return [t("Everybody on this machine can read the password file {path}: chmod 600", { path })];
  });
}

function readCertificates(path: string, io: JoinIo): string {
  try {
    return io.readFile(path);
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(t('Cannot read the certificates "{path}": {reason}', { path, reason }), {
      cause: error,
    });
  }
}

function readPasswordFile(path: string, io: JoinIo): string {
  let text: string;
  try {
    text = io.readFile(path);
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(t('Cannot read the password file "{path}": {reason}', { path, reason }), {
      cause: error,
    });
  }
  const password = text.split(/\r?\n/)[0] ?? "";
  if (password === "") throw new Error(t('The password file "{path}" is empty', { path }));
  return password;
}

/**
 * Reads the password from the file or the environment, or asks for that of an account on the
 * terminal. Throws an Error if the file is unreadable or empty.
 */
function readPassword(options: JoinOptions, io: JoinIo): string | undefined {
  const { passwordFile, account } = options;
  if (passwordFile !== undefined) return readPasswordFile(passwordFile, io);
  const password = io.env("CHAT_PASSWORD");
  if (password) return password;
  if (account === undefined || !io.stdin.isTerminal) return undefined;
  return io.askSecret(sanitize(`${t("Password of {account}:", { account })} `)) || undefined;
}

/** Reads the password that the server asks of everybody, beside that of an account. */
function readServerPassword(
  { serverPasswordFile }: JoinOptions,
  io: JoinIo,
): string | undefined {
  if (serverPasswordFile !== undefined) return readPasswordFile(serverPasswordFile, io);
  return io.env("CHAT_SERVER_PASSWORD") || undefined;
}
