import { ownText } from "../../protocol/lines.ts";
import type { IrcMessage } from "../../protocol/message.ts";

/** Characters of a source, a name, or another parameter before the last one. */
const MAX_NAME_CHARACTERS = 512;
/** Characters of a tag's value; longer ones are none that we know. */
const MAX_TAG_CHARACTERS = 512;
/** A line of so many characters may be kept for a piece of it. */
const MAX_SHARED_CHARACTERS = 512;
/** Commands whose first parameter is a name, also if it is the last one. */
const NAMING: ReadonlySet<string> = new Set(["JOIN", "PART", "NICK", "INVITE", "KICK", "TOPIC"]);

/** A text, cut to `max` characters; what is cut off is not kept in memory. */
export function shortText(text: string, max: number): string {
  return text.length > max ? ownText(text.slice(0, max)) : text;
}

/**
 * A message of a server as it may be kept: names and tags have a bounded length, and no short text
 * of it keeps a long line in memory.
 */
export function boundMessage(message: IrcMessage, lineLength: number): IrcMessage {
  if (lineLength <= MAX_SHARED_CHARACTERS) return message;
  const { tags, source, command, params } = message;
  const last = params.length - 1;
  const isName = (index: number) =>
    index < last || NAMING.has(command.toUpperCase()) && index === 0;
  return {
    ...message,
    command: shortText(command, MAX_NAME_CHARACTERS),
    tags: new Map(
      [...tags].filter(([key, value]) => key.length + value.length <= MAX_TAG_CHARACTERS)
        .map(([key, value]) => [ownText(key), ownText(value)]),
    ),
    ...(source !== undefined && { source: shortText(ownText(source), MAX_NAME_CHARACTERS) }),
    params: params.map((param, index) =>
      isName(index) ? shortText(ownText(param), MAX_NAME_CHARACTERS) : ownText(param)
    ),
  };
}
