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
  markers.advance(laptop.session.user!, "bob", Date.UTC(2026, 0, 1));
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
