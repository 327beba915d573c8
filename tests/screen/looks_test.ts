import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";

import { testWith } from "../harness/peers.ts";
import { startServer } from "../harness/server.ts";
import type { TestTerminal } from "../harness/terminal.ts";
import { eventually, openScreen } from "./open_screen.ts";

/** Colours that the palette of 256 has exactly, by their numbers. */
const NAVY = { rgb: "#000087", sgr: "48;5;18" };
const MAROON = { rgb: "#870000", sgr: "48;5;88" };
/** Bold, dim, italic, underlined, inverse and none of these. */
const ONLY_STYLES = /^[0-7](?:[; ][0-7])*$/;
const DARK = "48;5;234";

testWith(["tmux"], {
  name: "A theme of one's own is used at once, read again, refused with a line, and left again",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "chat-test-" });
    const write = (text: string) => Deno.writeTextFile(`${folder}/chat/themes/mine.toml`, text);
    try {
      await Deno.mkdir(`${folder}/chat/themes`, { recursive: true });
      await write(`base = "light"\nbackground = "${NAVY.rgb}"\n`);
      await using server = await startServer();
      const env = { XDG_CONFIG_HOME: folder };
      await using alice = await openScreen(server, "alice", { env });
      assert((await alice.colouredScreen()).includes(DARK));
      await alice.enter("/theme mine");
      await coloured(alice, NAVY.sgr);
      assert(!(await alice.colouredScreen()).includes(DARK));
      await write(`base = "light"\nbackground = "${MAROON.rgb}"\n`);
      await alice.enter("/theme mine");
      await coloured(alice, MAROON.sgr);

      await write(`base = "light"\n\n[roles.time]\nblink = true\n`);
      await alice.enter("/theme mine");
      await alice.until((line) => line.includes("Cannot set theme: mine.toml, line 4:"));
      assert((await alice.colouredScreen()).includes(MAROON.sgr));
      await alice.press("C-u");
      await alice.enter("/theme dark");
      await coloured(alice, DARK);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

testWith(["tmux"], {
  name: "/set colours draws with as many colours as it says, at once",
  async fn() {
    await using server = await startServer();
    await using alice = await openScreen(server, "alice");
    const drawnWith = async (colours: string) => {
      await alice.enter(`/set colours ${colours}`);
      await alice.until((line) => line.includes(`colours is ${colours} now`));
      return await stylesOf(alice);
    };
    assertMatch(await drawnWith("true"), /38;2;\d+;\d+;\d+/);
    const palette = await drawnWith("256");
    assertMatch(palette, /38;5;\d+/);
    assertNotMatch(palette, /38;2;/);
    const sixteen = await drawnWith("16");
    assertMatch(sixteen, /\b[39][0-7]\b/);
    assertNotMatch(sixteen, /38;/);
    assertMatch(await drawnWith("none"), ONLY_STYLES);
  },
});

testWith(["tmux"], {
  name: "With NO_COLOR nothing is coloured, whatever the theme",
  async fn() {
    await using server = await startServer();
    const env = { NO_COLOR: "1", COLORTERM: "truecolor" };
    await using alice = await openScreen(server, "alice", { env });
    await alice.enter("/theme blue");
    await alice.until((line) => line.includes("theme is blue now"));
    assertMatch(await stylesOf(alice), ONLY_STYLES);
  },
});

testWith(["tmux"], {
  name: "The screen changes its language at once",
  async fn() {
    await using server = await startServer();
    await using alice = await openScreen(server, "alice", { env: { LC_ALL: "C.UTF-8" } });
    await alice.enter("/set language zh");
    await alice.until((line) => line.includes("alice") && line.includes("已连接"));
    await alice.until((line) => line.includes("language 现在是 zh"));
    await alice.until((line) => /20\d\d年\d+月\d+日/.test(line));
    assertEquals((await alice.rows()).filter((line) => line.includes("connected")), []);
    await alice.enter("/set language en");
    await alice.until((line) => line.includes("alice") && line.includes("connected"));
  },
});

async function coloured(terminal: TestTerminal, sgr: string): Promise<void> {
  await eventually(terminal, {
    what: `the colour ${sgr}`,
    holds: async () => (await terminal.colouredScreen()).includes(sgr),
  });
}

/** The parameters of every change of style of a screen that is drawn once more. */
async function stylesOf(terminal: TestTerminal): Promise<string> {
  await terminal.record();
  await terminal.press("C-l");
  await eventually(terminal, {
    what: "a whole frame",
    async holds() {
      const [, afterPrompt = ""] = (await terminal.written()).split("1>");
      return afterPrompt.includes("\x1b[?2026l");
    },
  });
  // deno-lint-ignore no-control-regex
  return [...(await terminal.written()).matchAll(/\x1b\[([\d;]*)m/g)].map(([, sgr]) => sgr)
    .join(" ");
}
