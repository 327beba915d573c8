import { assert, assertEquals } from "@std/assert";

import { NameMap } from "./name_map.ts";
import { ServerInfo } from "./server_info.ts";

Deno.test("Names that the server takes as the same are one key", () => {
  const map = new NameMap<number>(new ServerInfo());
  map.set("Bob[1]", 1);
  map.set("bob{1}", 2);
  assertEquals([...map.values()], [2]);
  assertEquals(map.get("BOB[1]"), 2);
  assert(map.delete("bob[1}"));
  assert(!map.has("Bob[1]"));
});

Deno.test("Beyond its maximum, the oldest name is removed", () => {
  const map = new NameMap<string>(new ServerInfo(), 2);
  for (const name of ["a", "b", "A", "c"]) map.set(name, name);
  assertEquals([...map.values()], ["b", "c"]);
  assertEquals(map.size, 2);
});
