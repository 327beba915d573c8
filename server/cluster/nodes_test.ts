import { assertEquals } from "@std/assert";
import { decodeHeartbeat, Nodes } from "./nodes.ts";

const NAMES: Readonly<Record<string, string>> = { "1": "a", "2": "b", "3": "c", "4": "d" };
const OWN = { node: "a", epoch: "1", position: 0 };

function nodes(epochs: readonly string[]) {
  const gone: string[] = [];
  const clock = { now: 0 };
  const all = new Nodes({
    now: () => clock.now,
    self: () => OWN,
    epochs: () => new Map(epochs.map((epoch) => [epoch, { node: NAMES[epoch] ?? epoch }])),
    send: () => {},
    onGone: (epoch) => gone.push(epoch),
  });
  all.close();
  const hear = (epoch: string, times = 1) => {
    for (let count = 0; count < times; count++) all.hear({ ...OWN, epoch });
  };
  return { all, gone, hear, clock };
}

Deno.test("A node is gone that was silent during ten heartbeats of another", () => {
  const { gone, hear } = nodes(["1", "2", "3"]);
  hear("1", 9);
  hear("2");
  assertEquals(gone, []);
  hear("1");
  assertEquals(gone, ["3"]);
  hear("1", 9);
  assertEquals(gone, ["3", "2"]);
});

Deno.test("No node is gone while this one does not hear itself", () => {
  const { gone, hear } = nodes(["1", "2", "3"]);
  hear("2", 30);
  assertEquals(gone, []);
});

Deno.test("Nodes are listed with their lag and silence", () => {
  const { all, hear } = nodes(["1", "2", "3", "4"]);
  all.hear({ node: "c", epoch: "3", position: -5 });
  all.hear({ node: "b", epoch: "2", position: 2 });
  hear("1", 2);
  assertEquals(all.list(), [
    { name: "a", epoch: "1", isSelf: true, lag: 0, silent: 0 },
    { name: "b", epoch: "2", isSelf: false, lag: 0, silent: 2 },
    { name: "c", epoch: "3", isSelf: false, lag: 5, silent: 2 },
    { name: "d", epoch: "4", isSelf: false, lag: undefined, silent: 2 },
  ]);
});

Deno.test("What is no heartbeat is not taken for one", () => {
  const decode = (text: string) => decodeHeartbeat(new TextEncoder().encode(text));
  assertEquals(decode(JSON.stringify({ ...OWN, more: "later" })), OWN);
  for (const text of ["", "no JSON", "null", '{"node":"a","epoch":"1"}', '{"node":1}']) {
    assertEquals(decode(text), undefined);
  }
});

Deno.test("A node that does not hear itself is listed as silent itself, until it does", () => {
  const { all, hear, clock } = nodes(["1"]);
  hear("1");
  clock.now = 16_500;
  assertEquals(all.list()[0]?.silent, 16);
  hear("1");
  assertEquals(all.list()[0]?.silent, 0);
});
