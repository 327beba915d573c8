import type { JoinIo } from "../../cli/io.ts";
import type { FrameWriter } from "./frame_writer.ts";
import { enterScreen, leaveScreen, mouseMode } from "./modes.ts";

/** Options for {@linkcode ScreenTerminal}. */
export interface ScreenTerminalOptions {
  readonly writer: FrameWriter;
  /** Whether clicks and the wheel are for us. */
  readonly mouse: boolean;
  /** Called when the terminal is ours again and shows nothing of us. */
  readonly redraw: () => void;
  /** Called when the process cannot stop itself, with the terminal ours again. */
  readonly cannotStop?: () => void;
}

/** The terminal while the full screen has it, which is given back in every way that it can end. */
export class ScreenTerminal {
  readonly #io: JoinIo;
  readonly #writer: FrameWriter;
  readonly #redraw: () => void;
  readonly #cannotStop: (() => void) | undefined;
  #mouse: boolean;
  #isOurs = false;
  #closed = false;

  constructor(io: JoinIo, options: ScreenTerminalOptions) {
    this.#io = io;
    this.#writer = options.writer;
    this.#redraw = options.redraw;
    this.#cannotStop = options.cannotStop;
    this.#mouse = options.mouse;
  }

  /** Takes the terminal, and takes care that it is given back. */
  open(): void {
    const io = this.#io;
    io.onCrash(() => this.close());
    io.onSignal("suspend", () => void this.suspend());
    io.onSignal("continue", () => this.#continue());
    this.#take();
  }

  /** Turns the mouse on or off. */
  setMouse(mouse: boolean): void {
    if (mouse === this.#mouse) return;
    this.#mouse = mouse;
    if (this.#isOurs) this.#writer.send(mouseMode(mouse));
  }

  /** Gives the terminal back and stops the process until the shell continues it. */
  async suspend(): Promise<void> {
    if (!this.#isOurs || this.#closed) return;
    await this.#writer.pause();
    this.#giveBack();
    if (this.#io.stop()) return;
    this.#continue();
    this.#cannotStop?.();
  }

  /** Gives the terminal back for good. Does nothing the second time. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writer.pause();
    this.#giveBack();
  }

  /** The shell, or somebody else, let the process go on: the terminal may be in any state. */
  #continue(): void {
    if (this.#closed) return;
    this.#take();
    this.#writer.resume();
    this.#redraw();
  }

  #take(): void {
    this.#isOurs = true;
    this.#setRaw(true);
    this.#io.writeNow(enterScreen({ mouse: this.#mouse }));
  }

  #giveBack(): void {
    if (!this.#isOurs) return;
    this.#isOurs = false;
    this.#io.writeNow(leaveScreen());
    this.#setRaw(false);
  }

  #setRaw(raw: boolean): void {
    try {
      this.#io.setRaw(raw);
    } catch {
      // The terminal was closed: nothing is left to be set.
    }
  }
}
