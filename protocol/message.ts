/**
 * Parses and formats one line of IRC: tags, source, command and parameters.
 *
 * Modern IRC, "Message Format"; IRCv3, "Message Tags".
 */

/** Message tags by key, with unescaped values; a tag without a value has `""`. */
export type Tags = ReadonlyMap<string, string>;

/** The tags of every message without tags, shared so that parsing allocates nothing. */
export const NO_TAGS: Tags = new Map();

/** One parsed line. */
export interface IrcMessage {
  readonly tags: Tags;
  /** Without its leading `:`; undefined if the line has none. */
  readonly source: string | undefined;
  /** As written in the line: `privmsg` stays `privmsg`. */
  readonly command: string;
  readonly params: readonly string[];
}

/** The parts from which {@linkcode formatMessage} makes a line. */
export interface MessageParts {
  tags?: Tags;
  source?: string | undefined;
  command: string;
  params?: readonly string[];
}

/** Why a line is not a message: it is empty, has no command, or contains NUL, CR or LF. */
export type MalformedLine = "empty" | "no-command" | "bad-character";

/** The three parts of a source such as `bob!~bob@example.com`. */
export interface Source {
  readonly name: string;
  readonly user: string | undefined;
  readonly host: string | undefined;
}

const SPACE = 0x20;
const COLON = 0x3a;
const AT = 0x40;

/**
 * Parses one line, without its CR LF. Never throws.
 *
 * Several spaces separate parts as one space does. A tag that appears twice has its last value.
 */
export function parseMessage(line: string): IrcMessage | MalformedLine {
  if (hasForbiddenCharacter(line)) return "bad-character";
  const length = line.length;
  let at = skipSpaces(line, 0);
  if (at === length) return "empty";

  let tags = NO_TAGS;
  if (line.charCodeAt(at) === AT) {
    const end = endOfWord(line, at);
    tags = parseTags(line, { from: at + 1, to: end });
    at = skipSpaces(line, end);
  }

  let source: string | undefined;
  if (line.charCodeAt(at) === COLON) {
    const end = endOfWord(line, at);
    if (end > at + 1) source = line.slice(at + 1, end);
    at = skipSpaces(line, end);
  }

  const first = line.charCodeAt(at);
  if (at >= length || first === COLON || first === AT) return "no-command";
  const end = endOfWord(line, at);
  return { tags, source, command: line.slice(at, end), params: parseParams(line, end) };
}

/**
 * Formats one line, without CR LF. This is the inverse of {@linkcode parseMessage}.
 *
 * The last parameter gets a colon only if it needs one.
 *
 * @throws {TypeError} if a part contains NUL, CR or LF, or would be parsed as something else.
 */
export function formatMessage(message: MessageParts): string {
  const { tags, source, command, params } = message;
  let line = tags === undefined || tags.size === 0 ? "" : formatTags(tags);
  if (source !== undefined) {
    if (source === "" || source.indexOf(" ") !== -1) {
      throw new TypeError(`Cannot write a message: bad source ${JSON.stringify(source)}`);
    }
    line += `:${source} `;
  }
  const first = command.charCodeAt(0);
  if (command === "" || first === COLON || first === AT || command.indexOf(" ") !== -1) {
    throw new TypeError(`Cannot write a message: bad command ${JSON.stringify(command)}`);
  }
  line += command;
  if (params !== undefined) {
    const last = params.length - 1;
    for (let index = 0; index <= last; index++) {
      const param = params[index] as string;
      if (!needsColon(param)) line += ` ${param}`;
      else if (index === last) line += ` :${param}`;
      else throw new TypeError(`Cannot write ${command}: bad parameter ${JSON.stringify(param)}`);
    }
  }
  if (hasForbiddenCharacter(line)) {
    throw new TypeError(`Cannot write ${JSON.stringify(command)}: a part contains NUL, CR or LF`);
  }
  return line;
}

