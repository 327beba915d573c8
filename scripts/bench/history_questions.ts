import { type Attack, measure, startAttackable } from "../../tests/harness/attack/measure.ts";
import { Progress } from "../../server/history/maintenance/progress.ts";
import { INDEXED, Indexer } from "../../server/history/search/indexer.ts";
import { openStore } from "../../server/store/mod.ts";
import { type Filled, fillHistory } from "./history_fill.ts";

/** Those who ask, each from an address of its own. */
const ASKERS = { connections: 20, addresses: 20 };
const CAPABILITIES = [
  "batch",
  "draft/chathistory",
  "message-tags",
  "server-time",
  "soju.im/search",
];
const SECONDS = 10;
/** Rooms that all of them are in. */
const ASKED_ROOMS = 10;
/** Messages in one answer. */
const PAGE = 1_000;
/** Questions are as many and as large as the server can answer. */
const UNLIMITED = ["lines-per-second", "work-per-second", "shared-work-per-second"];

/** Measures how questions of 20 clients without a pause delay the lines of others. */
export async function measureQuestions(
  { data, rows }: { readonly data: string; readonly rows: number },
): Promise<void> {
  const filled = fillHistory(data, rows);
  indexText(data);
  const pages = pagesOf(filled);
  const searches = searchesOf(filled);
  const attacks: Readonly<Record<string, readonly string[]>> = {
    "nothing": ["PING x"],
    "paging": pages,
    "searching": searches,
    "searching what is said": searches.flatMap((search) => [
      ...Array(5).fill(
        "PRIVMSG #room1 :Somebody says {n}-{i}, which is about as long as other lines",
      ),
      search,
    ]),
    "both": pages.flatMap((page, index) => [page, searches[index % searches.length]!]),
  };
  for (const limits of ["default limits", "no limits"]) {
    for (const [name, lines] of Object.entries(attacks)) {
      const attack: Attack = {
        ...ASKERS,
        capabilities: CAPABILITIES,
        first: [
          `JOIN ${Array.from({ length: ASKED_ROOMS }, (_, room) => `#room${room}`).join(",")}`,
        ],
        lines,
      };
      await using server = await startAttackable({
        fill: (folder) => copyDatabase(data, folder),
        args: limits === "no limits" ? UNLIMITED.flatMap((flag) => [`--${flag}`, "0"]) : [],
      });
      const { idle, during, memory } = await measure(server, {
        ...attack,
        seconds: SECONDS,
      });
      const shown = (value: number) => value.toFixed(1).padStart(6);
      console.log(
        `questions: ${name.padEnd(22)} with ${limits}: others wait ${shown(during.median)} ms, ` +
          `${shown(during.p99)} ms at 99 of 100, at most ${shown(during.most)} ms ` +
          `(before ${shown(idle.median)}, ${shown(idle.p99)}); ` +
          `${Math.round(memory / 2 ** 20)} MiB, ${during.count} lines`,
      );
    }
  }
}

/** Pages through each room from its end. */
function pagesOf({ from, to }: Filled): string[] {
  const steps = 20;
  return Array.from({ length: steps }, (_, step) => {
    const time = new Date(to - (to - from) / steps * step).toISOString();
    return `CHATHISTORY BEFORE #room${step % ASKED_ROOMS} timestamp=${time} ${PAGE}`;
  });
}

/** Common words, absent ones, those of long ago, and a sender. */
function searchesOf({ from, to }: Filled): string[] {
  const early = new Date(from + (to - from) / 100).toISOString();
  return [
    "SEARCH text=which\\sis\\sabout",
    `SEARCH text=which\\sis\\sabout;before=${early}`,
    "SEARCH text=absent",
    "SEARCH from=nobody",
    "SEARCH text=Message\\s77",
    "SEARCH in=#room1;text=is",
  ];
}

function indexText(data: string): void {
  const store = openStore({ data, fsync: false });
  const progress = new Progress(store.db);
  if (store.db.prepare("SELECT 1 FROM history_text LIMIT 1").get() === undefined) {
    progress.set(INDEXED, 0);
    const indexer = new Indexer(store.db, progress);
    while (indexer.maintain());
  }
  store.close();
}

function copyDatabase(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true });
  Deno.copyFileSync(`${from}/chat.db`, `${to}/chat.db`);
  // The server must not wait until the system has written the copy.
  using file = Deno.openSync(`${to}/chat.db`, { write: true });
  file.syncSync();
}
