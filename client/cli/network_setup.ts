import { formatAddress } from "../../protocol/address.ts";
import { messageOf } from "../../protocol/errors.ts";
import type { ServerAddress } from "../connection/connection.ts";
import { channelName } from "../format/names.ts";
import type { ChatSetup, NetworkSetup } from "../networks.ts";
import type { NetworkSettings } from "../settings/mod.ts";
import { t } from "../texts/mod.ts";
import { fileWarnings } from "./chat_options.ts";
import type { JoinIo } from "./io.ts";
import { parseFingerprint, parseMechanism, wrongFingerprint, wrongMechanism } from "./options.ts";
import { serverSetup } from "./server_setup.ts";

const DEFAULT_PORT = 6667;
const DEFAULT_TLS_PORT = 6697;

/** Options for {@linkcode networkSetup}. */
export interface NetworkSetupOptions {
  /** The chat of the first network, from which names and settings are taken. */
  readonly chat: ChatSetup;
  readonly io: JoinIo;
}

/**
 * The network that the words after /connect name: one of the settings, or `HOST[:PORT] [tls]`.
 * Throws an Error whose message says what is wrong with them.
 */
export function networkSetup(
  words: readonly string[],
  options: NetworkSetupOptions,
): NetworkSetup {
  const { networks } = options.chat.settings;
  const name = words[0]?.toLowerCase();
  const named = [...networks.values()].find((network) => network.name.toLowerCase() === name);
  if (named !== undefined && words.length === 1) return setupOf(named, options);
  const address = parseAddress(words);
  return makeSetup({ id: formatAddress(address), address, rooms: [] }, options);
}

/**
 * The networks of the settings that are connected to at the start, and why others of them cannot
 * be.
 */
export function startingNetworks(
  options: NetworkSetupOptions,
): { readonly setups: readonly NetworkSetup[]; readonly problems: readonly string[] } {
  const setups: NetworkSetup[] = [];
  const problems: string[] = [];
  for (const network of options.chat.settings.networks.values()) {
    if (!network.autoconnect) continue;
    try {
      setups.push(setupOf(network, options));
      problems.push(
        ...fileWarnings([network.passwordFile, network.serverPasswordFile], options.io),
      );
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  return { setups, problems };
}

function setupOf(network: NetworkSettings, options: NetworkSetupOptions): NetworkSetup {
  const { name, host, port, tls, tlsCa, tlsFingerprint, nickname, account, rooms } = network;
  const table = `networks.${name}`;
  const wrong = wrongFingerprint(tlsFingerprint, `${table}.tls-fingerprint`) ??
    wrongMechanism(network.saslMechanism, `${table}.sasl-mechanism`);
  if (wrong !== undefined) throw new Error(wrong);
  const read = (path: string) => readFile(path, { name, io: options.io });
  const firstLineOf = (path: string | undefined) =>
    path === undefined ? undefined : read(path).split(/\r?\n/)[0] || undefined;
  const password = firstLineOf(network.passwordFile);
  const { stdin, stdout } = options.io;
  const isAsked = account !== undefined && password === undefined;
  if (isAsked && !(stdin.isTerminal && stdout.isTerminal)) {
    throw new Error(
      t("Network {name} has the account {account}, and needs a password-file", { name, account }),
    );
  }
  return makeSetup({
    id: name,
    address: { host, port, tls },
    caCerts: tlsCa === undefined ? [] : [read(tlsCa)],
    fingerprint: parseFingerprint(tlsFingerprint ?? ""),
    nick: nickname ?? account,
    account: account === undefined || password === undefined
      ? undefined
      : { name: account, password },
    askedAccount: isAsked ? account : undefined,
    saslMechanism: parseMechanism(network.saslMechanism ?? ""),
    serverPassword: firstLineOf(network.serverPasswordFile) ??
      (account === undefined ? password : undefined),
    rooms: rooms.map(channelName),
    allowsPlaintext: network.allowPlaintextPassword,
  }, options);
}

function makeSetup(
  wanted: {
    readonly id: string;
    readonly address: ServerAddress;
    readonly caCerts?: readonly string[];
    readonly fingerprint?: string | undefined;
    readonly nick?: string | undefined;
    readonly account?: ChatSetup["session"]["account"];
    readonly askedAccount?: string | undefined;
    readonly saslMechanism?: ChatSetup["session"]["saslMechanism"];
    readonly serverPassword?: string | undefined;
    readonly rooms: readonly string[];
    readonly allowsPlaintext?: boolean;
  },
  { chat, io }: NetworkSetupOptions,
): NetworkSetup {
  const { id, address, caCerts = [], fingerprint, nick, account, rooms } = wanted;
  const { settings } = chat;
  const allowsPlaintext = wanted.allowsPlaintext === true;
  const session = {
    ...chat.session,
    ...serverSetup(address, { io, settings, caCerts, fingerprint, allowsPlaintext }),
    nick: nick ?? chat.session.nick ?? (chat.settings.get("last.name") || undefined),
    account,
    askedAccount: wanted.askedAccount,
    saslMechanism: wanted.saslMechanism,
    serverPassword: wanted.serverPassword,
    rooms,
  };
  return { id, chat: { ...chat, session, to: undefined } };
}

function readFile(path: string, { name, io }: { name: string; io: JoinIo }): string {
  try {
    return io.readFile(path);
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(
      t("Cannot read the file {path} of the network {name}: {reason}", { path, name, reason }),
      { cause: error },
    );
  }
}

/** Parses `HOST[:PORT] [tls]`; port 6697 is one with TLS. Throws an Error. */
export function parseAddress([where = "", how, ...rest]: readonly string[]): ServerAddress {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(where) ??
    [];
  const host = bracketed ?? plain ?? (/^[0-9a-f:]+$/i.test(where) ? where : undefined);
  if (host === undefined) {
    throw new Error(t("“{where}” is not a server: give HOST or HOST:PORT", { where }));
  }
  if (rest.length > 0 || how !== undefined && how.toLowerCase() !== "tls") {
    const words = [how, ...rest].join(" ");
    throw new Error(t("“{words}” is not understood: only “tls” may follow", { words }));
  }
  const tls = how !== undefined || Number(digits) === DEFAULT_TLS_PORT;
  const port = digits === undefined ? (tls ? DEFAULT_TLS_PORT : DEFAULT_PORT) : Number(digits);
  if (port < 1 || port > 65_535) {
    throw new Error(t("A port is a number from 1 to 65535, not {port}", { port }));
  }
  return { host, port, tls };
}