/**
 * Formats tags as the beginning of a line, `@a=b;c ` with the space; `""` if there are none.
 *
 * @throws {TypeError} if a key is empty or contains a space, `;`, `=`, NUL, CR or LF.
 */
export function formatTags(tags: Tags): string {
  let text = "";
  for (const [key, value] of tags) {
    if (key === "" || /[ ;=\r\n\0]/.test(key)) {
      throw new TypeError(`Cannot write a message: bad tag key ${JSON.stringify(key)}`);
    }
    text += text === "" ? `@${key}` : `;${key}`;
    if (value !== "") text += `=${escapeTagValue(value)}`;
  }
  return text === "" ? "" : `${text} `;
}

const ESCAPED: Readonly<Record<string, string>> = {
  ";": "\\:",
  " ": "\\s",
  "\\": "\\\\",
  "\r": "\\r",
  "\n": "\\n",
};

const UNESCAPED: Readonly<Record<string, string>> = {
  ":": ";",
  s: " ",
  r: "\r",
  n: "\n",
};

/** Escapes a tag's value for the wire. IRCv3, "Escaping values". */
export function escapeTagValue(value: string): string {
  return value.replace(/[; \\\r\n]/g, (character) => ESCAPED[character] as string);
}

/** Unescapes a tag's value; a backslash before any other character or at the end is dropped. */
export function unescapeTagValue(value: string): string {
  let backslash = value.indexOf("\\");
  if (backslash === -1) return value;
  let text = "";
  let from = 0;
  while (backslash !== -1) {
    const escaped = value.charAt(backslash + 1);
    text += value.slice(from, backslash) + (UNESCAPED[escaped] ?? escaped);
    from = backslash + 2;
    backslash = value.indexOf("\\", from);
  }
  return text + value.slice(from);
}

/** Parses a source such as `bob!~bob@example.com`, `bob@example.com` or `irc.example.com`. */
export function parseSource(source: string): Source {
  const bang = source.indexOf("!");
  const at = source.indexOf("@", bang + 1);
  const host = at === -1 ? undefined : source.slice(at + 1);
  const beforeHost = at === -1 ? source : source.slice(0, at);
  return bang === -1
    ? { name: beforeHost, user: undefined, host }
    : { name: beforeHost.slice(0, bang), user: beforeHost.slice(bang + 1), host };
}

/** Whether a parameter can only stand last, after a colon. */
function needsColon(param: string): boolean {
  return param === "" || param.charCodeAt(0) === COLON || param.indexOf(" ") !== -1;
}

function hasForbiddenCharacter(text: string): boolean {
  return text.indexOf("\0") !== -1 || text.indexOf("\r") !== -1 || text.indexOf("\n") !== -1;
}

function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at++;
  return at;
}

function endOfWord(line: string, from: number): number {
  const space = line.indexOf(" ", from);
  return space === -1 ? line.length : space;
}

function parseParams(line: string, from: number): string[] {
  const params: string[] = [];
  const length = line.length;
  let at = skipSpaces(line, from);
  while (at < length) {
    if (line.charCodeAt(at) === COLON) {
      params.push(line.slice(at + 1));
      break;
    }
    const end = endOfWord(line, at);
    params.push(line.slice(at, end));
    at = skipSpaces(line, end);
  }
  return params;
}

function parseTags(line: string, range: { from: number; to: number }): Tags {
  const tags = new Map<string, string>();
  let at = range.from;
  while (at < range.to) {
    let end = line.indexOf(";", at);
    if (end === -1 || end > range.to) end = range.to;
    let equals = line.indexOf("=", at);
    if (equals === -1 || equals > end) equals = end;
    if (equals > at) {
      tags.set(line.slice(at, equals), unescapeTagValue(line.slice(equals + 1, end)));
    }
    at = end + 1;
  }
  return tags.size === 0 ? NO_TAGS : tags;
}
