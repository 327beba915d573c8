import type { Input } from "../../editing/keys.ts";
import type { Row } from "../drawing/style.ts";

/** The space that an overlay has. */
export interface OverlaySize {
  readonly columns: number;
  readonly rows: number;
}

/** What an overlay shows in the place of the messages. */
export interface OverlayView {
  /** What stands in the row of the topic. */
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Something that takes the place of the messages and the keys for a while. */
export interface Overlay {
  /** What is typed into it, shown in the composer's place; undefined where nothing can be. */
  readonly field:
    | { readonly prompt: string; readonly text: string; readonly cursor: number }
    | undefined;
  draw(size: OverlaySize): OverlayView;
  /** Takes an input, clicks counted from its corner; false leaves it to the screen. Escape is taken by the screen, which closes it. */
  input(input: Input, size: OverlaySize): boolean;
  /** Called when the person closes it with Escape. */
  close?(): void;
}
