import { Composer } from "../../editing/composer.ts";
import type { Input } from "../../editing/keys.ts";
import { t } from "../../texts/mod.ts";
import type { CursorPosition } from "../terminal/frame_writer.ts";
import type { Row } from "../drawing/style.ts";
import { fit, widthOf } from "../drawing/width.ts";
import { wrap } from "../drawing/wrap.ts";

/** What the first page asks for, as typed. */
export interface StartAnswers {
  readonly name: string;
  /** `HOST`, `HOST:PORT` or several of them with commas, and `tls` behind them. */
  readonly server: string;
  /** Names with spaces between them. */
  readonly rooms: string;
}

type Field = keyof StartAnswers;

/** Options for {@linkcode StartForm}. */
export interface StartFormOptions {
  readonly answers: StartAnswers;
  /** Returns what is wrong with an answer; undefined if it can be used. */
  readonly check: (field: Field, text: string) => string | undefined;
}

interface FieldRow {
  readonly field: Field;
  readonly label: string;
  /** What to do, in one line. */
  readonly help: string;
}

/** The fields from the top; their texts are keys of the translations. */
export const START_FIELDS: readonly FieldRow[] = [
  {
    field: "name",
    label: "Your name",
    help: "Type the name that others will see, then press Enter",
  },
  {
    field: "server",
    label: "Server",
    help: "Type the server's address, HOST or HOST:PORT, or several with commas; add tls for TLS",
  },
  {
    field: "rooms",
    label: "Rooms",
    help: "Type the rooms to enter, or none, then press Enter to begin",
  },
];

const MAX_FORM_COLUMNS = 72;
const MARGIN = 2;

/** The first page: asks for a name, a server and rooms. */
export class StartForm {
  readonly #check: StartFormOptions["check"];
  readonly #fields: readonly { readonly row: FieldRow; readonly composer: Composer }[];
  #current = 0;
  #problem: string | undefined;

  constructor({ answers, check }: StartFormOptions) {
    this.#check = check;
    this.#fields = START_FIELDS.map((row) => {
      const composer = new Composer();
      composer.set(answers[row.field]);
      return { row, composer };
    });
  }

  get answers(): StartAnswers {
    const text = (field: Field) =>
      this.#fields.find(({ row }) => row.field === field)?.composer.text.trim() ?? "";
    return { name: text("name"), server: text("server"), rooms: text("rooms") };
  }

  /** Takes an input. Returns how the form has ended, or undefined while it goes on. */
  input(input: Input): "done" | "quit" | undefined {
    const composer = this.#composer;
    if (input.type === "text" || input.type === "paste") {
      this.#problem = undefined;
      composer.insert(input.text.replace(/\s+/g, " "));
    }
    if (input.type !== "key") return undefined;
    switch (input.name) {
      case "enter":
        return this.#enter();
      case "tab":
      case "down":
        this.#go(1);
        break;
      case "shift+tab":
      case "up":
        this.#go(-1);
        break;
      case "ctrl+c":
      case "escape":
        return "quit";
      case "ctrl+d":
        if (composer.isEmpty) return "quit";
        composer.deleteRight();
        break;
      default:
        EDITING[input.name]?.(composer);
    }
    return undefined;
  }

  /** Draws the page for a terminal of that size. */
  draw({ columns, rows }: { readonly columns: number; readonly rows: number }): {
    readonly rows: readonly Row[];
    readonly cursor: CursorPosition;
  } {
    const width = Math.min(MAX_FORM_COLUMNS, columns - 2 * MARGIN);
    const left = Math.max(0, Math.floor((columns - width) / 2));
    const margin = { text: " ".repeat(left) };
    const labels = Math.max(...START_FIELDS.map(({ label }) => widthOf(t(label)))) + 2;
    const head: Row[] = [
      [margin, { text: "chat", role: "strong" }],
      [margin, { text: fitEnd(t("Rooms and direct messages, in your terminal"), width) }],
      [],
    ];
    const fields = this.#fields.map(({ row, composer }, index): Row => [
      margin,
      { text: fit(t(row.label), labels), role: index === this.#current ? "prompt" : "faint" },
      { text: shownPart(composer, width - labels).text },
    ]);
    const foot = this.#foot(width).map((row): Row => [margin, ...row]);
    const all = [...head, ...fields, [], ...foot];
    const top = Math.max(0, Math.floor((rows - all.length) / 3));
    const { cursor } = shownPart(this.#composer, width - labels);
    const column = Math.min(columns - 1, left + labels + cursor);
    return {
      rows: [...Array.from({ length: top }, () => []), ...all].slice(0, rows),
      cursor: { row: Math.min(rows - 1, top + head.length + this.#current), column },
    };
  }

  #foot(width: number): Row[] {
    const help = this.#fields[this.#current]?.row.help ?? "";
    const lines = (text: string, role: "error" | "text" | "faint") =>
      wrap(text, width).map(({ start, end }): Row => [{ text: text.slice(start, end), role }]);
    return [
      ...(this.#problem === undefined ? [] : lines(this.#problem, "error")),
      ...lines(t(help), "text"),
      ...lines(t("Tab and the arrows go to another line, Ctrl+C leaves"), "faint"),
    ];
  }

  get #composer(): Composer {
    return this.#fields[this.#current]!.composer;
  }

  #go(step: 1 | -1): void {
    const count = this.#fields.length;
    this.#current = (this.#current + step + count) % count;
    this.#problem = undefined;
  }

  // Enter on the last line begins; a line before it that is wrong is gone to instead.
  #enter(): "done" | undefined {
    const isLast = this.#current === this.#fields.length - 1;
    const last = isLast ? this.#fields.length - 1 : this.#current;
    for (let index = isLast ? 0 : this.#current; index <= last; index++) {
      const field = this.#fields[index];
      if (field === undefined) break;
      const problem = this.#check(field.row.field, field.composer.text.trim());
      if (problem === undefined) continue;
      this.#current = index;
      this.#problem = problem;
      return undefined;
    }
    if (isLast) return "done";
    this.#go(1);
    return undefined;
  }
}

/** Keys of editing that make sense in a text of one line. */
export const EDITING: Readonly<Record<string, (composer: Composer) => void>> = {
  left: (composer) => composer.left(),
  "ctrl+b": (composer) => composer.left(),
  right: (composer) => composer.right(),
  "ctrl+f": (composer) => composer.right(),
  home: (composer) => composer.lineStart(),
  "ctrl+a": (composer) => composer.lineStart(),
  end: (composer) => composer.lineEnd(),
  "ctrl+e": (composer) => composer.lineEnd(),
  backspace: (composer) => composer.deleteLeft(),
  "ctrl+h": (composer) => composer.deleteLeft(),
  delete: (composer) => composer.deleteRight(),
  "ctrl+w": (composer) => composer.killWordLeft(),
  "ctrl+u": (composer) => composer.killToLineStart(),
  "ctrl+k": (composer) => composer.killToLineEnd(),
  "ctrl+y": (composer) => composer.yank(),
};

/** The part of a typed line around the cursor that fits, and the cursor's column in it. */
function shownPart(
  { text, cursor }: { readonly text: string; readonly cursor: number },
  columns: number,
): { text: string; cursor: number } {
  const width = Math.max(1, columns - 1);
  let from = 0;
  while (widthOf(text.slice(from, cursor)) > width) from++;
  return { text: fitEnd(text.slice(from), columns), cursor: widthOf(text.slice(from, cursor)) };
}

function fitEnd(text: string, columns: number): string {
  return widthOf(text) <= columns ? text : fit(text, columns);
}
