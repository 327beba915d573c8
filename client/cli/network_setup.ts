import { messageOf } from "../../protocol/errors.ts";
import type { ServerAddress } from "../connection/connection.ts";
import { channelName } from "../format/names.ts";
import type { ChatSetup, NetworkSetup } from "../networks.ts";
import type { NetworkSettings } from "../settings/mod.ts";
import { t } from "../texts/mod.ts";
import { formatAddresses, parseAddresses, parseTypedAddresses } from "./addresses.ts";
import { fileWarnings } from "./chat_options.ts";
import type { JoinIo } from "./io.ts";
import { parseFingerprint, parseMechanism, wrongFingerprint, wrongMechanism } from "./options.ts";
import { serverSetup } from "./server_setup.ts";

/** Options for {@linkcode networkSetup}. */
export interface NetworkSetupOptions {
  /** The chat of the first network, from which names and settings are taken. */
  readonly chat: ChatSetup;
  readonly io: JoinIo;
}

/**
 * The network that the words after /connect name: one of the settings, or `HOST[:PORT][,…] [tls]`.
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
  const servers = parseTypedAddresses(words.join(" "));
  return makeSetup({ id: formatAddresses(servers), servers, rooms: [] }, options);
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
  const { name, tlsCa, tlsFingerprint, nickname, account, rooms } = network;
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
    servers: serversOf(network),
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

function serversOf({ name, host, port, tls }: NetworkSettings): ServerAddress[] {
  try {
    return parseAddresses(host, { port, tls: tls || undefined });
  } catch (error) {
    throw new Error(`networks.${name}.host: ${messageOf(error)}`, { cause: error });
  }
}

function makeSetup(
  wanted: {
    readonly id: string;
    readonly servers: readonly ServerAddress[];
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
  const { id, servers, caCerts = [], fingerprint, nick, account, rooms } = wanted;
  const { settings } = chat;
  const allowsPlaintext = wanted.allowsPlaintext === true;
  const session = {
    ...chat.session,
    ...serverSetup(servers, { io, settings, caCerts, fingerprint, allowsPlaintext }),
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
