import { assertEquals, assertRejects } from "@std/assert";

import { FakeClock } from "../testing/fake_clock.ts";
import { FakeServer } from "../testing/fake_server.ts";
import type { ServerAddress } from "./connection.ts";
import { parseStsOffer, StrictTransport } from "./strict_transport.ts";

const PLAIN = { host: "irc.example.org", port: 6667, tls: false };
const SECURE = { host: "irc.example.org", port: 6697, tls: true };

/** A client whose policies survive its restarts. */
class Client {
  readonly clock = new FakeClock();
  readonly server = new FakeServer();
  policies: readonly string[] = [];

  /** Starts the client again. */
  start(address: ServerAddress): StrictTransport {
    return new StrictTransport({
      address,
      clock: this.clock,
      open: () => this.server.connect,
      store: { load: () => this.policies, save: (policies) => this.policies = policies },
    });
  }

  /** Where a new start of the client connects to. */
  async connects(address: ServerAddress): Promise<ServerAddress> {
    const transport = this.start(address);
    await transport.connect();
    return transport.address;
  }
}

/** A client that was on a server by TLS, which has said this. */
async function afterSaying(value: string, address: ServerAddress = SECURE): Promise<Client> {
  const client = new Client();
  const transport = client.start(address);
  await transport.connect();
  assertEquals(transport.take(value), "stay");
  return client;
}

Deno.test("A server without TLS that names a port is connected to again by TLS on that port", async () => {
  const client = new Client();
  const transport = client.start(PLAIN);
  await transport.connect();
  assertEquals(transport.address, PLAIN);
  assertEquals(transport.take("port=6697,duration=60"), "upgrade");
  await transport.connect();
  assertEquals(transport.address, SECURE);
  // The time counts only where nobody can have changed it.
  assertEquals(client.policies, []);
});

Deno.test("What is not complete on a connection without TLS is ignored", async () => {
  const transport = new Client().start(PLAIN);
  await transport.connect();
  for (
    const value of ["", "duration=60", "port=", "port=0", "port=65536", "port=x", "ports=6697"]
  ) {
    assertEquals(transport.take(value), "stay");
  }
});

Deno.test("A policy holds for its host until it is over, and for all ports without TLS", async () => {
  const client = await afterSaying("duration=60,port=1");
  assertEquals(await client.connects({ ...PLAIN, host: "IRC.Example.org." }), {
    ...SECURE,
    host: "IRC.Example.org.",
  });
  assertEquals(await client.connects({ ...PLAIN, port: 7000 }), SECURE);
  assertEquals(await client.connects({ ...SECURE, port: 7001 }), { ...SECURE, port: 7001 });
  const other = { ...PLAIN, host: "example.org" };
  assertEquals(await client.connects(other), other);
  client.clock.pass(60_000);
  assertEquals(await client.connects(PLAIN), PLAIN);
});

Deno.test("The time of a policy begins again when the connection is closed", async () => {
  const client = new Client();
  const transport = client.start(SECURE);
  await transport.connect();
  transport.take("duration=60");
  client.clock.pass(59_000);
  transport.closed();
  client.clock.pass(59_000);
  assertEquals(await client.connects(PLAIN), SECURE);
});

Deno.test("A duration of 0 ends a policy, and one that is missing or wrong leaves it", async () => {
  const client = await afterSaying("duration=60");
  const transport = client.start(SECURE);
  await transport.connect();
  for (const value of ["", "duration=-1", "duration=soon", "preload"]) transport.take(value);
  assertEquals(client.policies.length, 1);
  transport.take("duration=0");
  assertEquals(client.policies, []);
  transport.closed();
  assertEquals(client.policies, []);
});

Deno.test("Connections to this machine stay without TLS, and their policies are not kept", async () => {
  for (const host of ["127.0.0.1", "localhost", "::1"]) {
    const transport = new Client().start({ ...PLAIN, host });
    await transport.connect();
    assertEquals(transport.take("port=6697"), "stay");
    assertEquals((await afterSaying("duration=60", { ...SECURE, host })).policies, []);
  }
});

Deno.test("A server with a policy is not reached without TLS, and the error says why", async () => {
  const client = await afterSaying("duration=60");
  client.server.failure = "Cannot connect to irc.example.org:6697: no";
  const transport = client.start(PLAIN);
  await assertRejects(transport.connect, Error, "asked to be reached with TLS only");
  assertEquals(transport.address, SECURE);
});

Deno.test("Two hundred policies are kept, the latest ones", async () => {
  const client = new Client();
  for (let number = 0; number < 201; number++) {
    const transport = client.start({ ...SECURE, host: `${number}.example.org` });
    await transport.connect();
    transport.take("duration=60");
  }
  assertEquals(client.policies.length, 200);
  assertEquals(client.policies.at(0)?.split(" ")[0], "1.example.org");
});

Deno.test("A duration without end lasts for ten years", () => {
  assertEquals(parseStsOffer("duration=999999999999").durationSeconds, 315_360_000);
});
