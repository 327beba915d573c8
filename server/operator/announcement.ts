import { type LimitRow, LIMITS, type ServerOptions } from "../options/mod.ts";
import { formatAddress, isLoopback } from "../../protocol/address.ts";
import { formatLimit } from "../options/values.ts";
import type { BoundAddress } from "../running.ts";

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 6667;
/** Stands for the address of a machine that has none in its network. */
const THIS_MACHINE = "THIS-MACHINE";
const EVERY_ADDRESS: readonly string[] = ["0.0.0.0", "::"];

/** The line for a listener that is ready: `listening on 127.0.0.1:6667 (irc)`. */
export function listeningLine(address: BoundAddress): string {
  return `listening on ${formatAddress(address)} (${address.kind})`;
}

/**
 * The lines for the page that is ready: `open http://127.0.0.1:8067/ in a browser`, and the address
 * for other machines if it listens on every address.
 */
function pageLines(
  { host, port, kind }: BoundAddress,
  networkAddress: string | undefined,
): string[] {
  const urlAt = (host: string) => new URL(`${kind}://${formatAddress({ host, port })}`).href;
  const here = `open ${urlAt(reachable(host))} in a browser`;
  if (!EVERY_ADDRESS.includes(host)) return [here];
  return [here, `open ${urlAt(networkAddress ?? THIS_MACHINE)} on other machines`];
}

function isPage({ kind }: BoundAddress): boolean {
  return kind === "http" || kind === "https";
}

/** A host to connect to from this machine. */
function reachable(host: string): string {
  return EVERY_ADDRESS.includes(host) ? DEFAULT_HOST : host;
}

/** The options that decide which credentials joining needs. */
type CredentialOptions = Pick<ServerOptions, "password" | "accounts">;

/** The command that joins from this machine. */
export function joinCommand(
  addresses: readonly BoundAddress[],
  options?: CredentialOptions,
): string {
  const plain = addresses.find(({ kind }) => kind === "irc");
  const address = plain ?? addresses.find((address) => !isPage(address));
  if (!address) return "chat join --user YOU --room 1";
  return commandFor(reachable(address.host), { address, options });
}

function commandFor(
  host: string,
  { address: { port, kind }, options }: {
    address: BoundAddress;
    options: CredentialOptions | undefined;
  },
): string {
  const needsAccount = options?.accounts.mode === "required";
  const words = [`chat join ${needsAccount ? "--account" : "--user"} YOU --room 1`];
  if (host !== DEFAULT_HOST) words.push(`--host ${host}`);
  if (port !== DEFAULT_PORT) words.push(`--port ${port}`);
  if (kind === "ircs") words.push("--tls");
  if (needsAccount || options?.password !== undefined) words.push("--password-file FILE");
  return words.join(" ");
}

/** Options for {@linkcode startLines}. */
export interface StartOptions extends WelcomeOptions {
  /** Whether the server has never used its data folder before. */
  readonly isFirstStart: boolean;
}

/** The first lines of a server: its listeners, and how to join from here and elsewhere. */
export function startLines({ isFirstStart, ...welcome }: StartOptions): string[] {
  const { addresses, networkAddress, options } = welcome;
  const lines = [
    ...addresses.filter((address) => !isPage(address)).map(listeningLine),
    ...addresses.filter(isPage).flatMap((address) => pageLines(address, networkAddress)),
    joinCommand(addresses, options),
  ];
  const { level, format } = options.log;
  if (isFirstStart && format === "text" && (level === "info" || level === "debug")) {
    return [...lines, ...welcomeLines(welcome)];
  }
  const command = remoteJoinCommand(welcome);
  if (command === undefined || command === lines.at(-1)) return lines;
  return [...lines, command];
}

/** Options for {@linkcode welcomeLines} and {@linkcode remoteJoinCommand}. */
export interface WelcomeOptions {
  readonly options: ServerOptions;
  readonly addresses: readonly BoundAddress[];
  /** The address of this machine for other machines, if it has one. */
  readonly networkAddress: string | undefined;
}

/** The lines of a first start: how others join, the limits, the database and the console. */
export function welcomeLines(welcome: WelcomeOptions): string[] {
  const { options } = welcome;
  const nodes = options.cluster === undefined ? "" : "nodes, ";
  const rows: [string, string][] = [
    ["Network", `${options.network}, this server is ${options.name}`],
    ...howOthersJoin(welcome),
    ["Clients", "WeeChat, irssi and all other IRC clients work too; room 1 is #1 there"],
    ["Limits", `${limitsInShort(options)}; see chat serve --help`],
    ["Records", records(options)],
    ["Console", `type ${nodes}users, rooms, say TEXT, kick NICK, rehash, quit or help here`],
  ];
  return rows.map(([title, text]) => `  ${title.padEnd(10)}${text}`);
}

/** The command that joins from another machine; undefined if only this machine can connect. */
export function remoteJoinCommand(
  { addresses, networkAddress, options }: WelcomeOptions,
): string | undefined {
  const address = addresses.find((address) => !isPage(address) && !isLoopback(address.host));
  if (address === undefined) return undefined;
  const host = EVERY_ADDRESS.includes(address.host) ? networkAddress ?? THIS_MACHINE : address.host;
  return commandFor(host, { address, options });
}

function howOthersJoin(welcome: WelcomeOptions): [string, string][] {
  const command = remoteJoinCommand(welcome);
  if (command === undefined) {
    return [
      ["Access", "from this machine only"],
      ["Others", "start with --host 0.0.0.0 to accept connections from other machines"],
    ];
  }
  return [["Others", `on another machine: ${command}`]];
}

function limitsInShort({ limits }: ServerOptions): string {
  const shown = (key: (typeof LIMITS)[number]["key"]) => {
    const row = LIMITS.find((row) => row.key === key)!;
    const value: number = limits[row.field];
    return value === 0 ? "any number of" : formatLimit(value, row as LimitRow);
  };
  return [
    `${shown("lines-per-second")} lines a second (${shown("burst")} at once)`,
    `${shown("connections-per-address")} connections per address`,
    `${shown("channels-per-user")} rooms per user`,
  ].join(", ");
}

function records({ data }: ServerOptions): string {
  return data === ":memory:" ? "in memory only, lost when the server ends" : `in ${data}`;
}
