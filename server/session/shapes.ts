import type { CapabilityName } from "../../protocol/capabilities.ts";
import type { Framing } from "../io/transport.ts";

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

/** The framing is part of the shape, too. */
const FRAMING_SHAPE: Readonly<Record<Framing, number>> = {
  crlf: 0,
  text: 1 << 14,
  binary: 1 << 15,
};

/** The framing of the lines of a shape. */
export function framingOf(shape: number): Framing {
  if ((shape & FRAMING_SHAPE.text) !== 0) return "text";
  return (shape & FRAMING_SHAPE.binary) !== 0 ? "binary" : "crlf";
}

/** The shape of a session with these capabilities on a connection with this framing. */
export function shapeOf(capabilities: ReadonlySet<CapabilityName>, framing: Framing): number {
  let shape = FRAMING_SHAPE[framing];
  for (const [name, bit] of Object.entries(SHAPE)) {
    if (capabilities.has(name as CapabilityName)) shape |= bit;
  }
  return shape;
}
