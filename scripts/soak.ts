/**
 * Uses a server for a long time as a network would be used, and some would misuse it, and then
 * compares what everybody saw with what the server says.
 */
import { parseArgs } from "@std/cli/parse-args";
import { format as formatBytes } from "@std/fmt/bytes";

import { messageOf } from "../protocol/errors.ts";
import { Random } from "../tests/harness/random.ts";
import { startServer } from "../tests/harness/server.ts";
import { Ledger } from "./soak/ledger.ts";
import { Member } from "./soak/member.ts";
import { attack, readSlowly, search } from "./soak/nuisances.ts";
import { pause, type Place } from "./soak/place.ts";
import { findDisagreements } from "./soak/verify.ts";
import { findGrowth, measureDelays, median, quantile, sample, watchProcess } from "./soak/watch.ts";

const USAGE = `deno task soak [options]

Runs a server with people who talk in rooms, come and go, one who reads too slowly, one who
searches, and an attacker. At the end it checks that NAMES lists those who are there, that no
message was lost or doubled, and that memory and open files have stopped growing. Prints the
figures; exits with 1 if something is wrong. CHAT_BINARY names an executable to try.

  --minutes N    how long (30)
  --clients N    people who talk (200)
  --seed N       for the same behaviour again (by chance)
`;

const ROOMS = 20;
const ROOMS_EACH = 3;
/** People who connect at the same time at the start. */
const ENTER_AT_ONCE = 20;
/** Files that a server may have open beyond those from before the people came: for its threads. */
const SPARE_DESCRIPTORS = 16;
/** Waits for the descriptors of the last connections to be closed. */
const CLOSING_CHECKS = 100;
const CLOSING_CHECK_MS = 100;
const MINUTE_MS = 60_000;

interface Settings {
  readonly minutes: number;
  readonly clients: number;
  readonly seed: number;
}

function readSettings(args: string[]): Settings {
  const flags = parseArgs(args, {
    string: ["minutes", "clients", "seed"],
    boolean: ["help"],
    unknown: (name) => {
      console.error(`Unknown option ${name}\n\n${USAGE}`);
      Deno.exit(2);
    },
  });
  if (flags.help) {
    console.log(USAGE);
    Deno.exit(0);
  }
  return {
    minutes: Number(flags.minutes ?? 30),
    clients: Number(flags.clients ?? 200),
    seed: Number(flags.seed ?? Math.floor(Math.random() * 2 ** 32)),
  };
}

/** An address for a number, in a network for examples of private use. */
function addressOf(number: number): string {
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${1 + (number & 127)}`;
}

/** Runs the trial; returns a sentence for each fault. */
async function soak({ minutes, clients, seed }: Settings): Promise<string[]> {
  console.log(`Seed ${seed}`);
  const random = new Random(seed);
  await using stack = new AsyncDisposableStack();
  const data = await Deno.makeTempDir({ prefix: "chat-soak-" });
  stack.defer(() => Deno.remove(data, { recursive: true }));
  await using server = await startServer({
    args: ["--data", data],
    settings: `[access]\ntrusted-proxies = ["127.0.0.1"]\n`,
    defaultLimits: true,
  });
  const { pid } = server.process;
  const before = sample(pid);
  const ended = new AbortController();
  const place: Place = { server, signal: ended.signal };
  const ledger = new Ledger();
  const rooms = Array.from({ length: ROOMS }, (_, index) => `#room${index}`);
  const members = Array.from({ length: clients }, (_, index) => {
    const first = random.below(ROOMS);
    return new Member(place, {
      name: `member${index}`,
      address: addressOf(index),
      rooms: Array.from({ length: ROOMS_EACH }, (_, next) => rooms[(first + next) % ROOMS]!),
      ...{ ledger, random, comesAndGoes: index % 3 === 0 },
    });
  });
  const faults: string[] = [];
  const fails = (work: Promise<void>) => work.catch((error) => void faults.push(messageOf(error)));
  const options = (number: number) => ({
    address: addressOf(10_000 + number * 256),
    rooms,
    random,
  });
  const lives: Promise<void>[] = [];
  for (let from = 0; from < clients; from += ENTER_AT_ONCE) {
    const coming = members.slice(from, from + ENTER_AT_ONCE);
    const living = coming.map((member) => fails(member.live()));
    lives.push(...living);
    await Promise.all(coming.map((member, index) => Promise.race([member.entered, living[index]])));
  }
  const watching = watchProcess(pid, place);
  const probing = measureDelays(place, [addressOf(20_000), addressOf(30_000)]);
  const nuisances = [
    fails(readSlowly(place, options(1))),
    fails(search(place, options(2))),
    fails(attack(place, options(3))),
  ];
  for (let minute = 0; minute < minutes; minute++) {
    await pause(Math.min(minutes - minute, 1) * MINUTE_MS, place.signal);
    const { residentBytes, descriptors } = sample(pid);
    console.log(
      `${minute + 1} min: ${ledger.said} said, ${ledger.heard} received, ` +
        `${formatBytes(residentBytes)}, ${descriptors} open files, ${faults.length} faults`,
    );
  }
  ended.abort();
  await Promise.all([...lives, ...nuisances]);
  const [samples, delays] = await Promise.all([watching, probing]);
  await Promise.all(members.map((member) => member.settle()));
  faults.push(
    ...await findDisagreements({
      ...{ server, address: addressOf(40_000), rooms, members, ledger },
    }),
  );
  faults.push(...findGrowth(samples));
  await Promise.all(members.map((member) => member.close()));
  faults.push(...await findLeftOpen(pid, before.descriptors));
  const megabytes = samples.map(({ residentBytes }) => residentBytes);
  console.log(
    `${ledger.acknowledged} of ${ledger.said} messages acknowledged, ${ledger.heard} received, ` +
      `${members.reduce((sum, { visits }) => sum + visits, 0)} visits\n` +
      `Delay between two others: median ${median(delays).toFixed(1)} ms, ` +
      `99 of 100 within ${quantile(delays, 0.99).toFixed(1)} ms, ` +
      `all within ${quantile(delays, 1).toFixed(1)} ms\n` +
      `Memory: median ${formatBytes(median(megabytes))}, ` +
      `most ${formatBytes(Math.max(...megabytes))}`,
  );
  return faults;
}

/** Waits until the server has closed what its clients left. */
async function findLeftOpen(pid: number, before: number): Promise<string[]> {
  const most = before + SPARE_DESCRIPTORS;
  let open = sample(pid).descriptors;
  for (let check = 0; open > most && check < CLOSING_CHECKS; check++) {
    await new Promise((resolve) => setTimeout(resolve, CLOSING_CHECK_MS));
    open = sample(pid).descriptors;
  }
  return open > most ? [`${open} files stay open, ${before} were at the start`] : [];
}

const faults = await soak(readSettings(Deno.args));
for (const fault of faults) console.log(`Wrong: ${fault}`);
console.log(faults.length === 0 ? "Nothing was lost, doubled or left behind" : "Not passed");
Deno.exit(faults.length === 0 ? 0 : 1);
