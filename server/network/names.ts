import { lookalikeForms } from "../../protocol/lookalikes.ts";
import { casefold } from "../../protocol/names.ts";

/** Things that have a name of their own, by that in any case and by what it looks like. */
export class Names<T> {
  readonly #byName = new Map<string, T>();
  /** By the further forms under which names are recognised by their looks. */
  readonly #byForm = new Map<string, Set<T>>();

  /** The thing with a name, in any case. */
  get(name: string): T | undefined {
    return this.#byName.get(casefold(name));
  }

  /** Everything that has a name, in the order in which it was added. */
  values(): Iterable<T> {
    return this.#byName.values();
  }

  /** The things whose names look like a name, the one that has the name included. */
  *lookingLike(name: string): Iterable<T> {
    for (const form of lookalikeForms(name)) {
      const named = this.#byName.get(form);
      if (named !== undefined) yield named;
      yield* this.#byForm.get(form) ?? [];
    }
  }

  add(name: string, thing: T): void {
    const [key, ...forms] = lookalikeForms(name);
    this.#byName.set(key!, thing);
    for (const form of forms) {
      const things = this.#byForm.get(form);
      if (things === undefined) this.#byForm.set(form, new Set([thing]));
      else things.add(thing);
    }
  }

  remove(name: string, thing: T): void {
    const [key, ...forms] = lookalikeForms(name);
    this.#byName.delete(key!);
    for (const form of forms) {
      const things = this.#byForm.get(form);
      things?.delete(thing);
      if (things?.size === 0) this.#byForm.delete(form);
    }
  }
}
