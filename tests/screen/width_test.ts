import { assert, assertEquals } from "@std/assert";

import { paint } from "../../client/screen/drawing/paint.ts";
import { MONO } from "../../client/screen/drawing/themes.ts";
import { widthOf } from "../../client/screen/drawing/width.ts";
import { layOut } from "../../client/screen/drawing/layout.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { eventually, openScreen } from "./open_screen.ts";
import { startServer } from "../harness/server.ts";
import { TestTerminal } from "../harness/terminal.ts";

/** Texts that tmux and we measure alike. */
const AGREED: readonly string[] = [
  "日本語のテキスト、句読点。",
  "中文字符",
  "한국어 텍스트",
  "ｆｕｌｌ　ｗｉｄｔｈ ﾊﾝｶｸ",
  "e\u0301a\u0308o\u0302",
  "z\u0351\u0352\u0353a\u0354",
  "👨‍👩‍👧‍👦 😀 🎉",
  "🇩🇪🇯🇵🇨🇳",
  "♥ ★ ─ ☎ ⚠ ©",
  "ก็ กำ नि",
  "שלום مرحبا",
  "a\u200bb\u200dc",
];
/** Texts of which terminals believe different things. */
const DISPUTED: readonly string[] = [
  "❤️ ☀️ ⚠️ ©️",
  "👍🏽 👩🏽‍🚀 🧑🏿‍❤️‍💋‍🧑🏻",
  "🏳️‍🌈 👁️‍🗨️ 1️⃣",
  "🫨 🪿 new ones",
  "\u1160\u11a8 \u3164 \u115f",
  "\u00adsoft hy\u00adphens",
  "🇦 alone",
];
/** Frames of which some rows fall on the end of what tmux reads at once. */
const FRAMES = 40;
const PAINTER = { theme: MONO, depth: "16" } as const;
const SIZE = { columns: 100, rows: 30 };

testWith(["tmux"], {
  name: "Letters take as many columns as tmux believes",
  async fn() {
    await using measure = await TmuxMeasure.start();
    for (const text of AGREED) assertEquals(widthOf(text), await measure.columns(text), text);
  },
});

testWith(["tmux"], {
  name: "Whatever width the terminal believes, the panels stay where they are",
  async fn() {
    await using server = await startServer();
    await using measure = await TmuxMeasure.start();
    using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
    await using bob = await openScreen(server, "bob", SIZE);
    const layout = layOut({ ...SIZE, composerRows: 1 });
    for (const text of [...AGREED, ...DISPUTED]) await alice.send(`PRIVMSG #1 :${text} end.`);
    await alice.send("PRIVMSG #1 :the last one");
    await bob.until((line) => line.includes("the last one"));
    const rows = (await bob.rows()).filter((row) => row.includes("end."));
    assertEquals(rows.length, AGREED.length + DISPUTED.length);
    for (const row of rows) {
      // tmux keeps only the beginning of a letter of many bytes, whose last joiner would join more.
      const before = row.slice(0, row.lastIndexOf("│")).replace(/\u200d(?= )/g, "");
      const column = await measure.columns(before);
      assertEquals(column, SIZE.columns - layout.right - 1, row);
    }
  },
});

testWith(["tmux"], {
  name: "The cursor stands behind what is typed, whatever its width",
  async fn() {
    await using server = await startServer();
    await using bob = await openScreen(server, "bob", SIZE);
    for (const text of [...AGREED, ...DISPUTED]) {
      await bob.paste(text);
      const column = widthOf("1> ") + widthOf(text);
      await eventually(bob, {
        what: `the cursor in column ${column} behind ${text}`,
        holds: async () => await bob.value("cursor_x") === String(column),
      });
      await bob.press("Left", "Right", "End", "C-u");
      await bob.until((line) => line.trimEnd() === "1>");
    }
    const row = Number(await bob.value("cursor_y"));
    assert(row === SIZE.rows - 1);
  },
});

testWith(["tmux"], {
  name: "No letter is lost behind one of disputed width, wherever tmux stops reading",
  async fn() {
    const texts = [...AGREED, ...DISPUTED];
    const file = await Deno.makeTempFile({ prefix: "chat-test-" });
    const command = ["tail", "-n", "+1", "-f", file];
    await using terminal = await TestTerminal.start(command, SIZE);
    // It is while tmux draws for somebody that it could lose letters.
    await using _client = await TestTerminal.start(terminal.attachCommand, SIZE);
    const textAt = (index: number) => texts[index % texts.length] ?? "";
    for (let frame = 0; frame < FRAMES; frame++) {
      const rows = Array.from({ length: SIZE.rows - 2 }, (_, index) => {
        const [name, text] = [textAt(frame * 5 + index), textAt(frame + index * 7)];
        const row = [{ text: ` # ${name}` }, { text: " │ " }, { text: `↳ ${text}: ${name}` }];
        const painted = paint(row, { from: 0, columns: SIZE.columns }, PAINTER);
        return `\x1b[${index + 1};1H${painted}\x1b[K`;
      });
      const last = `\x1b[${SIZE.rows - 1};1Hframe ${frame}.`;
      await Deno.writeTextFile(file, `\x1b[?7l${rows.join("")}${last}`, { append: true });
      const drawn = await terminal.until((line) => line === `frame ${frame}.`);
      assertEquals(drawn.filter((row) => row.includes("#") && !row.includes("↳")), []);
    }
    await Deno.remove(file);
  },
});

/** A terminal that says how many columns a text takes. */
class TmuxMeasure implements AsyncDisposable {
  readonly #terminal: TestTerminal;
  readonly #file: string;
  #count = 0;

  private constructor(terminal: TestTerminal, file: string) {
    this.#terminal = terminal;
    this.#file = file;
  }

  static async start(): Promise<TmuxMeasure> {
    const file = await Deno.makeTempFile({ prefix: "chat-test-" });
    const command = ["tail", "-n", "+1", "-f", file];
    return new TmuxMeasure(await TestTerminal.start(command, { columns: 200, rows: 5 }), file);
  }

  async columns(text: string): Promise<number> {
    // The title says that everything before it has been taken.
    const title = `measured-${++this.#count}`;
    const output = `\x1b[H\x1b[2J${text}\x1b]2;${title}\x07`;
    await Deno.writeTextFile(this.#file, output, { append: true });
    await eventually(this.#terminal, {
      what: "measuring",
      holds: async () => await this.#terminal.value("pane_title") === title,
    });
    return Number(await this.#terminal.value("cursor_x"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#terminal[Symbol.asyncDispose]();
    await Deno.remove(this.#file);
  }
}
