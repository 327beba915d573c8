import { assertEquals } from "@std/assert";

import { testUnless } from "../harness/peers.ts";
import { received } from "../harness/wire.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";

/** A text that fills a disk quickly. */
const LONG = "x".repeat(400);
const CAPABILITIES = [
  "batch",
  "draft/chathistory",
  "echo-message",
  "labeled-response",
  "message-tags",
  "server-time",
];

/** Mounts a disk of a megabyte; undefined if this user cannot. */
async function smallDisk(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const folder = await Deno.makeTempDir({ prefix: "chat-disk-" });
  try {
    const { success } = await new Deno.Command("mount", {
      args: ["-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", folder],
      stderr: "null",
    }).output();
    if (success) return folder;
  } catch {
    // There is no such command.
  }
  await Deno.remove(folder);
  return undefined;
}

const disk = await smallDisk();

testUnless(disk === undefined ? "this user cannot mount a small disk" : undefined, {
  name: "On a full disk senders are refused, nobody sees what is not stored, and storing resumes",
  async fn() {
    const data = disk as string;
    const padding = `${data}/padding`;
    try {
      await using server = await startServer({ args: ["--data", data] });
      const enter = (nickname: string) =>
        IrcTestClient.enter(server, { nickname, capabilities: CAPABILITIES, channels: ["#1"] });
      using alice = await enter("alice");
      using bob = await enter("bob");
      using silent = await IrcTestClient.enter(server, {
        nickname: "silent",
        capabilities: ["batch", "labeled-response"],
        channels: ["#1"],
      });
      await alice.sync();
      const seen: string[] = [];
      let refused = 0;
      fillUp(padding);
      for (let count = 0; refused === 0; count++) {
        await alice.send(`PRIVMSG #1 :${count} ${LONG}`);
        const answer = await alice.waitFor(
          "an echo or a refusal",
          ({ command }) => command === "PRIVMSG" || command === "FAIL",
        );
        if (answer.command === "PRIVMSG") seen.push(answer.params[1] ?? "");
        else refused = assertRefusal(answer.params);
      }
      await server.process.stderr.waitFor((line) => line.includes("Messages cannot be stored"));
      assertEquals((await bob.sync()).filter(isSaid).map(({ params }) => params[1]), seen);
      await assertLabelled(alice, `@label=x PRIVMSG #1,bob :${LONG}`);
      await silent.sync();
      await assertLabelled(silent, `@label=x PRIVMSG #1,bob :${LONG}`);

      await Deno.remove(padding);
      await alice.send("PRIVMSG #1 :there is room again");
      const echo = await alice.waitFor("the echo", "PRIVMSG");
      seen.push(echo.params[1] ?? "");
      await server.process.stderr.waitFor((line) => line.includes("Messages are stored again"));
      assertEquals((await received(bob)).at(-1), "alice PRIVMSG #1 there is room again");

      await bob.send(`CHATHISTORY LATEST #1 * 1000`);
      const stored = (await bob.sync()).filter(isSaid).map(({ params }) => params[1]);
      assertEquals(stored, seen);
    } finally {
      await new Deno.Command("umount", { args: ["--lazy", data] }).output();
      await Deno.remove(data);
    }
  },
});

/** Checks that a line with a label is refused under it and nothing of it is confirmed. */
async function assertLabelled(client: IrcTestClient, line: string): Promise<void> {
  await client.send(line);
  const answer = await client.sync();
  assertEquals(answer.map(({ command }) => command), ["BATCH", "FAIL", "FAIL", "BATCH"]);
  assertEquals(answer.map(({ tags }) => tags.get("label")), ["x", undefined, undefined, undefined]);
}

function isSaid({ command }: { readonly command: string }): boolean {
  return command === "PRIVMSG";
}

function assertRefusal(params: readonly string[]): number {
  assertEquals(params.slice(0, 3), ["PRIVMSG", "MESSAGE_NOT_STORED", "#1"]);
  return 1;
}

/** Fills the rest of a disk. */
function fillUp(path: string): void {
  const file = Deno.openSync(path, { create: true, write: true });
  try {
    while (file.writeSync(new Uint8Array(4096)) > 0);
  } catch {
    // It is full.
  } finally {
    file.close();
  }
}
