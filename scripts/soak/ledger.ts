/** What was said in a room, as its sender knows it. */
interface Said {
  readonly room: string;
  isAcknowledged: boolean;
}

/** What one member received in a room, from their JOIN to their leaving. */
export interface Presence {
  readonly member: string;
  readonly room: string;
  /** The numbers of the messages, in the order in which they came. */
  readonly heard: number[];
}

/**
 * Everything that was said and heard. Each message has a number, which its text begins with. At the
 * end the history of the server must agree with it.
 */
export class Ledger {
  readonly #said: Said[] = [];
  readonly #presences: Presence[] = [];
  #acknowledged = 0;

  get said(): number {
    return this.#said.length;
  }

  /** Messages whose echo the sender has received. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Messages that members received. */
  get heard(): number {
    return this.#presences.reduce((sum, { heard }) => sum + heard.length, 0);
  }

  /** Takes note of a message that is about to be sent; returns its number. */
  say(room: string): number {
    return this.#said.push({ room, isAcknowledged: false }) - 1;
  }

  /** The sender has received the echo of a message. */
  acknowledge(number: number): void {
    const said = this.#said[number];
    if (said === undefined || said.isAcknowledged) return;
    said.isAcknowledged = true;
    this.#acknowledged++;
  }

  /** A member has joined a room. */
  enter(member: string, room: string): Presence {
    const presence = { member, room, heard: [] };
    this.#presences.push(presence);
    return presence;
  }

  /**
   * Compares what was said and heard in a room with its history, the numbers of the messages in
   * their order. Returns a sentence for each disagreement.
   */
  compare(room: string, history: readonly number[]): string[] {
    const places = new Map<number, number>();
    const faults: string[] = [];
    history.forEach((number, place) => {
      if (places.has(number)) faults.push(`Message ${number} is twice in the history of ${room}`);
      places.set(number, place);
      if (this.#said[number]?.room !== room) faults.push(`Nobody said ${number} in ${room}`);
    });
    this.#said.forEach((said, number) => {
      if (said.room !== room || !said.isAcknowledged || places.has(number)) return;
      faults.push(`Message ${number} of ${room} was acknowledged and is lost`);
    });
    for (const presence of this.#presences) {
      if (presence.room === room) faults.push(...compareHeard(presence, places));
    }
    return faults;
  }
}

/** What a member heard must be a part of the history without a gap, in the same order. */
function compareHeard(
  { member, room, heard }: Presence,
  places: ReadonlyMap<number, number>,
): string[] {
  for (let at = 0; at < heard.length; at++) {
    const number = heard[at] as number;
    const place = places.get(number);
    if (place === undefined) {
      return [`${member} received ${number} in ${room}, which the history does not have`];
    }
    const previous = at === 0 ? undefined : places.get(heard[at - 1] as number);
    if (previous !== undefined && place !== previous + 1) {
      const what = place > previous ? "missed messages before" : "received again or late";
      return [`${member} in ${room} ${what} message ${number}`];
    }
  }
  return [];
}
