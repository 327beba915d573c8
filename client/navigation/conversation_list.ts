import { casefold } from "../../protocol/names.ts";
import { roomName } from "../format/names.ts";
import { sanitize } from "../format/sanitize.ts";
import { type ClientState, type Conversation, emptyConversation } from "../model/mod.ts";
import type { Settings } from "../settings/mod.ts";
import { isMuted } from "./muting.ts";

/** One network, as it is shown. */
export interface NetworkView {
  /** Its name in the settings, or its address. */
  readonly id: string;
  /** What it calls itself, or its address until it has said so. */
  readonly name: string;
  readonly state: ClientState;
  /** Milliseconds until its last answer came; undefined before the first. */
  readonly lagMs: number | undefined;
  /** The settings that order and mute its conversations; undefined for none. */
  readonly settings?: Pick<Settings, "get">;
}

/** A conversation by its network and its casefolded name. */
export interface ConversationId {
  readonly network: string;
  readonly key: string;
}

/** Whether a person is there. */
export type Presence = "online" | "away" | "offline";

/** One conversation as the list has it. */
export interface ListedConversation extends ConversationId {
  /** Its name as people read it; for the server's, that of the network. */
  readonly title: string;
  /** Of a person; undefined while it is not known. */
  readonly presence: Presence | undefined;
  readonly isMuted: boolean;
  /** Messages to read that are counted: of a muted room only those that mention us. */
  readonly unread: number;
  readonly mentions: number;
  readonly conversation: Conversation;
}

/** The key of a conversation as one text. */
export function idText({ network, key }: ConversationId): string {
  return `${network} ${key}`;
}

/**
 * The conversations of a network in the order of the list: the server, then rooms, then people and
 * friends, each in the order that the person gave them, the others by name.
 */
export function listConversations(network: NetworkView): ListedConversation[] {
  const { conversations, friends } = network.state;
  const absent = [...friends].filter(([key]) => !conversations.has(key))
    .map(([key, { nick }]) => [key, emptyConversation(nick, "person")] as const);
  const order = network.settings?.get("order").map((name) => casefold(name, "rfc1459")) ?? [];
  return [...conversations, ...absent]
    .map(([key, conversation]) => ({
      network: network.id,
      key,
      conversation,
      title: titleOf(conversation, network),
      presence: conversation.kind === "person" ? presenceOf(network.state, key) : undefined,
      ...counts(conversation, network.settings),
    }))
    .sort(({ conversation: a }, { conversation: b }) =>
      KIND_ORDER[a.kind] - KIND_ORDER[b.kind] || rankIn(order, a) - rankIn(order, b) ||
      collator.compare(a.name, b.name)
    );
}

function counts(
  { kind, name, unread, mentions }: Conversation,
  settings: Pick<Settings, "get"> | undefined,
): Pick<ListedConversation, "isMuted" | "unread" | "mentions"> {
  if (settings === undefined || !isMuted(settings, name)) {
    return { isMuted: false, unread, mentions };
  }
  const counted = kind === "room" ? mentions : 0;
  return { isMuted: true, unread: counted, mentions: counted };
}

function rankIn(order: readonly string[], { name }: Conversation): number {
  if (order.length === 0) return 0;
  const at = order.indexOf(casefold(name, "rfc1459"));
  return at === -1 ? order.length : at;
}

function presenceOf({ people, friends }: ClientState, key: string): Presence | undefined {
  const person = people.get(key);
  if (person?.away !== undefined) return "away";
  const online = friends.get(key)?.online;
  if (online === true) return "online";
  if (online === false) return "offline";
  return person === undefined ? undefined : "online";
}

/** The name of a conversation as people read it; for the server's, that of the network. */
export function titleOf({ kind, name }: Conversation, network: NetworkView): string {
  return sanitize(kind === "room" ? roomName(name) : kind === "server" ? network.name : name);
}

const KIND_ORDER: Readonly<Record<Conversation["kind"], number>> = {
  server: 0,
  room: 1,
  person: 2,
};
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
