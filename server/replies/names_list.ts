import { packWords } from "../../protocol/packing.ts";
import type { Network } from "../network/network.ts";
import { type Channel, type Membership, sourceOf, statusSymbols } from "../network/state.ts";

/** Members in a step of a list. */
export const MEMBERS_PER_STEP = 200;
/** Bytes of names on one line of NAMES; leaves space for the rest of the line. */
const MAX_NAMES_BYTES = 379;

/** What a list of names shows. */
export interface NamesView {
  /** Whether it has invisible members (mode `i`). */
  readonly all: boolean;
  /** Whether it has all symbols of a member's status, or the highest alone. */
  readonly allSymbols: boolean;
  /** Whether it has `nick!user@host`, or nicknames alone. */
  readonly fullSource: boolean;
}

/** The names of a channel's members as texts, made in steps of so many members. */
export class NamesList {
  readonly channel: Channel;
  readonly #view: NamesView;
  readonly #isShared: boolean;
  readonly #members: Iterator<Membership, void>;
  readonly #steps: string[][] = [];
  /** Members that were taken, and how many of them are in the step that is not full. */
  #taken = 0;
  #pending = 0;
  #names: string[] = [];

  constructor(channel: Channel, view: NamesView, { isShared = false } = {}) {
    this.channel = channel;
    this.#view = view;
    this.#isShared = isShared;
    this.#members = channel.members.values();
  }

  /** The texts of a step, which follows those that were asked for. */
  step(index: number): readonly string[] {
    const made = this.#steps[index];
    if (made !== undefined) return made;
    this.#take();
    const texts = packWords(this.#names, { maxBytes: MAX_NAMES_BYTES });
    if (this.#pending < MEMBERS_PER_STEP && this.#isShared) return texts;
    this.#steps.push(texts);
    this.#names = [];
    this.#pending = 0;
    return texts;
  }

  #take(): void {
    const { all, allSymbols, fullSource } = this.#view;
    // Not by a generator or a helper of the iterator, which take a quarter more time.
    while (this.#pending < MEMBERS_PER_STEP) {
      // An iterator that has come to its end does not show who joins later.
      if (this.#isShared && this.#taken === this.channel.members.size) return;
      const { value } = this.#members.next();
      if (value === undefined) return;
      this.#pending++;
      this.#taken++;
      const { user, status } = value;
      if (!all && user.modes.includes("i")) continue;
      const name = fullSource ? sourceOf(user) : user.nickname;
      this.#names.push(statusSymbols(status, allSymbols) + name);
    }
  }
}

/** The lists of the channel whose names were last asked for. */
interface Lists {
  readonly channel: Channel;
  readonly version: number;
  readonly byView: Map<number, NamesList>;
}

const lists = new WeakMap<Network, Lists>();

/**
 * A list that is shared until somebody in a channel leaves or is called otherwise. Those who join
 * one room at the same time each get the names of all before them: to make them anew would be a
 * quarter of the work.
 */
export function sharedList(network: Network, channel: Channel, view: NamesView): NamesList {
  const { namesVersion: version } = network;
  let known = lists.get(network);
  if (known?.channel !== channel || known.version !== version) {
    known = { channel, version, byView: new Map() };
    lists.set(network, known);
  }
  const key = Number(view.all) + Number(view.allSymbols) * 2 + Number(view.fullSource) * 4;
  let list = known.byView.get(key);
  if (list === undefined) {
    list = new NamesList(channel, view, { isShared: true });
    known.byView.set(key, list);
  }
  return list;
}
