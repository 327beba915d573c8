import { Composer } from "../../editing/composer.ts";
import type { Input, MouseInput } from "../../editing/keys.ts";
import { t } from "../../texts/mod.ts";
import { findDestinations } from "../../navigation/matching.ts";
import type { Destination } from "../../navigation/navigator.ts";
import type { Overlay, OverlaySize, OverlayView } from "./overlay.ts";
import type { Row } from "../drawing/style.ts";
import { fit, fitName } from "../drawing/width.ts";

/** Finds conversations and people by a few letters of their names. */
export class Switcher implements Overlay {
  readonly #destinations: readonly Destination[];
  readonly #close: () => void;
  readonly #text = new Composer();
  #selected = 0;

  constructor(destinations: readonly Destination[], close: () => void) {
    this.#destinations = destinations;
    this.#close = close;
  }

  get field() {
    return { prompt: t("Go to: "), text: this.#text.text, cursor: this.#text.cursor };
  }

  draw({ columns, rows }: OverlaySize): OverlayView {
    const found = this.#found();
    const first = this.#first(rows);
    const noteColumns = Math.min(30, Math.floor(columns / 2));
    const lines = found.slice(first, first + rows).map(({ name, note }, index): Row => {
      const text = ` ${fitName(name, columns - noteColumns - 2)} ${fit(note, noteColumns)}`;
      return [{ text, role: first + index === this.#selected ? "selected" : "text" }];
    });
    return {
      title: t("Go to a room or a person (Enter goes there, Escape closes)"),
      rows: lines.length > 0 ? lines : [[{ text: ` ${t("Nothing of that name")}`, role: "faint" }]],
    };
  }

  input(input: Input, { rows }: OverlaySize): boolean {
    if (input.type === "text" || input.type === "paste") {
      this.#text.insert(input.text.replaceAll("\n", " "));
      this.#selected = 0;
      return true;
    }
    if (input.type === "mouse") return this.#mouse(input, rows);
    if (input.type !== "key") return false;
    const count = this.#found().length;
    switch (input.name) {
      case "up":
      case "shift+tab":
        this.#selected = Math.max(0, this.#selected - 1);
        return true;
      case "down":
      case "tab":
        this.#selected = Math.min(Math.max(0, count - 1), this.#selected + 1);
        return true;
      case "backspace":
        this.#text.deleteLeft();
        this.#selected = 0;
        return true;
      case "ctrl+u":
        this.#text.set("");
        return true;
      case "enter":
        this.#go();
        return true;
    }
    return false;
  }

  /** A click selects, and one on what is selected goes there. */
  #mouse({ action, row }: MouseInput, rows: number): boolean {
    if (action !== "press") return false;
    const clicked = this.#first(rows) + row;
    if (clicked === this.#selected) this.#go();
    else if (clicked < this.#found().length) this.#selected = clicked;
    return true;
  }

  #go(): void {
    const target = this.#found()[this.#selected];
    this.#close();
    target?.go();
  }

  /** The position of the first one in sight. */
  #first(rows: number): number {
    return Math.max(0, this.#selected - rows + 1);
  }

  #found(): Destination[] {
    return findDestinations(this.#destinations, this.#text.text);
  }
}
