import type { Input } from "../../editing/keys.ts";
import { t } from "../../texts/mod.ts";
import type { BindingGroup } from "../bindings.ts";
import type { Overlay, OverlaySize, OverlayView } from "./overlay.ts";
import type { Row } from "../drawing/style.ts";
import { fit, widthOf } from "../drawing/width.ts";
import { wrap } from "../drawing/wrap.ts";

/** The page of keys, made from the table that they are run from. */
export class KeysPage implements Overlay {
  readonly field = undefined;
  readonly #groups: readonly BindingGroup[];
  #first = 0;

  /** Called for a second question mark: the person wants to type one. */
  readonly #typeQuestionMark: () => void;

  constructor(groups: readonly BindingGroup[], typeQuestionMark = () => {}) {
    this.#groups = groups;
    this.#typeQuestionMark = typeQuestionMark;
  }

  draw({ columns, rows }: OverlaySize): OverlayView {
    const all = this.#rows(columns);
    this.#first = Math.max(0, Math.min(this.#first, all.length - rows));
    return {
      title: t("Keys (Escape closes this page, ? types a question mark)"),
      rows: all.slice(this.#first, this.#first + rows),
    };
  }

  input(input: Input, { rows }: OverlaySize): boolean {
    if (input.type === "text" && input.text === "?") {
      this.#typeQuestionMark();
      return true;
    }
    const step = stepOf(input, rows);
    if (step === undefined) return false;
    this.#first = Math.max(0, this.#first + step);
    return true;
  }

  #rows(columns: number): Row[] {
    const lines: Row[] = [];
    for (const { title, bindings } of this.#groups) {
      lines.push([], [{ text: ` ${t(title)}`, role: "strong" }]);
      const byDescription = new Map<string, string[]>();
      for (const { keys, description } of bindings) {
        const [first = ""] = keys;
        byDescription.set(description, [...byDescription.get(description) ?? [], first]);
      }
      for (const [description, keys] of byDescription) {
        lines.push(...keyRows(keysText(keys), t(description), columns));
      }
    }
    return lines.slice(1);
  }
}

const KEY_COLUMNS = 20;

function keyRows(keys: string, description: string, columns: number): Row[] {
  const width = Math.max(10, columns - KEY_COLUMNS - 2);
  return wrap(description, width).map(({ start, end }, index): Row => [
    { text: fit(index === 0 ? `  ${keys}` : "", KEY_COLUMNS), role: "prompt" },
    { text: ` ${description.slice(start, end)}` },
  ]);
}

/** `Alt+1 … Alt+9` for keys in a row, else each. */
function keysText(keys: readonly string[]): string {
  const shown = keys.map(keyText);
  return shown.length > 2 ? `${shown[0]} … ${shown.at(-1)}` : shown.join(", ");
}

/** `alt+pageup` as people read it: `Alt+PageUp`. */
export function keyText(key: string): string {
  const names: Readonly<Record<string, string>> = { pageup: "PageUp", pagedown: "PageDown" };
  return key.split("+").map((part) =>
    names[part] ??
      (part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1))
  ).join("+");
}

/** How far a key or the wheel scrolls a page of so many rows. */
export function stepOf(input: Input, rows: number): number | undefined {
  if (input.type === "mouse") {
    if (input.action === "wheel-up") return -3;
    return input.action === "wheel-down" ? 3 : undefined;
  }
  if (input.type !== "key") return undefined;
  const steps: Readonly<Record<string, number>> = {
    up: -1,
    down: 1,
    pageup: -(rows - 1),
    pagedown: rows - 1,
    home: -Infinity,
    end: Number.MAX_SAFE_INTEGER,
  };
  const step = steps[input.name];
  return step === -Infinity ? -Number.MAX_SAFE_INTEGER : step;
}

/** The widest of some texts, in columns. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}
