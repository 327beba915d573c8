import type { MessagePosition } from "../history/pages.ts";
import type { CompletionList } from "../completion/completer.ts";
import type { OverlayView } from "./overlays/overlay.ts";
import type { Conversation, ConversationEntry } from "../model/mod.ts";
import type { ConversationId, NetworkView } from "../navigation/conversation_list.ts";
import type { Anchor } from "../navigation/places.ts";

/** What is being typed, as it is drawn. */
export interface ComposerView {
  /** What stands before it; undefined for the name of the conversation. */
  readonly prompt?: string;
  readonly text: string;
  /** Where the cursor stands, in UTF-16 units. */
  readonly cursor: number;
  /** The conversation that it is typed in, by which a password is known. */
  readonly to?: string | undefined;
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
  readonly marked?: MessagePosition | undefined;
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
