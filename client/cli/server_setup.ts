import { formatAddress, isLoopback } from "../../protocol/address.ts";
import type { ServerAddress } from "../connection/connection.ts";
import { Servers } from "../connection/servers.ts";
import { StrictTransport } from "../connection/strict_transport.ts";
import type { PasswordPolicy } from "../session/accounts/password_policy.ts";
import type { SessionOptions } from "../session/options.ts";
import type { Settings } from "../settings/mod.ts";
import { formatAddresses } from "./addresses.ts";
import type { ConnectorOptions, JoinIo } from "./io.ts";

/** Servers that are remembered for having taken SCRAM. */
const MAX_SCRAM_SERVERS = 200;

/** Options for {@linkcode serverSetup}. */
export interface ServerSetupOptions extends ConnectorOptions {
  readonly io: JoinIo;
  readonly settings: Settings;
  /** Whether passwords may be sent to this server where others can read them. */
  readonly allowsPlaintext: boolean;
}

/** The options of a session that depend on the addresses of its network. */
export function serverSetup(
  addresses: readonly ServerAddress[],
  { io, settings, allowsPlaintext, ...trust }: ServerSetupOptions,
): Pick<SessionOptions, "address" | "connect" | "servers" | "passwordPolicy"> {
  const store = {
    load: () => settings.get("last.sts"),
    save: (policies: readonly string[]) => remember(settings, "last.sts", policies),
  };
  const open = (where: ServerAddress) => io.connector(where, trust);
  const transports = addresses.map((address) =>
    new StrictTransport({ address, open, clock: io.clock, store })
  );
  const servers = new Servers(transports, io.clock);
  return {
    address: formatAddresses(addresses),
    connect: servers.connect,
    servers,
    passwordPolicy: passwordPolicy(servers, {
      wheres: addresses.map(formatAddress),
      settings,
      allowsPlaintext,
    }),
  };
}

interface PasswordPolicyOptions {
  /** The servers of the network as they are remembered. */
  readonly wheres: readonly string[];
  readonly settings: Settings;
  readonly allowsPlaintext: boolean;
}

/** Which secrets the current server gets. */
function passwordPolicy(
  servers: Servers,
  { wheres, settings, allowsPlaintext }: PasswordPolicyOptions,
): PasswordPolicy {
  const known = () => settings.get("last.scram");
  return {
    get isExposed() {
      const { tls, host } = servers.address;
      return !tls && !isLoopback(host);
    },
    isAllowed: () => allowsPlaintext || settings.get("allow-plaintext-password"),
    hasUsedScram: () => wheres.some((where) => known().includes(where)),
    usedScram() {
      const others = wheres.filter((where) => !known().includes(where));
      if (others.length === 0) return;
      const kept = known().slice(others.length - MAX_SCRAM_SERVERS);
      remember(settings, "last.scram", [...kept, ...others]);
    },
  };
}

// A broken file was reported when it was read: what is set then holds until we leave.
function remember(
  settings: Settings,
  key: "last.scram" | "last.sts",
  value: readonly string[],
): void {
  try {
    settings.set(key, value);
  } catch {
    // Nothing to be done.
  }
}
