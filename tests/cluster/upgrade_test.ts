import { assertEquals } from "@std/assert";
import { testWith } from "../harness/peers.ts";
import { Random } from "../harness/random.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { KeptNode } from "./node.ts";
import { findNode } from "./storm/network.ts";
import { pause, Talker } from "./storm/talker.ts";
import { compareHistories, compareRooms, Watchers } from "./storm/verify.ts";

const CLIENTS = 30;
const ROOMS = ["#1", "#2", "#3"];
/** Confirmed messages between two restarts. */
const CONFIRMED = 150;
/** The time between two looks at them, in milliseconds. */
const LOOK_MS = 20;

/** Waits until so many more messages are confirmed. */
async function talkOn(talkers: readonly Talker[]): Promise<void> {
  const confirmed = () => talkers.flatMap(({ said }) => said).filter(({ id }) => id).length;
  const wanted = confirmed() + CONFIRMED;
  while (confirmed() < wanted) await pause(LOOK_MS);
}

testWith([NATS_SERVER], {
  name: "Nodes that are restarted one after the other lose and double nothing, and keep nobody out",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using stack = new AsyncDisposableStack();
    const nodes = ["a", "b", "c"].map((name) => stack.use(new KeptNode(nats, name)));
    for (const node of nodes) await node.start();
    const talkers = Array.from({ length: CLIENTS }, (_, index) => {
      const random = new Random(index);
      return new Talker({
        ...{ name: `talker${index}`, rooms: ROOMS, random },
        act: (talker) => talker.say(random.pick(ROOMS)),
        findNode: () => findNode(nodes, random),
      });
    });
    let over = false;
    const talking = Promise.all(talkers.map((talker) => talker.live(() => over)));
    for (const node of nodes) {
      await talkOn(talkers);
      assertEquals(await node.close(), 0);
      await talkOn(talkers);
      await node.start();
    }
    await talkOn(talkers);
    over = true;
    await talking;
    using watchers = await Watchers.enter(nodes, ROOMS);
    await watchers.settle(ROOMS[0]!);
    for (const talker of talkers) await talker.synchronize();
    const returns = talkers.flatMap(({ returns }) => returns);
    assertEquals(returns.filter(({ attempts }) => attempts !== 1), []);
    assertEquals(talkers.filter(({ name, nickname }) => name !== nickname), []);
    assertEquals(await compareRooms(watchers, { rooms: ROOMS, talkers }), []);
    assertEquals(compareHistories(nodes, talkers), []);
    for (const talker of talkers) await talker.close();
  },
});
