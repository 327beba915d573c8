/** Strict transport security: IRCv3, "Strict Transport Security". */

import { formatAddress, isLoopback } from "../../protocol/address.ts";
import { messageOf } from "../../protocol/errors.ts";
import { t } from "../texts/mod.ts";
import type { Clock } from "./clock.ts";
import type { Connect, ServerAddress } from "./connection.ts";

/** Servers whose policies are remembered. */
const MAX_POLICIES = 200;
/** Seconds that a policy lasts at most: ten years. */
const MAX_DURATION_SECONDS = 315_360_000;
const MAX_PORT = 65_535;

/** What a server says of strict transport security. */
export interface StsOffer {
  /** The port that takes TLS; undefined if none is named. */
  readonly port: number | undefined;
  /** Seconds that only TLS may be used for; undefined if the server does not say. */
  readonly durationSeconds: number | undefined;
}

/** Where the policies are kept: texts of the form `HOST PORT UNTIL`, with a time as in ISO 8601. */
export interface PolicyStore {
  load(): readonly string[];
  save(policies: readonly string[]): void;
}

/** Options for {@linkcode StrictTransport}. */
export interface StrictTransportOptions {
  readonly address: ServerAddress;
  /** Returns the function that connects to an address. */
  readonly open: (address: ServerAddress) => Connect;
  readonly clock: Pick<Clock, "now">;
  readonly store: PolicyStore;
}

/**
 * Connects to one server, and by TLS where the server has asked for that: on this connection, or
 * on an earlier one for a time that is not over. A connection to this machine stays as it is, since
 * nobody can read it and no certificate is for its address.
 */
export class StrictTransport {
  readonly #options: StrictTransportOptions;
  #address: ServerAddress;
  /** Where the server has asked us to go while we were connected without TLS. */
  #upgraded: ServerAddress | undefined;
  /** Of the server's policy on this connection. */
  #durationSeconds: number | undefined;

  constructor(options: StrictTransportOptions) {
    this.#options = options;
    this.#address = this.#nextAddress();
  }

  /** The address of this connection, or of the next one. */
  get address(): ServerAddress {
    return this.#address;
  }

  /** Connects by TLS if a policy says so, and throws if that is not possible. */
  readonly connect: Connect = async () => {
    const { address, open } = this.#options;
    this.#durationSeconds = undefined;
    this.#address = this.#nextAddress();
    try {
      return await open(this.#address)();
    } catch (error) {
      if (address.tls || !this.#address.tls) throw error;
      const reason = messageOf(error);
      throw new Error(
        t("{reason} (this server has asked to be reached with TLS only)", { reason }),
        { cause: error },
      );
    }
  };

  /**
   * Takes the value of the capability `sts`. Returns whether this connection has to end, as the
   * next one is made with TLS.
   */
  take(value: string): "stay" | "upgrade" {
    const { port, durationSeconds } = parseStsOffer(value);
    const { host, tls } = this.#address;
    if (isLoopback(host)) return "stay";
    if (tls) {
      this.#durationSeconds = durationSeconds;
      this.#keep();
      return "stay";
    }
    if (port === undefined) return "stay";
    this.#upgraded = { host, port, tls: true };
    this.#address = this.#upgraded;
    return "upgrade";
  }

  /** The connection is closed: the time of its policy begins again. */
  closed(): void {
    this.#keep();
  }

  #keep(): void {
    const seconds = this.#durationSeconds;
    if (seconds === undefined) return;
    const { clock, store } = this.#options;
    const { host, port } = this.#address;
    const kept = store.load();
    const others = kept.filter((text) => parsePolicy(text)?.host !== hostKey(host));
    if (seconds === 0) return others.length < kept.length ? store.save(others) : undefined;
    const until = new Date(clock.now() + seconds * 1000).toISOString();
    store.save([...others.slice(1 - MAX_POLICIES), `${hostKey(host)} ${port} ${until}`]);
  }

  #nextAddress(): ServerAddress {
    const { address, clock, store } = this.#options;
    if (address.tls) return address;
    if (this.#upgraded !== undefined) return this.#upgraded;
    const policy = store.load().map(parsePolicy).find((one) => one?.host === hostKey(address.host));
    if (policy === undefined || policy.until <= clock.now()) return address;
    return { host: address.host, port: policy.port, tls: true };
  }
}

/** Reads the value of the capability `sts`: `port=6697,duration=2592000`. */
export function parseStsOffer(value: string): StsOffer {
  const numberOf = (key: string, max: number) => {
    const word = value.split(",").find((one) => one.startsWith(`${key}=`));
    const digits = word?.slice(key.length + 1) ?? "";
    return /^\d{1,15}$/.test(digits) ? Math.min(Number(digits), max) : undefined;
  };
  const port = numberOf("port", MAX_PORT + 1);
  return {
    port: port === 0 || port === MAX_PORT + 1 ? undefined : port,
    durationSeconds: numberOf("duration", MAX_DURATION_SECONDS),
  };
}

interface Policy {
  readonly host: string;
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

function parsePolicy(text: string): Policy | undefined {
  const [, host = "", port, until = ""] = /^(\S+) (\d{1,5}) (\S+)$/.exec(text) ?? [];
  const time = Date.parse(until);
  if (Number.isNaN(time) || !(Number(port) >= 1 && Number(port) <= MAX_PORT)) return undefined;
  return { host, port: Number(port), until: time };
}

/** A host as it is compared: in lower case and without the dot at the end. */
function hostKey(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}

/** Says that the server has asked for TLS. */
export function upgradeNote(address: ServerAddress): string {
  return t("The server asks for TLS: connecting to {where}", { where: formatAddress(address) });
}
