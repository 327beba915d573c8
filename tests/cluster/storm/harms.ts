import type { Random } from "../../harness/random.ts";
import type { Link } from "./link.ts";
import type { StormNetwork } from "./network.ts";
import { pause } from "./talker.ts";

/** Does something to a network, and mends it after a wait. */
type Harm = (wait: () => Promise<void>) => Promise<void>;
type NamedHarm = readonly [name: string, happen: Harm];

/** How long a harm lasts at most, and one in ten, in milliseconds. */
const SHORT_MS = 3_000;
const LONG_MS = 13_000;
const LONG_CHANCE = 0.1;

/** Which harms are done. */
export interface HarmOptions {
  readonly random: Random;
  /** Also long ones, after which a node is taken for dead. */
  readonly long: boolean;
  /** Also cuts between the brokers: NATS 2.9 may lose what it has confirmed after a long one. */
  readonly splits: boolean;
}

/** Does one harm, and mends it; returns what it was. */
export async function doHarm(
  network: StormNetwork,
  { random, long, splits }: HarmOptions,
): Promise<string> {
  const isLong = random.chance(LONG_CHANCE) && long;
  const milliseconds = isLong ? LONG_MS : Math.round(random.next() * SHORT_MS);
  const number = random.below(network.nodes.length);
  const harms = [...harmsOf(network, number), ...(splits ? splitsOf(network, number) : [])];
  const [name, happen] = random.pick(harms);
  const begun = new Date().toISOString();
  await happen(() => pause(milliseconds));
  return `${begun} ${name} for ${milliseconds} ms`;
}

/** The harms that come to the node and the broker with a number. */
function harmsOf(
  { nodes, brokers, ofNodes }: StormNetwork,
  number: number,
): readonly NamedHarm[] {
  const [node, broker] = [nodes[number]!, brokers[number]!];
  return [
    [`node ${node.name} is killed`, async (wait) => {
      await node.kill();
      await wait();
      await node.start();
    }],
    [`node ${node.name} is stopped`, async (wait) => {
      node.server.process.kill("SIGSTOP");
      await wait();
      node.server.process.kill("SIGCONT");
    }],
    [`broker n${number} is killed`, async (wait) => {
      await broker.kill();
      await wait();
      await broker.restart();
    }],
    [`broker n${number} is stopped`, async (wait) => {
      broker.signal("SIGSTOP");
      await wait();
      broker.signal("SIGCONT");
    }],
    [`node ${node.name} is cut off`, (wait) => cut(ofNodes[number]!, wait)],
    [`node ${node.name} is cut off silently`, (wait) => hold(ofNodes[number]!, wait)],
  ];
}

/** The harms that part the broker with a number from the others. */
function splitsOf({ ofBrokers }: StormNetwork, number: number): readonly NamedHarm[] {
  return [
    [`broker n${number} is cut off`, (wait) => cut(ofBrokers[number]!, wait)],
    [`broker n${number} is cut off silently`, (wait) => hold(ofBrokers[number]!, wait)],
  ];
}

async function cut(links: readonly Link[], wait: () => Promise<void>): Promise<void> {
  for (const link of links) link.cut();
  await wait();
  for (const link of links) link.mend();
}

async function hold(links: readonly Link[], wait: () => Promise<void>): Promise<void> {
  for (const link of links) link.hold();
  await wait();
  for (const link of links) link.mend();
}
