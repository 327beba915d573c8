/**
 * Draws docs/talk.svg: a real server and two real clients, each in a terminal of tmux.
 * `deno run -A scripts/pictures.ts` draws it again. It needs tmux and a free port 6667.
 */

import { TestTerminal } from "../tests/harness/terminal.ts";
import { drawTerminals, type TerminalScreen } from "./terminal_svg.ts";

const ROOT = new URL("../", import.meta.url).pathname;
const PICTURE = `${ROOT}docs/talk.svg`;
/** Times of day differ from run to run; the picture shows this one. */
const SHOWN_TIME = "21:18";
const SHOWN_DATE = "2026-01-31T21:18:00.000Z";

/** Starts a shell in which `chat` is this program, with settings and data in `folder`. */
async function startShell(
  folder: string,
  size: { columns: number; rows: number },
): Promise<TestTerminal> {
  const terminal = await TestTerminal.start([
    "env",
    `PATH=${folder}:${Deno.env.get("PATH")}`,
    "XDG_DATA_HOME=data",
    `XDG_CONFIG_HOME=${folder}/config`,
    "PS1=$ ",
    "sh",
  ], size);
  await terminal.until((line) => line.startsWith("$"));
  return terminal;
}

/** Writes the program that the shells run, and the data folder of a server that ran before. */
async function prepare(folder: string): Promise<void> {
  const command =
    `#!/bin/sh\nexec '${Deno.execPath()}' run -q -A --no-check '${ROOT}main.ts' "$@"\n`;
  await Deno.writeTextFile(`${folder}/chat`, command, { mode: 0o755 });
  await Deno.mkdir(`${folder}/data/chat`, { recursive: true, mode: 0o700 });
}

function shows(text: string): (line: string) => boolean {
  return (line) => line.includes(text);
}

/** Lets alice and bob talk and returns what the three terminals show. */
async function talk(folder: string): Promise<TerminalScreen[]> {
  await using server = await startShell(folder, { columns: 92, rows: 10 });
  await server.enter("chat serve");
  await server.until(shows("chat join --user YOU"));
  await using alice = await startShell(folder, { columns: 44, rows: 12 });
  await alice.enter("chat join --user alice --room 1");
  await alice.until(shows("In 1: @alice"));
  await using bob = await startShell(folder, { columns: 44, rows: 12 });
  await bob.enter("chat join --user bob --room 1");
  await bob.until(shows("In 1: @alice, bob"));
  await alice.until(shows("bob joined 1"));
  const say = async (from: TestTerminal, line: string, heard: string) => {
    await from.enter(line);
    const isHeard = (line: string) => /^\d\d:\d\d /.test(line) && line.includes(heard);
    await alice.until(isHeard);
    await bob.until(isHeard);
  };
  await say(alice, "hi bob, is the build done?", "is the build done?");
  await say(bob, "yes, ten minutes ago", "ten minutes ago");
  await say(alice, "/me dances", "alice dances");
  await bob.enter("/to alice");
  await say(bob, "lunch at one?", "lunch at one?");
  await alice.enter("/to bob");
  await say(alice, "gladly", "gladly");
  await server.enter("rooms");
  await server.until(shows("1 room"));
  return [
    { title: "the server", text: await server.colouredScreen() },
    { title: "alice", text: await alice.colouredScreen() },
    { title: "bob", text: await bob.colouredScreen() },
  ].map(({ title, text }) => ({ title, text: withShownTime(text) }));
}

function withShownTime(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, SHOWN_DATE)
    .replace(/\d\d:\d\d /g, `${SHOWN_TIME} `);
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "chat-picture-" });
  try {
    await prepare(folder);
    Deno.chdir(folder);
    const [server, alice, bob] = await talk(folder);
    await Deno.writeTextFile(PICTURE, drawTerminals([[server!], [alice!, bob!]]));
    console.log("Wrote docs/talk.svg");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
