/**
 * The IRCv3 capabilities that chat implements: one table for the server and the client. A
 * capability that changes the bytes of a line is also a bit of the server's session/shapes.ts.
 *
 * IRCv3, "Capability Negotiation".
 */

/** One capability. */
export interface Capability {
  /** Whether the server's settings decide if it is offered, or give its value. */
  readonly bySettings?: true;
  /** When the client requests it; absent means never. */
  readonly client?: "always" | "to-log-in";
  /** The capabilities that it needs: a client has to request them together with it. */
  readonly implies?: readonly CapabilityName[];
}

const TABLE = {
  "account-notify": { client: "always" },
  "account-tag": { client: "always" },
  "away-notify": { client: "always" },
  "batch": { client: "always" },
  "cap-notify": { client: "always" },
  "chghost": { client: "always" },
  "draft/account-registration": { bySettings: true },
  "draft/channel-rename": {},
  "draft/chathistory": { client: "always", implies: ["batch", "server-time", "message-tags"] },
  "draft/event-playback": { client: "always", implies: ["draft/chathistory"] },
  "draft/extended-isupport": { implies: ["batch"] },
  "draft/message-redaction": { client: "always", implies: ["message-tags"] },
  "draft/metadata-2": { bySettings: true, implies: ["batch"] },
  "draft/metadata-3": { bySettings: true, implies: ["batch"] },
  "draft/multiline": { bySettings: true, client: "always", implies: ["batch"] },
  "draft/pre-away": {},
  "draft/read-marker": { client: "always" },
  "echo-message": { client: "always" },
  "extended-join": { client: "always" },
  "extended-monitor": { client: "always" },
  "invite-notify": { client: "always" },
  "labeled-response": { client: "always", implies: ["batch"] },
  "message-tags": { client: "always" },
  "multi-prefix": { client: "always" },
  "no-implicit-names": {},
  "sasl": { bySettings: true, client: "to-log-in" },
  "server-time": { client: "always" },
  "setname": { client: "always" },
  "soju.im/search": { client: "always", implies: ["batch"] },
  "standard-replies": { client: "always" },
  "userhost-in-names": { client: "always" },
} as const satisfies Readonly<Record<string, unknown>>;

/** The name of a capability in {@linkcode CAPABILITIES}. */
export type CapabilityName = keyof typeof TABLE;

/** Every capability that is implemented. */
export const CAPABILITIES: Readonly<Record<CapabilityName, Capability>> = TABLE;

/** The names of {@linkcode CAPABILITIES} in alphabetical order. */
export const CAPABILITY_NAMES = Object.keys(TABLE) as readonly CapabilityName[];

/** Whether a word of a CAP line is the name of a capability in the table. */
export function isCapabilityName(word: string): word is CapabilityName {
  return Object.hasOwn(CAPABILITIES, word);
}
