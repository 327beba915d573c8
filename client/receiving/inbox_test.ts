import { assertEquals } from "@std/assert";

import { Talk } from "../testing/talk.ts";

Deno.test("Our invitation is told once, by the numeric or by the line that others get, too", async () => {
  const [numeric, line] = [":s 341 bob al #1", ":bob!u@h INVITE al #1"];
  for (const answer of [[numeric, line], [line, numeric], [numeric], [line]]) {
    const talk = await Talk.start({
      capabilities: "invite-notify",
      script(peer, sent) {
        if (sent.startsWith("INVITE")) peer.send(...answer);
      },
    });
    const invited = () => talk.events.filter(({ type }) => type === "invite").length;
    for (const count of [1, 2]) {
      talk.chat.input("/invite al");
      await talk.until(() => invited() === count);
    }
    talk.chat.input("/mode bob");
    await talk.peer.until(/^MODE bob/);
    assertEquals(invited(), 2, answer.join(", "));
    await talk.end();
  }
});
