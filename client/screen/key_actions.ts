import type { Completer } from "../completion/completer.ts";
import type { Clock } from "../connection/clock.ts";
import type { Composer } from "../editing/composer.ts";
import type { Navigator } from "../navigation/navigator.ts";
import { t } from "../texts/mod.ts";
import type { Actions } from "./actions.ts";
import { BINDINGS } from "./bindings.ts";
import type { Leaving } from "./leaving.ts";
import { KeysPage } from "./overlays/keys_page.ts";
import type { Overlay } from "./overlays/overlay.ts";
import { Switcher } from "./overlays/switcher.ts";
import type { Scroller } from "./scroller.ts";
import type { Search } from "./search.ts";

/** How long a second Ctrl+C counts as one, in milliseconds. */
const INTERRUPT_MS = 3_000;

/** Options for {@linkcode KeyActions}. */
export interface KeyActionsOptions {
  readonly navigator: Navigator;
  readonly completer: Completer;
  readonly scroller: Scroller;
  readonly search: Search;
  readonly leaving: Leaving;
  readonly clock: Clock;
  /** Shows a page in front of the messages; undefined for none. */
  readonly show: (overlay: Overlay | undefined) => void;
  readonly redraw: () => void;
  readonly suspend: () => void;
}

/** What the keys of the screen do. */
export class KeyActions implements Actions {
  readonly redraw: () => void;
  readonly suspend: () => void;
  readonly #options: KeyActionsOptions;
  #interruptedAt = -Infinity;

  constructor(options: KeyActionsOptions) {
    this.#options = options;
    this.redraw = options.redraw;
    this.suspend = options.suspend;
  }

  get composer(): Composer {
    return this.#options.navigator.place.composer;
  }

  /** What the person is to know for a moment, and when that ends; undefined for nothing. */
  get hint(): { readonly text: string; readonly ends: number } | undefined {
    const ends = this.#interruptedAt + INTERRUPT_MS;
    if (this.#options.clock.now() >= ends) return undefined;
    return { text: t("Ctrl+C again leaves"), ends };
  }

  goToPosition(position: number): void {
    this.#options.navigator.goToPosition(position);
  }

  goBy(step: 1 | -1): void {
    this.#options.navigator.goBy(step);
  }

  goToUnread(): void {
    this.#options.navigator.goToUnread();
  }

  scrollPages(pages: number): void {
    this.#options.scroller.byPages(pages);
  }

  scrollToEnd(): void {
    this.#options.scroller.toEnd();
  }

  endOfLine(): void {
    if (this.composer.isEmpty) this.scrollToEnd();
    else this.composer.lineEnd();
  }

  complete(step: 1 | -1): void {
    this.#options.completer.step(this.composer, step);
  }

  escape(): void {
    const { completer, navigator } = this.#options;
    if (!completer.cancel(this.composer)) navigator.place.marked = undefined;
  }

  up(): void {
    const { completer, navigator } = this.#options;
    if (completer.hasChoice) return this.complete(-1);
    completer.close();
    if (!this.composer.up()) navigator.place.recall(-1);
  }

  down(): void {
    const { completer, navigator } = this.#options;
    if (completer.hasChoice) return this.complete(1);
    completer.close();
    if (!this.composer.down()) navigator.place.recall(1);
  }

  findTyped(): void {
    this.#options.completer.close();
    this.#options.navigator.place.find();
  }

  submit(): void {
    const { navigator, leaving } = this.#options;
    const text = navigator.place.take();
    leaving.goOn();
    if (text !== "") navigator.chat.input(text);
  }

  interrupt(): void {
    if (!this.composer.isEmpty) {
      this.composer.set("");
      return;
    }
    if (this.hint !== undefined) this.#options.leaving.leave();
    this.#interruptedAt = this.#options.clock.now();
  }

  endOfInput(): void {
    if (this.composer.isEmpty) this.#options.leaving.quit(undefined);
    else this.composer.deleteRight();
  }

  showKeys(): void {
    const { show } = this.#options;
    show(
      new KeysPage(BINDINGS, () => {
        show(undefined);
        this.composer.insert("?");
      }),
    );
  }

  showSearch(): void {
    this.#options.show(this.#options.search.open());
  }

  stepSearch(step: 1 | -1): void {
    this.#options.search.step(step);
  }

  showSwitcher(): void {
    const { navigator, show } = this.#options;
    show(new Switcher(navigator.destinations, () => show(undefined)));
  }
}
