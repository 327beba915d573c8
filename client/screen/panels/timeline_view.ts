import type { MessagePosition } from "../../history/pages.ts";
import type { View } from "../../format/text.ts";
import type { ConversationEntry } from "../../model/mod.ts";
import type { MarginView } from "./margin.ts";

/** What rows are made with. */
export interface TimelineView extends MarginView {
  /** Our nickname. */
  readonly nick: string;
  /** The first entry that came since the person looked here; undefined for none. */
  readonly firstNew: ConversationEntry | undefined;
  /** A message that stands out; undefined for none. */
  readonly marked?: MessagePosition | undefined;
  /** How notes are written. */
  readonly text: View;
}
