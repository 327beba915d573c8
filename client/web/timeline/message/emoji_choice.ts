import type { EmojiTable } from "../../../completion/emoji.ts";

/** An emoji to choose, with its name. */
export interface EmojiChoice {
  readonly emoji: string;
  readonly name: string;
}

/** What people react with most. */
export const EMOJI_NEAR: readonly EmojiChoice[] = [
  { emoji: "👍", name: "+1" },
  { emoji: "👎", name: "-1" },
  { emoji: "❤️", name: "heart" },
  { emoji: "😂", name: "joy" },
  { emoji: "🎉", name: "tada" },
  { emoji: "😄", name: "smile" },
  { emoji: "😮", name: "open_mouth" },
  { emoji: "😢", name: "cry" },
  { emoji: "😡", name: "rage" },
  { emoji: "🤔", name: "thinking" },
  { emoji: "👀", name: "eyes" },
  { emoji: "🙏", name: "pray" },
  { emoji: "👏", name: "clap" },
  { emoji: "🔥", name: "fire" },
  { emoji: "✅", name: "white_check_mark" },
  { emoji: "❌", name: "x" },
  { emoji: "💯", name: "100" },
  { emoji: "🚀", name: "rocket" },
  { emoji: "😍", name: "heart_eyes" },
  { emoji: "😎", name: "sunglasses" },
  { emoji: "🙌", name: "raised_hands" },
  { emoji: "👋", name: "wave" },
  { emoji: "☕", name: "coffee" },
  { emoji: "🤷", name: "shrug" },
];

/** The emoji that a word is looked for with, the nearest first; none until the table is loaded. */
export function emojiFor(table: EmojiTable | undefined, word: string): EmojiChoice[] {
  return (table?.find(word) ?? []).map(({ text, label }) => {
    const emoji = text.trim();
    return { emoji, name: label.slice(emoji.length).replaceAll(":", "").trim() };
  });
}
