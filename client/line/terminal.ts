import { Chat } from "../chat.ts";
import type { ChatOptions } from "../chat.ts";
import type { JoinIo } from "../cli/io.ts";
import type { ClientEvent } from "../events.ts";
import { roomName } from "../format/names.ts";
import { COLOUR_PALETTE, PLAIN_PALETTE } from "../format/palette.ts";
import type { Palette } from "../format/palette.ts";
import { codes, sanitize } from "../format/sanitize.ts";
import { nameTaken, passwordNeeded } from "../format/entry_problems.ts";
import { checkName } from "../format/nickname.ts";
import { toText } from "../format/text.ts";
import type { NameAnswer, NameFailure, SessionEnd } from "../session/options.ts";
import { t } from "../texts/mod.ts";
import { completeFrom } from "./complete.ts";
import { Editor } from "./editor.ts";
import type { Pasted } from "../editing/paste_buffer.ts";
import { KeyDecoder } from "./keys.ts";
import type { Key } from "./keys.ts";
import type { FrontEndResult } from "./pipe.ts";
import { Printer } from "./printer.ts";
import { Screen } from "./screen.ts";
import { maskSecrets, withoutSecrets } from "../commands/secrets.ts";
import { Attention } from "../screen/attention.ts";
import { wrapLines } from "./wrap_lines.ts";

/** How long a second Ctrl+C counts as one, in milliseconds. */
const INTERRUPT_MS = 3_000;
/** Lines of ours that are shown before the server has confirmed them; the rest is counted. */
const MAX_PENDING_ROWS = 4;
/** Events after which other lines of ours than before are not confirmed yet. */
const PENDING_EVENTS: ReadonlySet<ClientEvent["type"]> = new Set([
  "queued",
  "delivered",
  "refused",
  "discard",
]);

/** Options for {@linkcode runTerminal}. */
export interface TerminalOptions {
  readonly chat: Omit<ChatOptions, "listen" | "interactive">;
  readonly colours: boolean;
}

/** Runs the front end for a terminal: a line to type in, and everything else above it. */
export async function runTerminal(io: JoinIo, options: TerminalOptions): Promise<FrontEndResult> {
  const session = await new TerminalFrontEnd(io, options).run();
  return { session, refused: false };
}

/** A question to the person. */
interface TypedQuestion {
  readonly prompt: string;
  /** Whether what is typed is shown as dots, and is no line that the arrows bring back. */
  readonly secret?: boolean;
  /** Whether Enter alone is an answer. */
  readonly takesNothing?: boolean;
  readonly answer: (line?: string) => void;
}

class TerminalFrontEnd {
  readonly #io: JoinIo;
  readonly #chat: Chat;
  readonly #editor: Editor;
  readonly #printer: Printer;
  readonly #screen: Screen;
  readonly #keys = new KeyDecoder();
  readonly #palette: Palette;
  readonly #attention: Attention;
  /** When Ctrl+C was pressed with nothing typed. */
  #interruptedAt = -Infinity;
  /** Whether the person was asked to have the terminal stop the process. */
  #asksToStop = false;
  #isOver = false;
  /** A question that the next typed line answers. */
  #question: TypedQuestion | undefined;

