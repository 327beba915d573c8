import type { Input } from "../../editing/keys.ts";
import { type KeyGroup, keyRows } from "../../editing/key_rows.ts";
import { t } from "../../texts/mod.ts";
import type { Overlay, OverlaySize, OverlayView } from "./overlay.ts";
import type { Row } from "../drawing/style.ts";
import { fit } from "../drawing/width.ts";
import { wrap } from "../drawing/wrap.ts";

/** The page of keys, made from the table that they are run from. */
export class KeysPage implements Overlay {
  readonly field = undefined;
  readonly #groups: readonly KeyGroup[];
  #first = 0;

  /** Called for a second question mark: the person wants to type one. */
  readonly #typeQuestionMark: () => void;

  constructor(groups: readonly KeyGroup[], typeQuestionMark = () => {}) {
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
    for (const group of this.#groups) {
      lines.push([], [{ text: ` ${t(group.title)}`, role: "strong" }]);
      for (const { keys, description } of keyRows(group)) {
        lines.push(...descriptionRows(keys, description, columns));
      }
    }
    return lines.slice(1);
  }
}

const KEY_COLUMNS = 20;

function descriptionRows(keys: string, description: string, columns: number): Row[] {
  const width = Math.max(10, columns - KEY_COLUMNS - 2);
  return wrap(description, width).map(({ start, end }, index): Row => [
    { text: fit(index === 0 ? `  ${keys}` : "", KEY_COLUMNS), role: "prompt" },
    { text: ` ${description.slice(start, end)}` },
  ]);
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
