import { assertEquals } from "@std/assert";
import { makeAccount, PASSWORD } from "../harness/accounts.ts";
import { CuttingProxy } from "../harness/cutting_proxy.ts";
import { hear } from "../harness/join.ts";
import { testWith } from "../harness/peers.ts";
import { startChat } from "../harness/program.ts";
import { Random } from "../harness/random.ts";
import type { TestServer } from "../harness/server.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { enterNode, startNode } from "./node.ts";

testWith([NATS_SERVER], {
  name: "A client whose node is killed goes on with another one, where its room is as it left it",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a");
    await using b = await startNode(nats, "b");
    using alice = await enterNode(b, "alice");
    const host = [a, b].map(({ host, port }) => `${host}:${port}`).join(",");
    await using bob = startChat(["join", "--host", host, "--user", "bob", "--room", "1"]);
    await hear(bob, "* bob joined 1");
    await bob.type("before");
    await alice.waitFor("before", ({ params }) => params.at(-1) === "before");
    a.process.kill("SIGKILL");
    const to = `, to ${b.host}:${b.port}`;
    await bob.stderr.waitFor((line) =>
      line.startsWith("Connected again as bob") && line.endsWith(to)
    );
    await bob.type("after");
    await alice.waitFor("after", ({ params }) => params.at(-1) === "after");
  },
});

testWith([NATS_SERVER], {
  name: "A client that is logged in keeps its name when its node is killed, and misses nothing",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a");
    await using b = await startNode(nats, "b");
    using alice = await enterNode(b, "alice");
    {
      using owner = await enterNode(b, "bob");
      await makeAccount(owner);
    }
    const host = [a, b].map(({ host, port }) => `${host}:${port}`).join(",");
    const args = ["join", "--host", host, "--account", "bob", "--room", "1"];
    await using bob = startChat(args, { env: { CHAT_PASSWORD: PASSWORD } });
    await hear(bob, "* bob joined 1");
    a.process.kill("SIGKILL");
    await alice.send("PRIVMSG #1 :meanwhile");
    const again = `Connected again as bob, to ${b.host}:${b.port}`;
    await bob.stderr.waitFor((line) => line === again, { what: again });
    await hear(bob, "alice: meanwhile");
  },
});

/** Lines that a client says while its connections to both nodes are cut. */
const LINES = 300;
/** Connections that are cut. */
const CUTS = 8;

testWith([NATS_SERVER], {
  name: "A client whose connections to two nodes are cut again and again says each line once",
  fn: async () => {
    const random = new Random(Number(Deno.env.get("CHAT_TEST_SEED") ?? 12));
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a");
    await using b = await startNode(nats, "b");
    using alice = await enterNode(b, "alice");
    let cuts = 0;
    const between = ({ host, port }: TestServer) =>
      new CuttingProxy({
        ...{ host, port },
        next: () =>
          cuts++ >= CUTS ? undefined : {
            direction: random.next() < 0.5 ? "to-client" : "to-server",
            bytes: 2_000 + Math.floor(random.next() * 4_000),
            unheard: false,
          },
      });
    await using first = between(a);
    await using second = between(b);
    const host = [first, second].map(({ port }) => `127.0.0.1:${port}`).join(",");
    await using bob = startChat(["join", "--host", host, "--user", "bob", "--room", "1"]);
    // The first connections may be cut before, and then the name is taken for a moment.
    await bob.stdout.waitFor((line) => / bob_* joined 1$/.test(line), { what: "bob's JOIN" });
    const said = Array.from({ length: LINES }, (_, index) => `line ${index}`);
    await bob.type(...said);
    await bob.endInput();
    const last = said.at(-1);
    const heard: string[] = [];
    await alice.waitFor("the last line", ({ source, command, params }) => {
      const text = params.at(-1) ?? "";
      if (command === "PRIVMSG" && source?.startsWith("bob")) heard.push(text);
      return text === last;
    });
    assertEquals(await bob.finished(), 0);
    assertEquals(heard, said);
    assertEquals(cuts > 3, true, `${cuts} connections`);
  },
});
