import { assertEquals } from "@std/assert";

import type { ClientEvent } from "../events.ts";
import type { Network } from "../networks.ts";
import { type JumpTarget, MessageJump } from "./message_jump.ts";
import type { Navigator } from "./navigator.ts";

const TARGET: JumpTarget = { conversation: "#1", room: true, msgid: "far", time: 1 };

/** A jump in room 1, with what it does. Messages that are loaded are in `loaded`. */
function start(isBusy: boolean) {
  const log: string[] = [];
  const loaded = new Set<string>();
  const chat = {
    current: "#1",
    same: (a: string, b: string) => a === b,
    loadAround(_key: string, { msgid }: JumpTarget) {
      log.push(`load ${msgid}`);
      return !isBusy;
    },
    tell: (text: string) => log.push(text),
  };
  const network = { chat } as unknown as Network;
  const navigator = { network, open: () => {}, place: {}, current: { key: "#1" } };
  const jump = new MessageJump(navigator as unknown as Navigator, ({ msgid = "" }) => {
    if (loaded.has(msgid)) log.push(`show ${msgid}`);
    return loaded.has(msgid);
  });
  const page = (conversation = "#1"): ClientEvent => ({
    ...{ type: "page", time: 0, conversation, room: true, kind: "around" },
    ...{ messages: [], reactions: [], more: true },
  });
  const comes = (conversation?: string) => jump.handle(network, page(conversation));
  const go = () => jump.go(network, TARGET);
  return { log, loaded, go, comes, setBusy: (busy: boolean) => isBusy = busy };
}

Deno.test("A message that is not loaded is shown when the messages around it have come", () => {
  const { log, loaded, go, comes } = start(false);
  go();
  comes("#2");
  loaded.add("far");
  comes();
  assertEquals(log, ["load far", "show far"]);
});

Deno.test("A message is requested again when others had to come first", () => {
  const { log, loaded, go, comes, setBusy } = start(true);
  go();
  setBusy(false);
  comes();
  loaded.add("far");
  comes();
  assertEquals(log, ["load far", "load far", "show far"]);
});

Deno.test("A message that does not come with its surroundings is gone", () => {
  const { log, go, comes } = start(false);
  go();
  comes();
  comes();
  assertEquals(log, ["load far", "The message is not in the history any more"]);
});
