import { assertEquals } from "@std/assert";
import { ReadMarkers } from "../history/read_markers.ts";
import type { Server } from "../server.ts";
import { openStore } from "../store/mod.ts";
import { TestServer } from "../testing.ts";
import { sendMarker, sendMarkers } from "./markers.ts";

Deno.test("Read markers are sent only to sessions that support them", async () => {
  const test = new TestServer();
  const markers = new ReadMarkers(openStore({ data: ":memory:", fsync: false }).db);
  const server = { ...test.server, history: { markers } } as unknown as Server;
  const laptop = test.enter("alice", { account: "alice", capabilities: ["draft/read-marker"] });
  const phone = test.attach("alice");
  const user = laptop.session.user!;
  const event = { type: "marker", user: user.id, target: "bob", time: test.now } as const;
  markers.record({ event, sequence: 1, time: test.now, origin: undefined, epoch: "" }, { user });
  const [toLaptop, toPhone] = await test.linesSentBy(
    () => {
      for (const { session } of [laptop, phone]) {
        sendMarker(server, session, "#1");
        sendMarkers(server, session);
      }
    },
    laptop,
    phone,
  );
  assertEquals(toLaptop, [
    ":s MARKREAD #1 *",
    ":s MARKREAD bob timestamp=2026-01-01T00:00:00.000Z",
  ]);
  assertEquals(toPhone, []);
});
