import type { CapabilityName } from "../../protocol/capabilities.ts";

/**
 * The capabilities that change the bytes of an event's lines, each a bit of the *shape*. Sessions of
 * one shape get the same bytes.
 */
export const SHAPE = {
  "message-tags": 1,
  "server-time": 2,
  "account-tag": 4,
  "extended-join": 8,
  "away-notify": 16,
  "chghost": 32,
  "setname": 64,
  "account-notify": 128,
  "invite-notify": 256,
  "draft/channel-rename": 512,
  "draft/multiline": 1024,
  "batch": 2048,
  "draft/message-redaction": 4096,
  "extended-monitor": 8192,
} as const satisfies Partial<Record<CapabilityName, number>>;

/** The shape of a session with these capabilities. */
export function shapeOf(capabilities: ReadonlySet<CapabilityName>): number {
  let shape = 0;
  for (const [name, bit] of Object.entries(SHAPE)) {
    if (capabilities.has(name as CapabilityName)) shape |= bit;
  }
  return shape;
}
