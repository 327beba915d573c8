import type { NumericName } from "../../protocol/numerics.ts";
import type { ClientEvent } from "../events.ts";
import { roomName } from "../format/names.ts";
import { t, translatable } from "../texts/mod.ts";
import { param, type ReceivedMessage } from "./message.ts";

/** Entries of one list that are kept. */
const MAX_ENTRIES = 1_000;

/** A list that comes as a line for each entry, and how it is shown. */
interface RoomList {
  readonly title: string;
  /** What an empty list says. */
  readonly empty: string;
  /** Which parameter of a line is the entry; the next one may say who has made it. */
  readonly entryAt: number;
}

const BANS: RoomList = {
  title: translatable("Kept out of {room}:"),
  empty: translatable("Nobody is kept out of {room}"),
  entryAt: 2,
};
const BAN_EXCEPTIONS: RoomList = {
  title: translatable("Not kept out of {room} by a ban:"),
  empty: translatable("The bans of {room} have no exceptions"),
  entryAt: 2,
};
const INVITE_EXCEPTIONS: RoomList = {
  title: translatable("Need no invitation to {room}:"),
  empty: translatable("Nobody is on the list of those who need no invitation to {room}"),
  entryAt: 2,
};
const QUIETS: RoomList = {
  title: translatable("Kept from speaking in {room}:"),
  empty: translatable("Nobody is kept from speaking in {room}"),
  entryAt: 3,
};
const INVITATIONS: RoomList = {
  title: translatable("You are invited to:"),
  empty: translatable("You are invited to no room"),
  entryAt: 1,
};

/** The list that a numeric has an entry of, or ends. */
const LISTS: Readonly<Partial<Record<NumericName, RoomList>>> = {
  RPL_BANLIST: BANS,
  RPL_ENDOFBANLIST: BANS,
  RPL_EXCEPTLIST: BAN_EXCEPTIONS,
  RPL_ENDOFEXCEPTLIST: BAN_EXCEPTIONS,
  RPL_INVEXLIST: INVITE_EXCEPTIONS,
  RPL_ENDOFINVEXLIST: INVITE_EXCEPTIONS,
  RPL_QUIETLIST: QUIETS,
  RPL_ENDOFQUIETLIST: QUIETS,
  RPL_INVITELIST: INVITATIONS,
  RPL_ENDOFINVITELIST: INVITATIONS,
};

/** The lists of a room, such as its bans, and the rooms that we are invited to. */
export class RoomLists {
  /** The lists that are not complete. */
  readonly #entries = new Map<RoomList, string[]>();

  /** Takes a numeric of a list; undefined if it is none of a list. */
  take(message: ReceivedMessage, time: number): ClientEvent[] | undefined {
    const { numeric } = message;
    const list = numeric === undefined ? undefined : LISTS[numeric];
    if (list === undefined) return undefined;
    if (numeric?.startsWith("RPL_ENDOF") === true) return this.#end(list, message, time);
    const entries = this.#entries.get(list) ?? [];
    this.#entries.set(list, entries);
    if (entries.length < MAX_ENTRIES) entries.push(entryOf(list, message));
    return [];
  }

  /** Forgets the incomplete lists. */
  reset(): void {
    this.#entries.clear();
  }

  #end(list: RoomList, message: ReceivedMessage, time: number): ClientEvent[] {
    const room = roomName(param(message, 1));
    const entries = this.#entries.get(list) ?? [];
    this.#entries.delete(list);
    const text = entries.length === 0
      ? t(list.empty, { room })
      : [t(list.title, { room }), ...entries].join("\n");
    return [{ type: "server", time, code: message.command, text, requested: true }];
  }
}

/** An entry, and who has made it: `#1 <mask> [<who> <time>]`. */
function entryOf(list: RoomList, message: ReceivedMessage): string {
  const entry = param(message, list.entryAt);
  if (list === INVITATIONS) return roomName(entry);
  const [by = ""] = param(message, list.entryAt + 1).split("!");
  return by === "" ? entry : t("{mask}, by {by}", { mask: entry, by });
}
