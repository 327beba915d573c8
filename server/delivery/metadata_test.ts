import { assertEquals } from "@std/assert";
import { TestServer } from "../testing.ts";
import { sendMetadataChanges } from "./metadata.ts";

/** Alice and three users who see her and have subscribed to a key. */
function crowd() {
  const server = new TestServer();
  const alice = server.enter("alice", { channels: ["#1"] });
  const second = server.enter("second", { channels: ["#1"], capabilities: ["draft/metadata-2"] });
  const third = server.enter("third", { channels: ["#1"], capabilities: ["draft/metadata-3"] });
  const stranger = server.enter("stranger", { capabilities: ["draft/metadata-3"] });
  for (const { session } of [second, third, stranger]) session.subscriptions = new Set(["color"]);
  return { server, alice, second, third, stranger };
}

Deno.test("A change that a login brings is sent to subscribers, each in the form of its draft", async () => {
  const { server, alice, second, third, stranger } = crowd();
  const user = alice.session.user!;
  const sent = await server.linesSentBy(
    () =>
      sendMetadataChanges(server.delivery, user, [
        { key: "color", value: "red" },
      ]),
    second,
    third,
    stranger,
  );
  assertEquals(sent, [
    [":s METADATA alice color * :red"],
    [":s 761 * alice color * :red"],
    [],
  ]);
});

Deno.test("A removed key is sent as one without a value, and other keys are not sent", async () => {
  const { server, alice, second, third } = crowd();
  const user = alice.session.user!;
  const changes = [{ key: "color", value: undefined }, { key: "size", value: "7" }];
  const sent = await server.linesSentBy(
    () => sendMetadataChanges(server.delivery, user, changes),
    second,
    third,
  );
  assertEquals(sent, [
    [":s METADATA alice color *"],
    [":s 766 * alice color :This key is not set"],
  ]);
});
