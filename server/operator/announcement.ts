import { type LimitRow, LIMITS, type ServerOptions } from "../options/mod.ts";
import { formatAddress } from "../../protocol/address.ts";
import { formatLimit } from "../options/values.ts";
import type { BoundAddress } from "../running.ts";

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 6667;
const EVERY_ADDRESS: readonly string[] = ["0.0.0.0", "::"];

/** The line that says that one listener is ready: `listening on 127.0.0.1:6667 (irc)`. */
export function listeningLine(address: BoundAddress): string {
  return `listening on ${formatAddress(address)} (${address.kind})`;
}

/** What one has to show to be let in. */
type Door = Pick<ServerOptions, "password" | "accounts">;

/** The command that joins from this machine. */
export function joinCommand(addresses: readonly BoundAddress[], door?: Door): string {
  const plain = addresses.find(({ kind }) => kind === "irc");
  const address = plain ?? addresses[0];
  if (!address) return "chat join --user YOU --room 1";
  const host = EVERY_ADDRESS.includes(address.host) ? DEFAULT_HOST : address.host;
  return joinAt(host, { address, door });
}

function joinAt(
  host: string,
  { address: { port, kind }, door }: { address: BoundAddress; door: Door | undefined },
): string {
  const needsAccount = door?.accounts.mode === "required";
  const words = [`chat join ${needsAccount ? "--account" : "--user"} YOU --room 1`];
  if (host !== DEFAULT_HOST) words.push(`--host ${host}`);
  if (port !== DEFAULT_PORT) words.push(`--port ${port}`);
  if (kind === "ircs") words.push("--tls");
  if (needsAccount || door?.password !== undefined) words.push("--password-file FILE");
  return words.join(" ");
}

/** Options for {@linkcode welcomeLines}. */
export interface WelcomeFacts {
  readonly options: ServerOptions;
  readonly addresses: readonly BoundAddress[];
  /** This machine's address as others see it, if it has one. */
  readonly outside: string | undefined;
}

/** What a first start explains: where it listens, how others join, what it limits and keeps. */
export function welcomeLines({ options, addresses, outside }: WelcomeFacts): string[] {
  const rows: [string, string][] = [
    ["Network", `${options.network}, this server is ${options.name}`],
    ...howOthersJoin({ addresses, outside, options }),
    ["Programs", `WeeChat, irssi and every other IRC client can enter too; room 1 is #1 there`],
    ["Limits", `${limitsInShort(options)}; see chat serve --help`],
    ["Records", records(options)],
    ["Console", "type users, rooms, say TEXT, kick NICK, rehash, quit or help here"],
  ];
  return rows.map(([title, text]) => `  ${title.padEnd(10)}${text}`);
}

/** The command that joins from another machine; undefined where none can. */
export function outsideCommand(facts: WelcomeFacts): string | undefined {
  const { addresses, outside, options } = facts;
  const open = addresses.find(({ host }) => !isLoopback(host));
  if (open === undefined) return undefined;
  const host = EVERY_ADDRESS.includes(open.host) ? outside ?? "THIS-MACHINE" : open.host;
  return joinAt(host, { address: open, door: options });
}

function howOthersJoin(facts: WelcomeFacts): [string, string][] {
  const command = outsideCommand(facts);
  if (command === undefined) {
    return [
      ["Listens", "on this machine only, nobody can connect from another"],
      ["Others", "start it with --host 0.0.0.0 to let other machines in"],
    ];
  }
  return [["Others", `on another machine: ${command}`]];
}

function isLoopback(host: string): boolean {
  return host.startsWith("127.") || host === "::1" || host === "localhost";
}

function limitsInShort({ limits }: ServerOptions): string {
  const shown = (key: (typeof LIMITS)[number]["key"]) => {
    const row = LIMITS.find((row) => row.key === key)!;
    const value: number = limits[row.field];
    return value === 0 ? "any number of" : formatLimit(value, row as LimitRow);
  };
  return [
    `${shown("lines-per-second")} lines a second (${shown("burst")} at once)`,
    `${shown("connections-per-address")} connections an address`,
    `${shown("channels-per-user")} rooms a user`,
  ].join(", ");
}

function records({ data }: ServerOptions): string {
  return data === ":memory:" ? "nothing is kept when the server ends" : `in ${data}`;
}
