import {
  caseMappingOf,
  chantypesOf,
  isupportValue,
  mergeISupport,
  parseISupport,
  prefixSymbolsOf,
} from "../../protocol/isupport.ts";
import type { IsupportTokens } from "../../protocol/isupport.ts";
import { utf8Length } from "../../protocol/lines.ts";
import { casefold, isChannelName } from "../../protocol/names.ts";

/** Bytes to reserve for our source while it is not known. */
const MAX_SOURCE_BYTES = 110;

/** Tokens of 005, and the characters of each, which is more than any server has. */
const MAX_TOKENS = 500;
const MAX_TOKEN_CHARACTERS = 2_000;

/** Our nickname and source on this server, and the server's rules for names. */
export class ServerInfo {
  nick = "";
  /** The server's name; "" until it has sent a line as itself. */
  server = "";
  /** `user@host` as others see it; undefined until the server has sent it. */
  userhost: string | undefined;
  isupport: IsupportTokens = new Map();

  /** Forgets everything, for a new connection. */
  reset(): void {
    this.nick = "";
    this.server = "";
    this.userhost = undefined;
    this.isupport = new Map();
  }

  /** Adds the tokens of one 005: its parameters without the nickname and the closing text. */
  addTokens(tokens: readonly string[]): void {
    const short = tokens.filter((token) => token.length <= MAX_TOKEN_CHARACTERS);
    const merged = mergeISupport(this.isupport, parseISupport(short));
    if (merged.size <= MAX_TOKENS) this.isupport = merged;
  }

  fold(name: string): string {
    return casefold(name, caseMappingOf(this.isupport));
  }

  same(a: string, b: string): boolean {
    return a === b || this.fold(a) === this.fold(b);
  }

  isMe(nick: string): boolean {
    return this.same(nick, this.nick);
  }

  isChannel(name: string): boolean {
    return isChannelName(name, chantypesOf(this.isupport));
  }

  /** The channel of a target such as `#1` or `@#1`; undefined for a person. */
  channelOf(target: string): string | undefined {
    if (this.isChannel(target)) return target;
    const rest = target.slice(1);
    const symbols = isupportValue(this.isupport, "STATUSMSG") ?? "";
    return symbols.includes(target.charAt(0)) && this.isChannel(rest) ? rest : undefined;
  }

  /** Splits `@+bob` into its prefixes and the rest. */
  splitPrefixes(name: string): { prefixes: string; rest: string } {
    const symbols = prefixSymbolsOf(this.isupport);
    let count = 0;
    while (count < name.length && symbols.includes(name.charAt(count))) count++;
    return { prefixes: name.slice(0, count), rest: name.slice(count) };
  }

  /** Limits a number of messages to what the server returns at once from its history. */
  limitPage(messages: number): number {
    const max = Number(isupportValue(this.isupport, "CHATHISTORY"));
    return max > 0 ? Math.min(messages, max) : messages;
  }

  /** The bytes of `:nick!user@host `, which stands before our lines as others receive them. */
  get sourceBytes(): number {
    if (this.userhost === undefined) return MAX_SOURCE_BYTES;
    return utf8Length(`:${this.nick}!${this.userhost} `);
  }
}
