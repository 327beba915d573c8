import { CAPABILITIES, type CapabilityName } from "../protocol/capabilities.ts";
import type { ServerOptions } from "./options.ts";

/** Capabilities that are offered whatever the settings say. */
const ALWAYS: readonly CapabilityName[] = [
  "account-notify",
  "account-tag",
  "away-notify",
  "batch",
  "cap-notify",
  "chghost",
  "draft/channel-rename",
  "draft/extended-isupport",
  "draft/pre-away",
  "echo-message",
  "extended-join",
  "extended-monitor",
  "invite-notify",
  "labeled-response",
  "message-tags",
  "multi-prefix",
  "no-implicit-names",
  "server-time",
  "setname",
  "standard-replies",
  "userhost-in-names",
];

/** What a server with these settings offers: each capability and its value for CAP LS 302. */
export function offeredCapabilities(_options: ServerOptions): Map<CapabilityName, string> {
  return new Map(ALWAYS.map((name) => [name, CAPABILITIES[name].value ?? ""]));
}
