/**
 * The messages that one client has received of one room, by their ids: as they were said, and in the
 * answers to questions for what it has missed.
 */
export class Heard {
  /** In the order in which they came as they were said. */
  readonly #live = new Set<string>();
  readonly #all = new Set<string>();
  readonly #twice: string[] = [];
  #first: string | undefined;
  #covered: string | undefined;
  #isComplete = false;
  #newest: string | undefined;

  /** The message up to which this client has all since its first one. */
  get covered(): string | undefined {
    return this.#covered;
  }

  /** How many messages came as they were said. */
  get count(): number {
    return this.#live.size;
  }

  /** The client has entered the room; what was said meanwhile is missing. */
  enter(): void {
    this.#isComplete = this.#covered === undefined;
    this.#newest = undefined;
  }

  /**
   * The client is in the room no more. Of what it has sent before, some may still be said: what a
   * member may do is decided when they ask.
   */
  leave(): void {
    this.#isComplete = false;
  }

  /** Takes a message that was said just now. */
  hear(id: string): void {
    if (this.#live.has(id)) this.#twice.push(id);
    this.#live.add(id);
    this.#all.add(id);
    this.#newest = id;
    if (!this.#isComplete) return;
    this.#covered = id;
    this.#first ??= id;
  }

  /** Takes messages of the history that follow {@linkcode covered}; none: nothing is missing. */
  catchUp(ids: readonly string[]): void {
    for (const id of ids) this.#all.add(id);
    if (ids.length > 0) this.#covered = ids.at(-1);
    else {
      this.#isComplete = true;
      if (isLater(this.#newest, this.#covered)) this.#covered = this.#newest;
    }
  }

  /** A sentence for each disagreement with the history of the room, all of its ids in order. */
  compare(history: readonly string[]): string[] {
    const places = new Map(history.map((id, place) => [id, place]));
    const faults = this.#twice.map((id) => `received ${id} twice`);
    for (const id of this.#all) {
      if (!places.has(id)) faults.push(`received ${id}, which the history does not have`);
    }
    const live = [...this.#live];
    const early = live.findIndex((id, index) => places.get(id)! < places.get(live[index - 1]!)!);
    if (early !== -1) faults.push(`received ${live[early]} after a later message`);
    if (this.#first === undefined || this.#covered === undefined) return faults;
    const missing = history.slice(places.get(this.#first), places.get(this.#covered)! + 1)
      .filter((id) => !this.#all.has(id));
    if (missing.length > 0) faults.push(`never received ${missing.join(" ")}`);
    return faults;
  }
}

function isLater(one: string | undefined, other: string | undefined): boolean {
  return Number.parseInt(one ?? "0", 36) > Number.parseInt(other ?? "0", 36);
}
