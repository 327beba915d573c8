import { Composer } from "../../editing/composer.ts";
import type { Input } from "../../editing/keys.ts";
import type { ChatMessageEvent } from "../../events.ts";
import { formatMoment, foundPieces } from "../../format/found_text.ts";
import { roomName } from "../../format/names.ts";
import { sanitize } from "../../format/sanitize.ts";
import { FoundMessages } from "../../navigation/found_messages.ts";
import { t } from "../../texts/mod.ts";
import { cutSpans } from "../drawing/flow.ts";
import type { Role, Row, Span } from "../drawing/style.ts";
import { fit, fitName, widthOf } from "../drawing/width.ts";
import { wrap } from "../drawing/wrap.ts";
import { editField } from "./field_keys.ts";
import { stepOf } from "./keys_page.ts";
import type { Overlay, OverlaySize, OverlayView } from "./overlay.ts";

/** Rows of the text of the chosen message. */
const MAX_CHOSEN_ROWS = 4;
/** Columns of the names of people and rooms. */
const NAME_COLUMNS = 12;
/** `11-25 21:18`, or with the year where it is another one. */
const TIME_COLUMNS = 11;
const MIN_COLUMNS_FOR_TIME = 50;

/** Options for {@linkcode SearchPage}. */
export interface SearchPageOptions {
  /** The name of the conversation that is searched; undefined where only everything can be. */
  readonly here: string | undefined;
  readonly search: (words: string, scope: { readonly here: boolean }) => void;
  /** Goes to a found message. */
  readonly go: (message: ChatMessageEvent) => void;
}

/** Searches the history, and goes to what was found. */
export class SearchPage implements Overlay {
  readonly #options: SearchPageOptions;
  readonly #field = new Composer();
  readonly #found: FoundMessages;
  #isReopened = false;

  constructor(options: SearchPageOptions) {
    this.#options = options;
    this.#found = new FoundMessages({ here: options.here !== undefined });
  }

