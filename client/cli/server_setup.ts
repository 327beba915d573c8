import { formatAddress, isLoopback } from "../../protocol/address.ts";
import type { ServerAddress } from "../connection/connection.ts";
import { StrictTransport } from "../connection/strict_transport.ts";
import type { PasswordPolicy } from "../session/accounts/password_policy.ts";
import type { SessionOptions } from "../session/options.ts";
import type { Settings } from "../settings/mod.ts";
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

/** The options of a session that depend on the address of its server. */
export function serverSetup(
  address: ServerAddress,
  { io, settings, allowsPlaintext, ...trust }: ServerSetupOptions,
): Pick<SessionOptions, "address" | "connect" | "strictTransport" | "passwordPolicy"> {
  const strictTransport = new StrictTransport({
    address,
    open: (where) => io.connector(where, trust),
    clock: io.clock,
    store: {
      load: () => settings.get("last.sts"),
      save: (policies) => remember(settings, "last.sts", policies),
    },
  });
  return {
    address: formatAddress(address),
    connect: strictTransport.connect,
    strictTransport,
    passwordPolicy: passwordPolicy(strictTransport, {
      where: formatAddress(address),
      settings,
      allowsPlaintext,
    }),
  };
}

interface PasswordPolicyOptions {
  /** The server as it is remembered. */
  readonly where: string;
  readonly settings: Settings;
  readonly allowsPlaintext: boolean;
}

/** Which secrets a server gets. */
function passwordPolicy(
  transport: StrictTransport,
  { where, settings, allowsPlaintext }: PasswordPolicyOptions,
): PasswordPolicy {
  const known = () => settings.get("last.scram");
  return {
    get isExposed() {
      const { tls, host } = transport.address;
      return !tls && !isLoopback(host);
    },
    isAllowed: () => allowsPlaintext || settings.get("allow-plaintext-password"),
    hasUsedScram: () => known().includes(where),
    usedScram() {
      if (known().includes(where)) return;
      remember(settings, "last.scram", [...known().slice(1 - MAX_SCRAM_SERVERS), where]);
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
