import { mergeISupport, parseISupport } from "../../protocol/isupport.ts";
import { casefold, isChannelName } from "../../protocol/names.ts";
import type { CaseMapping } from "../../protocol/names.ts";

/** Room for `nick!user@host` before a line of ours is relayed, while ours is not known. */
const MAX_SOURCE_BYTES = 110;

/** Who we are on this server, and what this server's rules for names are. */
export class ServerInfo {
  nick = "";
  /** `user@host` as others see it, once known. */
  userhost: string | undefined;
  isupport: ReadonlyMap<string, string | true> = new Map();

  /** Forgets what another connection was told. */
  reset(): void {
    this.nick = "";
    this.userhost = undefined;
    this.isupport = new Map();
  }

  /** Takes the tokens of one 005: its parameters without the nickname and the closing text. */
  support(tokens: readonly string[]): void {
    this.isupport = mergeISupport(this.isupport, parseISupport(tokens));
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
    return name !== "" && isChannelName(name, chantypesOf(this.isupport));
  }

  /** The channel in `@#1`, undefined when it is no such thing. */
  channelOf(target: string): string | undefined {
    if (this.isChannel(target)) return target;
    const statuses = this.isupport.get("STATUSMSG");
    const rest = target.slice(1);
    const status = typeof statuses === "string" && statuses.includes(target.charAt(0));
    return status && this.isChannel(rest) ? rest : undefined;
  }

  /** `@+bob` into its prefixes and the rest. */
  splitPrefixes(name: string): { prefixes: string; rest: string } {
    const token = this.isupport.get("PREFIX");
    const symbols = typeof token === "string" ? token.replace(/^\(.*\)/, "") : "~&@%+";
    let count = 0;
    while (count < name.length && symbols.includes(name.charAt(count))) count++;
    return { prefixes: name.slice(0, count), rest: name.slice(count) };
  }

  /** The bytes that stand before a relayed line of ours: `:nick!user@host `. */
  get sourceBytes(): number {
    if (this.userhost === undefined) return MAX_SOURCE_BYTES;
    return new TextEncoder().encode(`:${this.nick}!${this.userhost} `).length;
  }
}

/** The casemapping that an ISUPPORT names; "ascii" for those we do not know. */
export function caseMappingOf(isupport: ReadonlyMap<string, string | true>): CaseMapping {
  const token = isupport.get("CASEMAPPING");
  if (token === undefined || token === "rfc1459") return "rfc1459";
  return token === "rfc1459-strict" || token === "strict-rfc1459" ? "rfc1459-strict" : "ascii";
}

/** The characters a channel's name begins with. */
export function chantypesOf(isupport: ReadonlyMap<string, string | true>): string {
  const token = isupport.get("CHANTYPES");
  return typeof token === "string" && token !== "" ? token : "#&";
}
