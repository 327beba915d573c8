import type { Composer } from "../editing/composer.ts";

/** What keys can do to the screen. */
export interface Actions {
  /** What is being typed in the current conversation. */
  readonly composer: Composer;
  goToPosition(position: number): void;
  goBy(step: 1 | -1): void;
  goToUnread(): void;
  scrollPages(pages: number): void;
  scrollToEnd(): void;
  endOfLine(): void;
  up(): void;
  down(): void;
  /** Brings back the last text that was sent and contains what is typed. */
  findTyped(): void;
  submit(): void;
  interrupt(): void;
  endOfInput(): void;
  /** Puts in the next or the previous way to complete what is typed. */
  complete(step: 1 | -1): void;
  /** Closes what is open above the composer. */
  escape(): void;
  redraw(): void;
  /** Gives the terminal to the shell until it brings us back. */
  suspend(): void;
  /** Shows the page of keys. */
  showKeys(): void;
  /** Shows the page that searches the history. */
  showSearch(): void;
  /** Goes to the next found message, or to the one before. */
  stepSearch(step: 1 | -1): void;
  /** Shows where one can go. */
  showSwitcher(): void;
}
