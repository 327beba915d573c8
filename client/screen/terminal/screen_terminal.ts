import type { JoinIo } from "../../cli/io.ts";
import type { Input } from "../../editing/keys.ts";
import { codes, sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import type { FrameWriter } from "./frame_writer.ts";
import { enterScreen, leaveScreen, mouseMode, takeModes } from "./modes.ts";

/** Options for {@linkcode ScreenTerminal}. */
export interface ScreenTerminalOptions {
  readonly writer: FrameWriter;
  /** Whether clicks and the wheel are for us. */
  readonly mouse: boolean;
  /** Called when the terminal is ours again and shows nothing of us. */
  readonly redraw: () => void;
  /** Called when the process cannot be stopped, with the terminal ours again. */
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
  /** Whether the person was asked to have the terminal stop the process. */
  #isAsking = false;
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

  /**
   * Gives the terminal back and stops the process until the shell continues it. Where the process
   * may not stop itself, the person is asked to have the terminal do it.
   */
  async suspend(): Promise<void> {
    if (!this.#isOurs || this.#closed) return;
    await this.#writer.pause();
    this.#giveBack();
    const result = this.#io.stop();
    if (result === "stopped") return;
    if (result === "by-terminal") {
      this.#isAsking = true;
      const how = t("Press Ctrl+Z once more to stop chat, Enter to go on");
      this.#io.writeNow(codes`${sanitize(how)}\n`);
      return;
    }
    this.#continue();
    this.#cannotStop?.();
  }

  /** Takes what was typed while the person was asked: Enter goes on. False if it is not for us. */
  takes(inputs: readonly Input[]): boolean {
    if (!this.#isAsking) return false;
    if (inputs.some((input) => input.type === "key" && input.name === "enter")) this.#continue();
    return true;
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
    const take = this.#isOurs ? takeModes : enterScreen;
    this.#isOurs = true;
    this.#isAsking = false;
    this.#setRaw(true);
    this.#io.writeNow(take({ mouse: this.#mouse }));
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
