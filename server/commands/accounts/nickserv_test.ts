import { assert, assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";
import { NICKSERV_SERVICE } from "./nickserv.ts";

Deno.test("Each command of NickServ needs the words that its usage does not show in brackets", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  for (const [name, { usage }] of Object.entries(NICKSERV_SERVICE.commands)) {
    const needed = usage.replace(/\[.*?\]/g, "").match(/<.*?>/g) ?? [];
    const line = ["NS", name, ...needed.map(() => "x")].join(" ");
    assert(!(await answers(alice, line)).join().includes("Usage:"), line);
    if (needed.length === 0) continue;
    const short = ["NS", name, ...needed.slice(1).map(() => "x")].join(" ");
    assertEquals(await answers(alice, short), [`NOTICE alice Usage: ${usage}`]);
  }
});
