import { assertEquals } from "@std/assert";
import type { Entry } from "../network/events.ts";
import { emptyChannel } from "../network/state.ts";
import { MetadataStore } from "./metadata.ts";
import { openStore } from "./mod.ts";

/** Records that a channel was renamed from `#old` to `#new`, and returns what is stored then. */
function storedAfterRename(founder: string | undefined) {
  const { db } = openStore({ data: ":memory:", fsync: false });
  db.exec("INSERT INTO metadata (owner, key, value) VALUES ('#old', 'url', 'example.org')");
  const store = new MetadataStore(db);
  const channel = emptyChannel("#new", "#new", 0);
  channel.founder = founder;
  channel.metadata.set("url", "example.org");
  const event = { type: "rename", user: "u1", channel: "#old", name: "#new", reason: "" } as const;
  const entry: Entry<"rename"> = { event, epoch: "", sequence: 1, time: 0, origin: undefined };
  store.record(
    entry,
    { channel, before: "#OLD" } as unknown as Parameters<
      typeof store.record<"rename">
    >[1],
  );
  store.store();
  return store.load();
}

Deno.test("The stored metadata of a channel with a founder moves to its new name", () => {
  assertEquals(storedAfterRename("alice"), new Map([["#new", new Map([["url", "example.org"]])]]));
});

Deno.test("A channel without a founder takes no stored metadata from its former name", () => {
  assertEquals([...storedAfterRename(undefined).keys()], ["#old"]);
});
