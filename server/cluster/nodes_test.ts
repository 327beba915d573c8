import { assertEquals } from "@std/assert";
import { Nodes } from "./nodes.ts";

const OWN = { node: "a", epoch: "1", position: 0 };

function nodes(epochs: readonly string[]) {
  const gone: string[] = [];
  const all = new Nodes({
    self: () => OWN,
    epochs: () => epochs,
    send: () => {},
    onGone: (epoch) => gone.push(epoch),
  });
  all.close();
  const hear = (epoch: string, times = 1) => {
    for (let count = 0; count < times; count++) all.hear({ ...OWN, epoch });
  };
  return { gone, hear };
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
