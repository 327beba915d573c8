import { messageOf } from "../protocol/errors.ts";
import { formatRecord, type RecordOptions } from "./format/record.ts";
import type { Conversation } from "./model/mod.ts";
import { t } from "./texts/mod.ts";

/** Where the record of a conversation goes, and what the person is told. */
export interface RecordOutput {
  /** Writes a new file, and returns its path. */
  readonly saveFile: (name: string, text: string) => string;
  readonly tell: (text: string) => void;
  readonly refuse: (reason: string) => void;
}

/** Writes the record of a conversation to a file. */
export function writeRecord(
  conversation: Conversation | undefined,
  options: RecordOptions,
  { saveFile, tell, refuse }: RecordOutput,
): void {
  if (conversation === undefined) return refuse(t("There is nothing to write"));
  const { name, text } = formatRecord(conversation, options);
  try {
    tell(t("Written to {path}", { path: saveFile(name, text) }));
  } catch (error) {
    refuse(t("Cannot write {name}: {reason}", { name, reason: messageOf(error) }));
  }
}