  get field() {
    const { here } = this.#options;
    const prompt = this.#found.here && here !== undefined
      ? t("Search in {name}: ", { name: sanitize(here) })
      : t("Search everywhere: ");
    return { prompt, text: this.#field.text, cursor: this.#field.cursor };
  }

  /** Whether it shows found messages. */
  get hasFound(): boolean {
    return this.#found.hasFound;
  }

  /** It is shown again: what is typed now replaces the words. */
  reopen(): void {
    this.#isReopened = true;
  }

  /** Shows what was found, the newest first. */
  show(messages: readonly ChatMessageEvent[]): void {
    this.#found.show(messages);
  }

  /** Shows why nothing was searched. */
  fail(reason: string): void {
    this.#found.fail(reason);
  }

  /** Chooses the next result, or the one before; undefined where there is none. */
  step(step: 1 | -1): ChatMessageEvent | undefined {
    return this.#found.step(step);
  }

  input(input: Input, size: OverlaySize): boolean {
    if (input.type === "text" || input.type === "paste") {
      if (this.#isReopened) this.#field.set("");
      this.#isReopened = false;
      this.#field.insert(input.text.replaceAll(/\s+/g, " "));
      return true;
    }
    if (input.type === "key") {
      if (input.name === "enter") return this.#enter();
      if (input.name === "tab") return this.#changeScope();
      if (editField(this.#field, input.name)) {
        this.#isReopened = false;
        return true;
      }
    }
    if (input.type === "mouse" && input.action === "press") return this.#click(input.row, size);
    const step = stepOf(input, size.rows);
    if (step === undefined || this.#found.result.type !== "found") return false;
    this.#found.select(this.#found.selected + Math.sign(step) * stepSize(step));
    return true;
  }

  draw({ columns, rows }: OverlaySize): OverlayView {
    return { title: this.#title(), rows: this.#rows(columns, rows) };
  }

  /** A click selects, and one on what is selected goes there. */
  #click(row: number, size: OverlaySize): true {
    const { messages, selected } = this.#found;
    const position = this.#foundRows(messages, size)[row]?.position;
    const message = position === selected ? messages[position] : undefined;
    if (message !== undefined) this.#options.go(message);
    else if (position !== undefined) this.#found.select(position);
    return true;
  }

  #enter(): true {
    const words = this.#field.text.trim();
    const { chosen, here } = this.#found;
    if (chosen !== undefined && this.#found.isFor(words)) this.#options.go(chosen);
    else if (words !== "") {
      this.#found.begin(words);
      this.#options.search(words, { here });
    }
    return true;
  }

  #changeScope(): true {
    if (this.#options.here !== undefined) this.#found.here = !this.#found.here;
    return true;
  }

  #title(): string {
    if (this.hasFound) {
      return t("{number} of {count} found (Enter goes there, Escape closes)", {
        number: this.#found.selected + 1,
        count: this.#found.messages.length,
      });
    }
    return this.#options.here === undefined
      ? t("Search (Enter searches, Escape closes)")
      : t("Search (Enter searches, Tab changes where, Escape closes)");
  }

  #rows(columns: number, height: number): Row[] {
    const note = (text: string, role: Role = "faint"): Row[] =>
      wrap(text, Math.max(1, columns - 2)).map(({ start, end }) => [
        { text: ` ${text.slice(start, end)}`, role },
      ]);
    const { result } = this.#found;
    switch (result.type) {
      case "none":
        return note(t("Type words to find messages that have all of them"));
      case "waiting":
        return note(t("searching…"));
      case "failed":
        return note(sanitize(result.reason), "error");
      case "found":
        return this.hasFound
          ? this.#foundRows(result.messages, { columns, rows: height }).map(({ row }) => row)
          : note(t("Nothing was found"));
    }
  }

  /** The rows in sight, each with the position of its message. */
  #foundRows(
    messages: readonly ChatMessageEvent[],
    { columns, rows: height }: OverlaySize,
  ): { readonly row: Row; readonly position: number }[] {
    const { words, selected } = this.#found;
    const view = {
      columns,
      words,
      withRoom: messages.some((one) => isElsewhere(one, messages[0])),
    };
    const chosen = messages[selected];
    const first = Math.max(0, selected - Math.floor(height / 2));
    const rowsFrom = (from: number, to: number) =>
      messages.slice(from, to).map((one, index) => ({
        row: resultRow(one, view),
        position: from + index,
      }));
    const above = rowsFrom(first, selected);
    const below = rowsFrom(selected + 1, selected + height);
    const middle = (chosen === undefined ? [] : chosenRows(chosen, view).slice(0, height))
      .map((row) => ({ row, position: selected }));
    const rows = [...above, ...middle, ...below];
    // The chosen message is in sight whole, however little room there is.
    const skip = Math.max(0, above.length + middle.length - height);
    return rows.slice(skip, skip + height);
  }
}

/** The wheel and the arrows go by one message, pages by several. */
function stepSize(step: number): number {
  return Math.abs(step) <= 3 ? 1 : Math.min(Math.abs(step), Number.MAX_SAFE_INTEGER);
}

function isElsewhere(message: ChatMessageEvent, other: ChatMessageEvent | undefined): boolean {
  return message.conversation !== other?.conversation;
}

interface ResultView {
  readonly columns: number;
  readonly words: readonly string[];
  /** Whether the conversation is named. */
  readonly withRoom: boolean;
}

function resultRow(message: ChatMessageEvent, view: ResultView): Row {
  const margin = marginOf(message, view);
  const columns = Math.max(1, view.columns - widthOf(margin.map(({ text }) => text).join("")));
  const spans = textSpans(message, view.words);
  const text = spans.map((span) => span.text).join("");
  const cut = fit(text, columns).trimEnd();
  return [...margin, ...cutSpans(spans, 0, cut.endsWith("…") ? cut.length - 1 : cut.length)];
}

/** The chosen message is shown with more of its text. */
function chosenRows(message: ChatMessageEvent, view: ResultView): Row[] {
  const margin = marginOf(message, view);
  const indent = widthOf(margin.map(({ text }) => text).join(""));
  const columns = Math.max(1, view.columns - indent);
  const spans = textSpans(message, view.words);
  const lines = wrap(spans.map(({ text }) => text).join(""), columns).slice(0, MAX_CHOSEN_ROWS);
  return lines.map(({ start, end }, index) => {
    const row = [
      ...(index === 0 ? margin : [{ text: " ".repeat(indent) }]),
      ...cutSpans(spans, start, end),
    ];
    const rest = view.columns - widthOf(row.map(({ text }) => text).join(""));
    return [...row, { text: " ".repeat(Math.max(0, rest)) }].map((span): Span => ({
      ...span,
      role: "selected",
      underline: span.role === "mention" ? true : undefined,
    } as Span));
  });
}

function marginOf(
  { time, from, conversation, room }: ChatMessageEvent,
  { columns, withRoom }: ResultView,
): Row {
  const nameColumns = Math.min(NAME_COLUMNS, Math.floor(columns / 4));
  const where = sanitize(room ? roomName(conversation) : conversation);
  return [
    { text: " " },
    ...(columns >= MIN_COLUMNS_FOR_TIME
      ? [{ text: `${fit(formatMoment(time), TIME_COLUMNS)} `, role: "time" } as const]
      : []),
    ...(withRoom ? [{ text: `${fitName(where, nameColumns)} `, role: "faint" } as const] : []),
    { text: `${fit(sanitize(from), nameColumns)} `, nick: from },
  ];
}

/** The text of a message in one line, in which the words that were searched stand out. */
function textSpans({ text }: ChatMessageEvent, words: readonly string[]): Span[] {
  return foundPieces(text, words).map(({ text, isWord }): Span =>
    isWord ? { text, role: "mention" } : { text }
  );
}
