import type { ChatMessageEvent } from "../events.ts";
import { roomName } from "../format/names.ts";
import { sanitize } from "../format/sanitize.ts";
import type { CompletionList } from "../completion/completer.ts";
import type { OverlayView } from "./overlays/overlay.ts";
import {
  type ClientState,
  type Conversation,
  type ConversationEntry,
  emptyConversation,
} from "../model/mod.ts";

/** One network on the screen. */
export interface NetworkView {
  /** Its name in the settings, or its address. */
  readonly id: string;
  /** What it calls itself, or its address until it has said so. */
  readonly name: string;
  readonly state: ClientState;
  /** Milliseconds until its last answer came; undefined before the first. */
  readonly lagMs: number | undefined;
}

/** A conversation by its network and its casefolded name. */
export interface ConversationId {
  readonly network: string;
  readonly key: string;
}

/** A place in a conversation that is scrolled up: a row of the block that ends with an entry. */
export interface Anchor {
  readonly entry: ConversationEntry;
  /** Rows of that block below the last one shown. */
  readonly hidden: number;
}

/** What is being typed, as it is drawn. */
export interface ComposerView {
  /** What stands before it; undefined for the name of the conversation. */
  readonly prompt?: string;
  readonly text: string;
  /** Where the cursor stands, in UTF-16 units. */
  readonly cursor: number;
}

/** Everything that is drawn. */
export interface ScreenView {
  readonly columns: number;
  readonly rows: number;
  readonly networks: readonly NetworkView[];
  readonly current: ConversationId | undefined;
  readonly anchor: Anchor | undefined;
  /** The first entry that came since the person looked at the current conversation. */
  readonly firstNew: ConversationEntry | undefined;
  /** What is typed and not sent in conversations, by the texts of {@linkcode idText}. */
  readonly drafts?: ReadonlyMap<string, string>;
  /** A message of the current conversation that stands out, because it was searched for. */
  readonly marked?: ChatMessageEvent | undefined;
  readonly composer: ComposerView;
  /** The list of what may be typed next, over the last messages; undefined for none. */
  readonly completions?: CompletionList | undefined;
  /** What the person is to know for a moment, in the row of the status. */
  readonly hint?: string | undefined;
  /** What takes the place of the messages. */
  readonly overlay: OverlayView | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Whether a person is there. */
export type Presence = "online" | "away" | "offline";

/** One conversation as the list has it. */
export interface ListedConversation extends ConversationId {
  /** Its name as people read it; for the server's, that of the network. */
  readonly title: string;
  /** Of a person; undefined while it is not known. */
  readonly presence: Presence | undefined;
  readonly conversation: Conversation;
}

/** The key of a conversation as one text. */
export function idText({ network, key }: ConversationId): string {
  return `${network} ${key}`;
}

/**
 * The conversations of a network in the order of the list: the server, then rooms, then people and
 * friends, each by name.
 */
export function listConversations(network: NetworkView): ListedConversation[] {
  const { conversations, friends } = network.state;
  const absent = [...friends].filter(([key]) => !conversations.has(key))
    .map(([key, { nick }]) => [key, emptyConversation(nick, "person")] as const);
  return [...conversations, ...absent]
    .map(([key, conversation]) => ({
      network: network.id,
      key,
      conversation,
      title: titleOf(conversation, network),
      presence: conversation.kind === "person" ? presenceOf(network.state, key) : undefined,
    }))
    .sort((a, b) => compare(a.conversation, b.conversation));
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

function compare(a: Conversation, b: Conversation): number {
  return KIND_ORDER[a.kind] - KIND_ORDER[b.kind] || collator.compare(a.name, b.name);
}

/** The current conversation; undefined for none. */
export function currentConversation(view: ScreenView): Conversation | undefined {
  const network = currentNetwork(view);
  return view.current === undefined
    ? undefined
    : network?.state.conversations.get(view.current.key);
}

/** The network of the current conversation, or the first one. */
export function currentNetwork({ networks, current }: ScreenView): NetworkView | undefined {
  return networks.find(({ id }) => id === current?.network) ?? networks[0];
}
