/** Clients that begin a TLS handshake and do not end it, to use up the server's descriptors. */

import { assert, assertEquals } from "@std/assert";

import { Certificate } from "../serve/certificate.ts";
import { withDeadline } from "../harness/feed.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { type Listener, listenerOf, startServer, type TestServer } from "../harness/server.ts";

/** The first bytes of a TLS record whose rest does not come. */
const FIVE_BYTES = new Uint8Array([0x16, 3, 1, 0, 200]);
const TIMEOUT = ["--handshake-timeout", "1s"];

/** How many descriptors a process has open. */
function countDescriptors(pid: number): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}

/** Opens connections; every other one sends five bytes. */
async function openHalfHandshakes(place: Listener, count: number): Promise<Deno.Conn[]> {
  const connections: Deno.Conn[] = [];
  for (let i = 0; i < count; i++) {
    const connection = await Deno.connect({ hostname: place.host, port: place.port });
    if (i % 2 === 1) await connection.write(FIVE_BYTES).catch(() => {});
    connections.push(connection);
  }
  return connections;
}

/** Waits until the server has at most so many descriptors; asks it something meanwhile. */
async function descriptorsAre(
  most: number,
  { server, witness }: { server: TestServer; witness: IrcTestClient },
): Promise<void> {
  const count = () => countDescriptors(server.process.pid);
  const falling = (async () => {
    while (count() > most) await witness.sync();
  })();
  await withDeadline(falling, { what: () => `${count()} descriptors, not ${most}` });
}

/** Resolves when the server has closed a connection. */
async function ended(connection: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(64);
  while (await connection.read(buffer).catch(() => null) !== null) continue;
}

async function allEnded(connections: readonly Deno.Conn[]): Promise<void> {
  let open = connections.length;
  const all = Promise.all(connections.map((connection) => ended(connection).then(() => open--)));
  await withDeadline(all, { what: () => `the end of ${open} connections` });
}

for (const kind of ["ircs", "https"]) {
  testWith(["openssl", "prlimit"], {
    name: `Half handshakes on the ${kind} port are ended in time, and leave no descriptor`,
    async fn() {
      await using certificate = await Certificate.make();
      const args = [...certificate.flags, ...TIMEOUT, "--web-port", "0"];
      await using server = await startServer({ args, defaultLimits: true });
      const place = listenerOf(server, { kind });
      using witness = await IrcTestClient.enter(server, { nickname: "witness" });
      const before = countDescriptors(server.process.pid);
      for (let round = 0; round < 3; round++) {
        const connections = await openHalfHandshakes(place, 45);
        await allEnded(connections);
        await descriptorsAre(before + 5, { server, witness });
        connections.forEach((connection) => connection.close());
      }
      const { items } = server.process.stderr;
      assertEquals(items.filter((line) => line.includes("A TLS handshake failed")).length, 1);
    },
  });
}

/**
 * Times that a client connects: on the runtime of the executable, a connection of TLS needs several
 * descriptors, so that one that is made amid the attack may be closed; its client connects again.
 */
const ATTEMPTS = Deno.env.has("CHAT_BINARY") ? 5 : 1;

async function enterAgain(enter: () => Promise<IrcTestClient>): Promise<IrcTestClient> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    try {
      return await enter();
    } catch {
      // The next attempt is made at once.
    }
  }
  return await enter();
}

testWith(["openssl", "prlimit"], {
  name: "With 256 descriptors the server serves others while one address opens half handshakes",
  async fn() {
    await using certificate = await Certificate.make();
    const hosts = ["--host", "127.0.0.1", "--host", "::1"];
    await using server = await startServer({
      args: [...hosts, ...certificate.flags, ...TIMEOUT],
      defaultLimits: true,
    });
    const args = ["--pid", String(server.process.pid), "--nofile=256:256"];
    assert((await new Deno.Command("prlimit", { args }).output()).success);
    const attacked = listenerOf(server, { kind: "ircs", host: "127.0.0.1" });
    const connections = await openHalfHandshakes(attacked, 300);
    const caCerts = [await Deno.readTextFile(certificate.cert)];
    const quiet = listenerOf(server, { kind: "ircs", host: "::1" });
    using alice = await enterAgain(() =>
      IrcTestClient.enter(quiet, { nickname: "alice", caCerts })
    );
    await allEnded(connections);
    connections.forEach((connection) => connection.close());
    using bob = await enterAgain(() => IrcTestClient.enter(attacked, { nickname: "bob", caCerts }));
    await bob.send("PRIVMSG alice :still here");
    assertEquals((await alice.waitFor("PRIVMSG")).params, ["alice", "still here"]);
  },
});
