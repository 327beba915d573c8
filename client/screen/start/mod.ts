import type { JoinIo } from "../../cli/io.ts";
import { FrameWriter } from "../terminal/frame_writer.ts";
import { paint, type Painter } from "../drawing/paint.ts";
import { readInput } from "../terminal/input_reader.ts";
import { ScreenTerminal } from "../terminal/screen_terminal.ts";
import { type StartAnswers, StartForm, type StartFormOptions } from "./start_form.ts";

export type { StartAnswers } from "./start_form.ts";

/**
 * Shows the first page on the terminal until the person has answered; undefined if they leave.
 * What they type after that stays in the input.
 */
export async function askStart(
  io: JoinIo,
  { painter, ...options }: StartFormOptions & { readonly painter: Painter },
): Promise<StartAnswers | undefined> {
  const form = new StartForm(options);
  const writer = new FrameWriter({ write: (text) => io.stdout.write(text) });
  let result: "done" | "quit" | undefined;
  const draw = () => {
    const { columns, rows } = io.size();
    const frame = form.draw({ columns, rows });
    const painted = Array.from(
      { length: rows },
      (_, index) => paint(frame.rows[index] ?? [], { from: 0, columns }, painter),
    );
    writer.show(painted, frame.cursor);
  };
  const redraw = () => {
    writer.invalidate();
    draw();
  };
  const terminal = new ScreenTerminal(io, { writer, mouse: false, redraw });
  const stopped = new Promise<void>((resolve) => {
    io.onSignal("interrupt", resolve);
    io.onSignal("terminate", resolve);
  });
  io.onSignal("resize", () => result ?? redraw());
  terminal.open();
  draw();
  const reading = readInput(io.stdin.chunks, {
    clock: io.clock,
    take: (inputs) => {
      for (const input of inputs) {
        if (input.type === "key" && input.name === "ctrl+l") redraw();
        result ??= form.input(input);
      }
      if (result === undefined) draw();
    },
    isOver: () => result !== undefined,
  });
  await Promise.race([reading, stopped]);
  await terminal.close();
  return result === "done" ? form.answers : undefined;
}
