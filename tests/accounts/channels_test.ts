import { assert, assertEquals, assertMatch } from "@std/assert";

import { answers } from "../harness/in_process.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";

const PASSWORD = "correct-horse";

/** Runs the parts of a test one after another, each with a new server on the same data folder. */
async function withRestarts(
  parts: readonly ((enter: (nickname: string) => Promise<IrcTestClient>) => Promise<void>)[],
): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "chat-test-" });
  try {
    for (const part of parts) {
      const clients: IrcTestClient[] = [];
      await using server = await startServer({ args: ["--data", data] });
      try {
        await part(async (nickname) => {
          const client = await IrcTestClient.enter(server, { nickname });
          clients.push(client);
          return client;
        });
      } finally {
        for (const client of clients) client.close();
      }
    }
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}

Deno.test("A channel that belongs to an account is restored after the server is killed", async () => {
  await withRestarts([
    async (enter) => {
      const bob = await enter("bob");
      await bob.send(`NS REGISTER ${PASSWORD}`);
      await bob.waitFor("900");
      await bob.join("#Den");
      await answers(bob, "TOPIC #den :ours");
      await answers(bob, "MODE #den +mkl secret 7");
      await answers(bob, "MODE #den +be ~a:eve *!*@friend.example");
      assertMatch((await answers(bob, "CS REGISTER #den")).join("\n"), /MODE #Den \+q bob/);
    },
    async (enter) => {
      const eve = await enter("eve");
      assertEquals((await answers(eve, "LIST")).map((line) => line.slice(0, 3)), ["321", "323"]);
      assertEquals((await answers(eve, "JOIN #den"))[0]?.slice(0, 3), "475");
      await eve.send("JOIN #den secret");
      assertEquals((await eve.waitFor("332")).params, ["eve", "#Den", "ours"]);
      assertEquals((await eve.waitFor("353")).params.at(-1), "eve");
      const modes = await answers(eve, "MODE #den");
      assertEquals(modes[0], "324 eve #Den +mntkl secret 7");
      assertMatch((await answers(eve, "MODE #den b"))[0] ?? "", /^367 eve #Den ~a:eve bob!/);
      const bob = await enter("bobby");
      await bob.send(`NS IDENTIFY bob ${PASSWORD}`);
      await bob.waitFor("900");
      await bob.send("JOIN #den");
      assert((await bob.waitFor("353")).params.at(-1)?.includes("~bobby"));
      const [exception = ""] = await answers(bob, "MODE #den e");
      assertMatch(exception, /^348 bobby #Den \*!\*@friend.example /);
    },
  ]);
});

Deno.test("A dropped channel ends with its last member and is not restored", async () => {
  await withRestarts([
    async (enter) => {
      const bob = await enter("bob");
      await bob.send(`NS REGISTER ${PASSWORD}`);
      await bob.waitFor("900");
      await bob.join("#den");
      await answers(bob, "TOPIC #den :ours");
      const eve = await enter("eve");
      assertEquals(await answers(eve, "CS DROP #den"), [
        "NOTICE eve You have no room of this name",
      ]);
      assertEquals(await answers(bob, "CS DROP #den"), [
        "NOTICE bob #den no longer belongs to anybody",
      ]);
      await answers(bob, "PART #den");
    },
    async (enter) => {
      const eve = await enter("eve");
      await eve.send("JOIN #den");
      assertEquals((await eve.waitFor("353")).params.at(-1), "@eve");
    },
  ]);
});

Deno.test("Operators with an account are operators again in a restored channel", async () => {
  await withRestarts([
    async (enter) => {
      const [bob, carol] = [await enter("bob"), await enter("carol")];
      for (const client of [bob, carol]) {
        await client.send(`NS REGISTER ${PASSWORD}`);
        await client.waitFor("900");
        await client.join("#den");
      }
      await answers(bob, "MODE #den +o carol");
    },
    async (enter) => {
      const carol = await enter("guest");
      await carol.send(`NS IDENTIFY carol ${PASSWORD}`);
      await carol.waitFor("900");
      await carol.send("JOIN #den");
      assertEquals((await carol.waitFor("353")).params.at(-1), "@guest");
    },
  ]);
});

Deno.test("Logging in while in one's own channel restores the status there, and all members see it", async () => {
  await withRestarts([
    async (enter) => {
      const bob = await enter("bob");
      await bob.send(`NS REGISTER ${PASSWORD}`);
      await bob.waitFor("900");
      await bob.join("#den");
      await answers(bob, "CS REGISTER #den");
    },
    async (enter) => {
      const [guest, eve] = [await enter("guest"), await enter("eve")];
      await guest.join("#den");
      await eve.join("#den");
      await guest.send(`NS IDENTIFY bob ${PASSWORD}`);
      assertEquals((await eve.waitFor("MODE")).params, ["#den", "+qo", "guest", "guest"]);
      await guest.waitFor("the change", ({ params }) => params.includes("+qo"));
      assertEquals((await answers(guest, "TOPIC #den :mine"))[0], "TOPIC #den mine");
    },
  ]);
});

Deno.test("Removing an account removes its channels", async () => {
  await withRestarts([
    async (enter) => {
      const bob = await enter("bob");
      await bob.send(`NS REGISTER ${PASSWORD}`);
      await bob.waitFor("900");
      await bob.join("#den");
      await answers(bob, "PART #den");
      await bob.send(`NS UNREGISTER ${PASSWORD}`);
      await bob.waitFor("901");
    },
    async (enter) => {
      const eve = await enter("bob");
      await eve.send("JOIN #den");
      assertEquals((await eve.waitFor("353")).params.at(-1), "@bob");
    },
  ]);
});
