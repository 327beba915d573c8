import type { TestServer } from "../../harness/server.ts";
import type { Random } from "../../harness/random.ts";
import { freePort } from "../../harness/ports.ts";
import { NatsServer } from "../nats.ts";
import { KeptNode } from "../node.ts";
import { Link } from "./link.ts";

const COUNT = 3;
/** Where nobody listens: what NATS servers tell each other of their addresses would evade the links. */
const NOWHERE = "127.0.0.1:1";

/** Three nodes and three NATS servers; each talks to each NATS server by a link of their own. */
export interface StormNetwork extends AsyncDisposable {
  readonly nodes: readonly KeptNode[];
  readonly brokers: readonly NatsServer[];
  /** The links of each node, by the number of the broker. */
  readonly ofNodes: readonly (readonly Link[])[];
  /** The links of each broker to and from the others. */
  readonly ofBrokers: readonly (readonly Link[])[];
}

/** Starts the brokers, and then the nodes. */
export async function startNetwork(): Promise<StormNetwork> {
  await using stack = new AsyncDisposableStack();
  const numbers = Array.from({ length: COUNT }, (_, number) => number);
  const ports = numbers.map(() => freePort());
  const between = numbers.map((from) =>
    numbers.map((to) => from === to ? undefined : stack.use(new Link(() => ports[to]!)))
  );
  const brokers = numbers.map((number) =>
    stack.use(
      new NatsServer(Deno.makeTempDirSync({ prefix: "chat-nats-" }), [
        ...["--name", `n${number}`, "--no_advertise=true", "--cluster_name", "chat"],
        ...["--cluster", `nats://127.0.0.1:${ports[number]}`, "--cluster_advertise", NOWHERE],
        "--routes",
        between[number]!.flatMap((link) => link ? [`nats://127.0.0.1:${link.port}`] : []).join(),
      ]),
    )
  );
  await Promise.all(brokers.map((broker) => broker.restart()));
  const ofNodes = numbers.map(() =>
    brokers.map((broker) => stack.use(new Link(() => broker.port)))
  );
  const nodes = ofNodes.map((links, number) => {
    const address = links.map(({ port }) => `nats://127.0.0.1:${port}`).join(",");
    return stack.use(new KeptNode({ address }, "abc"[number]!, ["--cluster-replicas", "3"]));
  });
  await nodes[0]!.start();
  await Promise.all(nodes.slice(1).map((node) => node.start()));
  const ofBrokers = numbers.map((number) =>
    between.flatMap((links, from) =>
      links.flatMap((link, to) => link && (from === number || to === number) ? [link] : [])
    )
  );
  const kept = stack.move();
  const end = () => kept.disposeAsync();
  return { nodes, brokers, ofNodes, ofBrokers, [Symbol.asyncDispose]: end };
}

/** A node that runs, at random; undefined if none does. */
export function findNode(
  nodes: readonly KeptNode[],
  random: Random,
): TestServer | undefined {
  const running = nodes.flatMap(({ running }) => running ?? []);
  return running.length === 0 ? undefined : random.pick(running);
}
