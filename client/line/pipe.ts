import { messageOf } from "../../protocol/errors.ts";
import { Chat } from "../chat.ts";
import type { ChatOptions } from "../chat.ts";
import type { JoinIo } from "../cli/io.ts";
import type { ClientEvent } from "../events.ts";
import { toJson } from "../format/json.ts";
import { COLOUR_PALETTE, PLAIN_PALETTE } from "../format/palette.ts";
import { codes } from "../format/sanitize.ts";
import { toText } from "../format/text.ts";
import type { SessionEnd } from "../session/options.ts";
import { t } from "../texts/mod.ts";
import { inputLines } from "./input_lines.ts";
import { Printer } from "./printer.ts";
import { WaitingReport } from "./waiting_report.ts";

/** Lines from standard input that may wait to be sent; reading pauses beyond. */
const MAX_INPUT_LINES = 256;

/** Options for {@linkcode runPipe}. */
export interface PipeOptions {
  readonly chat: Omit<ChatOptions, "listen" | "interactive">;
  readonly json: boolean;
  readonly colours: boolean;
}

/** How a front end has ended. */
export interface FrontEndResult {
  readonly session: SessionEnd;
  /** Whether something that was typed was refused or could not be done. */
  readonly refused: boolean;
  /** What was typed and not sent, with the names of the conversations. */
  readonly drafts?: readonly { readonly to: string; readonly text: string }[];
}

/** Runs the front end for pipes and scripts: lines in, lines out. */
export async function runPipe(io: JoinIo, options: PipeOptions): Promise<FrontEndResult> {
  let refused = false;
  const out = new Printer(io.stdout, () => chat.leave());
  const err = new Printer(io.stderr, () => {});
  const palette = options.colours ? COLOUR_PALETTE : PLAIN_PALETTE;
  const listen = (event: ClientEvent) => {
    if (event.type === "refused" || event.type === "problem") refused = true;
    const text = toText(event, {
      palette,
      nick: chat.nick,
      // The lines of a room look the same to a script, whatever the current conversation is.
      current: chat.roomCount > 1 ? "" : "*",
      verbose: io.stdin.isTerminal && !options.json,
      now: io.clock.now(),
      same: (a, b) => chat.same(a, b),
    });
    const json = options.json ? toJson(event) : undefined;
    if (json !== undefined) out.print(codes`${json}\n`);
    if (text?.out !== undefined && !options.json) printLines(out, text.out);
    if (text?.err !== undefined) printLines(err, text.err);
  };
  const printLines = (to: Printer, lines: string) => to.print(codes`${palette.render(lines)}\n`);
  const flush = async () => {
    await out.flush();
    await err.flush();
  };
  const chat: Chat = new Chat({
    ...options.chat,
    interactive: false,
    session: { ...options.chat.session, flush },
    listen,
  });
  io.onSignal("interrupt", () => chat.leave());
  io.onSignal("terminate", () => chat.leave());
  const tell = (text: string) => printLines(err, text);
  const report = new WaitingReport({
    clock: io.clock,
    isOnline: () => chat.isOnline,
    waiting: () => chat.waiting,
    tell,
  });
  void readInput(io, { chat, report, warn: tell });
  const session = await chat.run();
  report.stop();
  await flush();
  return { session, refused };
}

// Runs until standard input ends, unless the program ends before.
async function readInput(
  io: JoinIo,
  { chat, report, warn }: {
    readonly chat: Chat;
    readonly report: WaitingReport;
    readonly warn: (text: string) => void;
  },
): Promise<void> {
  const notUtf8 = () => warn(t("The input is not UTF-8: its other bytes were replaced"));
  try {
    for await (const line of inputLines(io.stdin.chunks, { notUtf8 })) {
      report.read();
      chat.input(line);
      await chat.whenWaiting(MAX_INPUT_LINES);
    }
  } catch (error) {
    warn(t("Cannot read standard input: {reason}", { reason: messageOf(error) }));
  }
  report.inputEnded();
  chat.finish();
}
