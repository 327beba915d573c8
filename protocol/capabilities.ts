/**
 * The capabilities of IRCv3 that chat speaks, as one table for both ends.
 *
 * IRCv3, "Capability Negotiation".
 */

/** One capability. */
export interface Capability {
  /** What follows its name and `=` in `CAP LS 302`, where that does not depend on settings. */
  readonly value?: string;
  /** Capabilities without which it has no meaning: who asks for it has to ask for them too. */
  readonly implies?: readonly CapabilityName[];
  /** What it changes for the one who has it. */
  readonly note: string;
}

/** The name of a capability in {@linkcode CAPABILITIES}. */
export type CapabilityName =
  | "account-notify"
  | "account-tag"
  | "away-notify"
  | "batch"
  | "cap-notify"
  | "chghost"
  | "draft/account-registration"
  | "draft/channel-rename"
  | "draft/chathistory"
  | "draft/event-playback"
  | "draft/extended-isupport"
  | "draft/message-redaction"
  | "draft/metadata-2"
  | "draft/metadata-3"
  | "draft/multiline"
  | "draft/pre-away"
  | "draft/read-marker"
  | "echo-message"
  | "extended-join"
  | "extended-monitor"
  | "invite-notify"
  | "labeled-response"
  | "message-tags"
  | "multi-prefix"
  | "no-implicit-names"
  | "sasl"
  | "server-time"
  | "setname"
  | "soju.im/search"
  | "standard-replies"
  | "userhost-in-names";

/** Every capability there is code for; a server offers those its settings allow. */
export const CAPABILITIES: Readonly<Record<CapabilityName, Capability>> = {
  "account-notify": { note: "ACCOUNT when someone in a shared channel logs in or out" },
  "account-tag": { note: "the sender's account as a tag" },
  "away-notify": { note: "AWAY when someone in a shared channel goes away or comes back" },
  "batch": { note: "replies and events that belong together come in a BATCH" },
  "cap-notify": { note: "CAP NEW and CAP DEL when the offer changes" },
  "chghost": { note: "CHGHOST when a user or host changes, instead of leaving and joining again" },
  "draft/account-registration": { note: "REGISTER and VERIFY make an account" },
  "draft/channel-rename": { note: "RENAME instead of leaving one channel and joining another" },
  "draft/chathistory": {
    implies: ["batch", "server-time", "message-tags"],
    note: "CHATHISTORY asks for what was said; nothing is replayed unasked",
  },
  "draft/event-playback": {
    implies: ["draft/chathistory"],
    note: "history holds joins, modes and topics too",
  },
  "draft/extended-isupport": {
    implies: ["batch"],
    note: "ISUPPORT may be asked for, and comes in a batch",
  },
  "draft/message-redaction": {
    implies: ["message-tags"],
    note: "REDACT takes a message back",
  },
  "draft/metadata-2": { implies: ["batch"], note: "METADATA of users and channels" },
  "draft/metadata-3": { implies: ["batch"], note: "METADATA, its third draft" },
  "draft/multiline": {
    implies: ["batch"],
    note: "one message of several lines, as a batch",
  },
  "draft/pre-away": { note: "AWAY before registration, and as `*` for nobody there" },
  "draft/read-marker": { note: "MARKREAD keeps how far an account has read" },
  "echo-message": { note: "one's own messages come back as others see them" },
  "extended-join": { note: "JOIN with account and real name" },
  "extended-monitor": { note: "the notifications of shared channels for monitored nicknames too" },
  "invite-notify": { note: "INVITE when someone is invited to a channel one is in" },
  "labeled-response": {
    implies: ["batch"],
    note: "a command's `label` tag comes back on its answer",
  },
  "message-tags": { note: "any tags, client-only tags and TAGMSG" },
  "multi-prefix": { note: "all of a member's prefixes, the highest first" },
  "no-implicit-names": { note: "no NAMES reply after JOIN" },
  "sasl": { note: "AUTHENTICATE; its value is the list of mechanisms" },
  "server-time": { note: "when each message was sent, as a tag" },
  "setname": { note: "SETNAME changes the real name" },
  "soju.im/search": {
    implies: ["batch"],
    note: "SEARCH finds messages by their text",
  },
  "standard-replies": { note: "FAIL, WARN and NOTE" },
  "userhost-in-names": { note: "NAMES with user and host" },
};

/** Whether a word from a CAP line names a capability of the table. */
export function isCapabilityName(word: string): word is CapabilityName {
  return Object.hasOwn(CAPABILITIES, word);
}
