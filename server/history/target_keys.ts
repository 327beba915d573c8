import { casefold } from "../../protocol/names.ts";
import type { User } from "../network/state.ts";

/** What a channel's key has after its name; 0 stands for nothing. */
export type KeyWord = number | "closed" | "former";

/**
 * The key of a channel by its casefolded name: for what was said in public (0), while it was closed
 * or to members of a status.
 */
export function channelKey(name: string, word: KeyWord): string {
  return word === 0 ? `c${name}` : `c${name} ${word}`;
}

/** What a key says of its target. */
export interface TargetKey {
  /** `detached` is the history of a channel that no channel continues. */
  readonly kind: "channel" | "conversation" | "detached";
  /** The casefolded name of the channel. */
  readonly name: string;
  /** The word after the channel's name; empty if there is none. */
  readonly word: string;
  /** The parties of the conversation. */
  readonly parties: readonly string[];
}

/** Parses the key of a target. */
export function parseTargetKey(key: string): TargetKey {
  const isDetached = key.startsWith("x");
  const former = isDetached ? key.slice(key.indexOf(" ") + 1) : key;
  const [first = "", second = ""] = former.slice(1).split(" ");
  if (former.startsWith("d")) {
    return { kind: "conversation", name: "", word: "", parties: [first, second] };
  }
  return { kind: isDetached ? "detached" : "channel", name: first, word: second, parties: [] };
}

/** One of the two users in a conversation. */
export type Party = Pick<User, "id" | "account" | "nickname">;

/** The texts that stand for a conversation in the database. */
export interface ConversationTexts {
  /** The parties, see {@linkcode partyOf}. */
  readonly one: string;
  readonly other: string;
  readonly key: string;
  /** Both nicknames, the same in both directions, so that an answer does not change the rows. */
  readonly names: string;
}

/** What somebody said last to somebody else was said by these two. */
interface Said {
  readonly from: Party;
  readonly to: Party;
  readonly receiver: Party;
  readonly texts: ConversationTexts;
}

/**
 * Makes the texts of conversations. Those of each user's last one are kept: to make them, and to
 * look for a key that is new to the engine, takes a tenth of the time in which a message is stored.
 */
export class ConversationTextsCache {
  readonly #last = new WeakMap<Party, Said>();

  /** The texts of the conversation in which a user says something to another. */
  of(from: Party, to: Party): ConversationTexts {
    const last = this.#last.get(from);
    if (last?.receiver === to && isSame(last.from, from) && isSame(last.to, to)) return last.texts;
    const one = partyOf(from);
    const other = partyOf(to);
    const names = one < other
      ? `${from.nickname} ${to.nickname}`
      : `${to.nickname} ${from.nickname}`;
    const texts = { one, other, key: conversationKey(one, other), names };
    this.#last.set(from, { from: copyOf(from), to: copyOf(to), receiver: to, texts });
    return texts;
  }
}

function isSame(one: Party, other: Party): boolean {
  return one.account === other.account && one.nickname === other.nickname;
}

function copyOf({ id, account, nickname }: Party): Party {
  return { id, account, nickname };
}

/** The key of a conversation, the same for both orders of its parties. */
export function conversationKey(one: string, other: string): string {
  return one < other ? `d${one} ${other}` : `d${other} ${one}`;
}

/** Whether a key is that of a conversation of a party. */
export function isConversationOf(party: string, key: string): boolean {
  return key.startsWith(`d${party} `) || (key.startsWith("d") && key.endsWith(` ${party}`));
}

/**
 * A user as a party of conversations: their account, or else this one user's id, so that later
 * users of the same nickname cannot read the conversation.
 */
export function partyOf(user: Pick<User, "id" | "account">): string {
  return user.account === undefined ? `u:${user.id}` : accountParty(user.account);
}

/** An account as a party of conversations. */
export function accountParty(account: string): string {
  return `a:${casefold(account)}`;
}

/** A user's parties: their account, and themselves before they logged in. */
export function partiesOf(user: Pick<User, "id" | "account">): string[] {
  const guest = `u:${user.id}`;
  return user.account === undefined ? [guest] : [accountParty(user.account), guest];
}
