import { Composer } from "../../editing/composer.ts";
import type { Input } from "../../editing/keys.ts";
import { t } from "../../texts/mod.ts";
import type { Row } from "../drawing/style.ts";
import { wrap } from "../drawing/wrap.ts";
import type { Overlay, OverlaySize, OverlayView } from "../overlays/overlay.ts";
import { EDITING } from "./start_form.ts";

/** A question to the person. */
export interface QuestionOptions {
  readonly title: string;
  /** What has happened, and what to type. */
  readonly text: string;
  readonly prompt: string;
  /** What stands in the field at first. */
  readonly initial: string;
  /** Whether what is typed is shown as dots. */
  readonly secret: boolean;
  /** Returns what is wrong with an answer; undefined if it can be used. */
  readonly check: (answer: string) => string | undefined;
  /** Takes the answer, once; undefined if there is none. */
  readonly answer: (answer: string | undefined) => void;
}

/** Asks the person something in the place of the messages. */
export class Question implements Overlay {
  readonly #options: QuestionOptions;
  readonly #composer = new Composer();
  #problem: string | undefined;
  #answered = false;

  constructor(options: QuestionOptions) {
    this.#options = options;
    this.#composer.set(options.initial);
  }

  get field() {
    const { prompt, secret } = this.#options;
    const { text, cursor } = this.#composer;
    return { prompt, text: secret ? "•".repeat(text.length) : text, cursor };
  }

  draw({ columns, rows }: OverlaySize): OverlayView {
    const width = Math.max(10, columns - 2);
    const lines = (text: string, role: "text" | "error" | "faint") =>
      wrap(text, width).map(({ start, end }): Row => [
        { text: ` ${text.slice(start, end)}`, role },
      ]);
    return {
      title: this.#options.title,
      rows: [
        [],
        ...lines(this.#options.text, "text"),
        ...(this.#problem === undefined ? [] : lines(this.#problem, "error")),
        [],
        ...lines(t("Enter goes on, Escape gives up"), "faint"),
      ].slice(0, rows),
    };
  }

  input(input: Input): boolean {
    if (input.type === "text" || input.type === "paste") {
      this.#problem = undefined;
      this.#composer.insert(input.text.replace(/\s*\n\s*/g, " "));
      return true;
    }
    if (input.type !== "key") return false;
    if (input.name === "ctrl+c" && this.#composer.isEmpty) return false;
    if (input.name === "ctrl+c") this.#composer.set("");
    else if (input.name === "enter") this.#enter();
    else EDITING[input.name]?.(this.#composer);
    return true;
  }

  close(): void {
    this.#answer(undefined);
  }

  #enter(): void {
    const { secret, check } = this.#options;
    const text = secret ? this.#composer.text : this.#composer.text.trim();
    this.#problem = check(text);
    if (this.#problem === undefined) this.#answer(text);
  }

  #answer(answer: string | undefined): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#options.answer(answer);
  }
}
