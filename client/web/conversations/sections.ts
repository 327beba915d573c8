import { translatable } from "../../texts/mod.ts";
import type { ConversationKind } from "../../model/mod.ts";

/** The headings of the list of conversations, by kind; keys of the translations. */
export const SECTIONS: readonly (readonly [kind: ConversationKind, title: string])[] = [
  ["room", translatable("Rooms")],
  ["person", translatable("People")],
];
