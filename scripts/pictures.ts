/**
 * Draws docs/screen-THEME.svg and docs/page-NAME.png: a real server, people who talk there, and what
 * one of them sees in a terminal of tmux and in Chromium, which it needs.
 * `deno task pictures` draws them again; with the word `page`, only those of the page.
 */

import { startServer } from "../tests/harness/server.ts";
import type { TestTerminal } from "../tests/harness/terminal.ts";
import { openScreen } from "../tests/screen/open_screen.ts";
import { drawPages } from "./page_pictures.ts";
import { OTHER_ROOM, ROOM, Talker } from "./talker.ts";
import { drawTerminal } from "./terminal_svg.ts";

const ROOT = new URL("../", import.meta.url).pathname;
/** The themes that are drawn; the screen begins with the first. */
const THEMES = ["dark", "light", "blue"] as const;
/** Times of day differ from run to run; the pictures show the minutes from this one on. */
const FIRST_HOUR = 21;
const FIRST_MINUTE = 14;
const DRAFT = "see you at the demo, 明天见";

interface People {
  readonly bob: Talker;
  readonly carol: Talker;
  readonly dmitri: Talker;
  readonly mei: Talker;
}

/** Lets them talk until the screen of alice shows everything. */
async function talk(alice: TestTerminal, { bob, carol, dmitri, mei }: People): Promise<void> {
  const say = async (text: string) => {
    await alice.enter(text);
    const shown = text.replace(/^\/reply \S+ /, "").slice(0, 20);
    await alice.until((line) => line.includes(`│ ${shown}`) || line.includes(`▌ ${shown}`));
  };
  const shown = (text: string) => alice.until((line) => line.includes(text));
  await dmitri.send("AWAY :tea");
  await bob.send(`TOPIC #${ROOM} :Release 2.0 on Friday · notes in docs/ · demo tomorrow at ten`);
  await say("good morning! is the build done?");
  const done = await bob.say("yes, ten minutes ago, and it is 18 % smaller");
  await bob.say("the whole log: https://build.example.org/2041");
  await carol.react(done, "🎉");
  await mei.react(done, "🎉");
  await mei.react(done, "🚀");
  await shown("2041");
  const welcome = await mei.say("太好了！新版本的翻译也完成了。");
  await mei.say("我今天晚上再检查一遍。");
  await carol.say("谢谢 mei! I read the Chinese pages on the train", { about: welcome });
  await shown("on the train");
  await alice.enter("/react -2 👏");
  await say("/reply -1 and did the screenshots fit on it?");
  await carol.say("they do since yesterday; the phone layout is the nicest of all");
  await dmitri.say("\x01ACTION pours tea for everybody\x01");
  const ask = await bob.say("alice, can you show the search at the demo?");
  await shown("at the demo?");
  await carol.react(ask, "👍");
  await say("gladly: Ctrl+F, two words, Enter");
  await carol.say("noodles or dumplings?", { to: `#${OTHER_ROOM}` });
  await mei.say("饺子！", { to: `#${OTHER_ROOM}` });
  await bob.say("one more thing, when you have a minute", { to: "alice" });
  await shown("● bob");
}

/** Has the screen change to a theme, and returns it with the escape sequences of its colours. */
async function capture(alice: TestTerminal, theme: string, { carol }: People): Promise<string> {
  if (theme !== THEMES[0]) {
    // From the server's own conversation, so that its note is not in the picture.
    await alice.press("C-u", "C-k");
    await alice.until((line) => line.startsWith("Go to:"));
    await alice.enter("chat");
    await alice.until((line) => line.trimEnd() === ">" || line.startsWith("chat>"));
    await alice.enter(`/theme ${theme}`);
    await alice.press("M-2");
    await alice.until((line) => line.startsWith(`${ROOM}>`));
  }
  await alice.type(DRAFT);
  await carol.send(`@+typing=active TAGMSG #${ROOM}`);
  await alice.until((line) => line.includes("carol") && line.includes("typing"));
  await alice.until((line) => line.endsWith(DRAFT));
  return withShownTimes(await alice.colouredScreen());
}

function withShownTimes(text: string): string {
  let minute = FIRST_MINUTE;
  return text
    .replace(/\d\d:\d\d/g, () => `${FIRST_HOUR}:${minute++}`)
    .replace(/\d+ ms/g, (lag) => "3 ms".padStart(lag.length));
}

async function drawScreens(): Promise<void> {
  await using server = await startServer();
  using bob = await Talker.enter(server, "bob");
  using carol = await Talker.enter(server, "carol");
  using dmitri = await Talker.enter(server, "dmitri");
  using mei = await Talker.enter(server, "mei");
  const people: People = { bob, carol, dmitri, mei };
  await using alice = await openScreen(server, "alice", {
    columns: 112,
    rows: 26,
    rooms: [ROOM, OTHER_ROOM],
    env: { COLORTERM: "truecolor" },
  });
  await talk(alice, people);
  for (const theme of THEMES) {
    const picture = drawTerminal({ title: "chat", text: await capture(alice, theme, people) });
    await Deno.writeTextFile(`${ROOT}docs/screen-${theme}.svg`, picture);
    console.log(`Wrote docs/screen-${theme}.svg`);
  }
}

if (import.meta.main) {
  if (!Deno.args.includes("page")) await drawScreens();
  await drawPages();
}
