import type { StyledText } from "../../format/formatting.ts";

/** What a piece of text can be; a theme gives each its look. */
export const ROLES = [
  "text",
  "faint",
  "strong",
  "time",
  "event",
  "error",
  "mention",
  "unread",
  "marker",
  "title",
  "border",
  "selected",
  "quote",
  "reaction",
  "pending",
  "online",
  "away",
  "offline",
  "status",
  "prompt",
] as const;
export type Role = typeof ROLES[number];

/** A piece of a row: its text, what it is, and whose nickname colours it. */
export interface Span extends StyledText {
  readonly role?: Role;
  /** The nickname whose colour it has. */
  readonly nick?: string;
}

/** One line of a panel, from left to right. */
export type Row = readonly Span[];