  constructor(io: JoinIo, options: TerminalOptions) {
    this.#io = io;
    this.#palette = options.colours ? COLOUR_PALETTE : PLAIN_PALETTE;
    this.#printer = new Printer(io.stdout, () => this.#chat.leave());
    this.#screen = new Screen({
      write: (text) => this.#printer.print(text),
      columns: () => io.columns(),
      faint: (text) => this.#palette.render(this.#palette.faint(text)),
    });
    this.#attention = new Attention({
      settings: options.chat.settings,
      now: () => io.clock.now(),
      send: (text) => this.#printer.print(text),
    });
    this.#editor = new Editor(completeFrom(() => this.#chat.state));
    this.#chat = new Chat({
      ...options.chat,
      interactive: true,
      session: {
        ...options.chat.session,
        flush: () => this.#printer.flush(),
        askName: (taken, about) => this.#askName(taken, about),
        askPassword: (failure) => {
          this.#print(this.#palette.error(passwordNeeded(failure)));
          return this.#ask({ prompt: t("Password: "), secret: true });
        },
        askAgain: (what) => this.#askAgain(what),
      },
      listen: (event) => this.#listen(event),
    });
  }

  async run(): Promise<SessionEnd> {
    const io = this.#io;
    io.setRaw(true);
    try {
      io.onSignal("suspend", () => void this.#suspend());
      io.onSignal("continue", () => this.#continue());
      io.onSignal("resize", () => this.#screen.redraw());
      io.onSignal("interrupt", () => this.#leave());
      io.onSignal("terminate", () => this.#leave());
      this.#show();
      this.#screen.open();
      void this.#readKeys();
      return await this.#chat.run();
    } finally {
      this.#isOver = true;
      this.#screen.close();
      await this.#printer.flush();
      io.setRaw(false);
    }
  }

  async #readKeys(): Promise<void> {
    try {
      for await (const chunk of this.#io.stdin.chunks) {
        for (const key of this.#keys.push(chunk)) this.#press(key);
        this.#show();
      }
    } catch {
      // The terminal was closed: the chat ends as if the input had ended.
    }
    this.#chat.finish();
    this.#answer(undefined);
  }

  #leave(): void {
    this.#chat.leave();
    this.#answer(undefined);
  }

  /** Gives the terminal to the shell until it brings us back. */
  async #suspend(): Promise<void> {
    if (this.#isOver) return;
    this.#screen.close();
    await this.#printer.flush();
    this.#io.setRaw(false);
    const result = this.#io.stop();
    if (result === "stopped") return;
    if (result === "by-terminal") {
      this.#asksToStop = true;
      const how = t("Press Ctrl+Z once more to stop chat, Enter to go on");
      return this.#io.writeNow(codes`${sanitize(how)}\n`);
    }
    this.#continue();
  }

  /** The shell let the process go on: the terminal may be in any state. */
  #continue(): void {
    if (this.#isOver) return;
    this.#asksToStop = false;
    this.#io.setRaw(true);
    this.#screen.open();
  }

  #press(key: Key): void {
    if (this.#asksToStop) {
      if (key.type === "key" && key.name === "enter") this.#continue();
    } else if (key.type === "paste") this.#paste(key);
    else if (key.type === "text") this.#editor.insert(key.text);
    else if (key.name === "enter") this.#enter();
    else if (key.name === "interrupt" || key.name === "end-of-input") this.#stop(key.name);
    else if (key.name === "redraw") this.#screen.redraw();
    else if (key.name === "suspend") void this.#suspend();
    else this.#editor.press(key.name);
  }

  #paste({ text, leftOut }: Pasted): void {
    const count = leftOut + this.#editor.insert(text);
    if (count > 0) this.#chat.tell(t("{count} characters of the paste were left out", { count }));
  }

  #enter(): void {
    if (this.#question !== undefined) {
      const { secret = false, takesNothing = false } = this.#question;
      const { text } = this.#editor;
      const line = secret ? text : text.trim();
      this.#editor.discard();
      if (line !== "" || takesNothing) this.#answer(line);
      return;
    }
    const text = this.#editor.take(this.#chat.current);
    const command = /^\/[^/][^\n]*/.exec(text)?.[0];
    if (command === undefined) this.#chat.input(text.replace(/\n+$/, ""));
    else {
      this.#chat.input(command);
      // The further lines of a paste are a message, even if they begin with a slash.
      this.#chat.say(text.slice(command.length).replace(/^\n+|\n+$/g, ""));
    }
  }

  // Ctrl-C clears the edited line, Ctrl-D deletes a letter; on an empty line Ctrl-D leaves, and
  // Ctrl-C, which may be pressed once too often, leaves the second time.
  #stop(key: "interrupt" | "end-of-input"): void {
    if (this.#question !== undefined) this.#answer(undefined);
    else if (this.#editor.text === "") {
      if (key === "end-of-input" || this.#isSecondInterrupt()) this.#chat.input("/quit");
      else this.#chat.tell(t("Ctrl+C again leaves"));
    } else if (key === "interrupt") this.#editor.replace("");
    else this.#editor.press("delete");
  }

  #isSecondInterrupt(): boolean {
    const before = this.#interruptedAt;
    this.#interruptedAt = this.#io.clock.now();
    return this.#interruptedAt - before < INTERRUPT_MS;
  }

  #answer(line: string | undefined): void {
    const question = this.#question;
    this.#question = undefined;
    question?.answer(line);
  }

  async #askName(
    taken: string,
    about: NameFailure,
  ): Promise<NameAnswer | undefined> {
    const { error } = this.#palette;
    const name = sanitize(taken);
    if (about.isOwned) {
      this.#print(error(t('The name "{nick}" has an account', { nick: name })));
      const prompt = t("Its password, or only Enter for another name: ");
      const password = await this.#ask({ prompt, secret: true, takesNothing: true });
      if (password !== "") return password === undefined ? undefined : { password };
    } else this.#print(error(sanitize(nameTaken(name, about))));
    while (true) {
      const nick = await this.#ask({ prompt: t("Another name: ") });
      const problem = nick === undefined ? undefined : checkName(nick);
      if (problem === undefined) return nick;
      this.#print(error(problem));
    }
  }

  async #askAgain(what: string): Promise<boolean> {
    this.#print(this.#palette.error(sanitize(what)));
    const prompt = t("Enter the server again? Type yes or no: ");
    const answer = await this.#ask({ prompt });
    return /^(y|yes|是)$/i.test(answer ?? "");
  }

  #ask(question: Omit<TypedQuestion, "answer">): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#question = { ...question, answer: resolve };
      this.#show();
    });
  }

  #listen(event: ClientEvent): void {
    const chat = this.#chat;
    if (PENDING_EVENTS.has(event.type)) this.#show();
    const text = toText(event, {
      palette: this.#palette,
      nick: chat.nick,
      // With several rooms, lines of the past do not say what the current room was.
      current: chat.roomCount > 1 ? "" : chat.current,
      verbose: true,
      now: this.#io.clock.now(),
      same: (a, b) => chat.same(a, b),
    });
    const lines = text?.out ?? text?.err;
    if (lines !== undefined) this.#print(lines);
    // Nobody knows whether the person looks at the terminal.
    if (event.type === "message") this.#attention.message(event, { nick: chat.nick, seen: false });
    if (event.type === "queued" && !chat.isOnline) {
      const text = t("Will be sent once connected: {text}", { text: sanitize(event.text) });
      this.#print(this.#palette.faint(text));
    }
    const isRefusal = event.type === "problem" || event.type === "refused";
    if (isRefusal && event.text !== undefined) this.#editor.refused(event.text);
    if (event.type === "clear") this.#screen.clear();
    if (event.type === "focus" || event.type === "problem" || event.type === "nick") this.#show();
  }

  /** Lines of ours that the server has not confirmed, as rows. */
  #pendingRows(): string[] {
    const { current, state } = this.#chat;
    const pending = [...state.pending.values()];
    const rows = pending.slice(0, MAX_PENDING_ROWS).map(({ target, text }) => {
      const where = this.#chat.same(target, current) ? "" : `[${roomName(target)}] `;
      return `… ${where}${maskSecrets(text, target)}`;
    });
    const more = pending.length - rows.length;
    return more === 0 ? rows : [...rows, `… ${t("and {count} more", { count: more })}`];
  }

  #print(lines: string): void {
    // The last column stays free: some terminals begin a new line there.
    this.#screen.print(this.#palette.render(wrapLines(lines, this.#io.columns() - 1)));
  }

  #show(): void {
    const { current } = this.#chat;
    const where = current === "" ? "" : sanitize(roomName(current));
    const { cells } = this.#editor;
    this.#screen.show({
      above: this.#question === undefined ? this.#pendingRows() : [],
      prompt: this.#question?.prompt ?? `${where}> `,
      cells: this.#question?.secret === true
        ? cells.map(() => "•")
        : withoutSecrets(cells, current),
      cursor: this.#editor.cursor,
    });
  }
}
