import {
  CAPABILITIES,
  CAPABILITY_NAMES,
  type CapabilityName,
} from "../../protocol/capabilities.ts";
import { OFFERED_MECHANISMS } from "../accounts/exchange.ts";
import { THIS_MACHINE } from "../io/address_ranges.ts";
import type { Transport } from "../io/transport.ts";
import type { AccountsOptions, Limits, ServerOptions } from "../options/mod.ts";

/** Offered by every server, without a value. */
const ALWAYS = CAPABILITY_NAMES.filter((name) => CAPABILITIES[name].bySettings === undefined);

/** The capabilities that a server with these options offers, with their values for CAP LS 302. */
export function offeredCapabilities(
  { accounts, limits }: ServerOptions,
): Map<CapabilityName, string> {
  const offer = new Map(ALWAYS.map((name) => [name, ""]));
  offer.set(
    "draft/multiline",
    `max-bytes=${limits.multilineBytes},max-lines=${limits.multilineLines}`,
  );
  offer.set("draft/metadata-2", metadataValue(limits));
  offer.set("draft/metadata-3", metadataValue(limits));
  if (accounts.mode !== "off") {
    offer.set("sasl", OFFERED_MECHANISMS.join(","));
    offer.set("draft/account-registration", registrationValue(accounts));
  }
  return offer;
}

/**
 * The value of the capability `sts`, which clients read and never request: on which port TLS is, or
 * with TLS for how long to come back only so. Undefined where it is not listed: for programs on this
 * machine, which may have no name that the certificate is for, and without a port to name. IRCv3,
 * "Strict Transport Security".
 */
export function stsValue(
  { access: { stsSeconds }, tls }: ServerOptions,
  { secure, framing, remoteAddress }: Pick<Transport, "secure" | "framing" | "remoteAddress">,
): string | undefined {
  if (stsSeconds === undefined || framing !== "crlf") return undefined;
  if (secure) return `duration=${stsSeconds}`;
  const port = tls?.listen[0]?.port ?? 0;
  if (stsSeconds === 0 || port === 0 || THIS_MACHINE.has(remoteAddress)) return undefined;
  return `port=${port}`;
}

/** IRCv3, "draft/account-registration", "Capability". */
function registrationValue({ registerBeforeConnect, requireEmail }: AccountsOptions): string {
  const words = ["custom-account-name"];
  if (registerBeforeConnect) words.unshift("before-connect");
  if (requireEmail) words.push("email-required");
  return words.join(",");
}

/** IRCv3, "Metadata", "Capability"; a limit of 0 is left out. */
function metadataValue(limits: Limits): string {
  const { metadataSubscriptions, metadataKeys, metadataValueBytes } = limits;
  const words = ["before-connect"];
  if (metadataSubscriptions !== 0) words.push(`max-subs=${metadataSubscriptions}`);
  if (metadataKeys !== 0) words.push(`max-keys=${metadataKeys}`);
  words.push(`max-value-bytes=${metadataValueBytes}`);
  return words.join(",");
}
