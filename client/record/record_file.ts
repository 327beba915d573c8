import { messageOf } from "../../protocol/errors.ts";
import type { SafeText } from "../format/sanitize.ts";
import type { Conversation } from "../model/mod.ts";
import { t } from "../texts/mod.ts";
import type { RecordOptions } from "./record.ts";

/** Where the record of a conversation goes, and what the person is told. */
export interface RecordOutput {
  /** Writes a new file, and returns its path. */
  readonly saveFile: (name: string, text: SafeText) => string;
  readonly tell: (text: string) => void;
  readonly refuse: (reason: string) => void;
}

/** Writes the record of a conversation to a file. The formats are loaded only then. */
export async function writeRecord(
  conversation: Conversation | undefined,
  options: RecordOptions,
  { saveFile, tell, refuse }: RecordOutput,
): Promise<void> {
  if (conversation === undefined) return refuse(t("There is nothing to write"));
  let name = conversation.name;
  try {
    const { formatRecord } = await import("./record.ts");
    const file = formatRecord(conversation, options);
    name = file.name;
    tell(t("Written to {path}", { path: saveFile(name, file.text) }));
  } catch (error) {
    refuse(t("Cannot write {name}: {reason}", { name, reason: messageOf(error) }));
  }
}
