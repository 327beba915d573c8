/** Clients that claim an address by the PROXY protocol, and proxies that say nothing. */

import { assertEquals, assertStringIncludes } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { type Listener, listenerOf, startServer } from "../harness/server.ts";
import { answersTo } from "../harness/wire.ts";
import { Certificate } from "../serve/certificate.ts";

const ARGS = ["--host", "127.0.0.1", "--host", "::1", "--trusted-proxies", "127.0.0.1"];

function headerOf(address: string): string {
  return `PROXY TCP4 ${address} 192.0.2.100 50000 6667\r\n`;
}

/** Connects as a proxy does for a client of this address. */
async function connectFor(place: Listener, address: string): Promise<IrcTestClient> {
  const client = await IrcTestClient.connect(place, { name: address });
  await client.sendBytes(new TextEncoder().encode(headerOf(address)));
  return client;
}

Deno.test("Limits and hosts are those of the client that a trusted proxy names", async () => {
  await using server = await startServer({
    args: [...ARGS, "--connections-per-address", "1"],
    defaultLimits: true,
  });
  const place = listenerOf(server, { host: "127.0.0.1" });
  using alice = await connectFor(place, "192.0.2.7");
  await alice.register("alice");
  using second = await connectFor(place, "192.0.2.7");
  assertEquals((await second.waitFor("ERROR")).params, ["Too many connections from your address"]);
  using bob = await connectFor(place, "192.0.2.8");
  await bob.register("bob");
  const whois = await answersTo(bob, "WHOIS alice");
  assertStringIncludes(whois.find((line) => line.includes(" 311 "))!, " 192.0.2.7 ");
});

Deno.test("A header of anybody else is a command that does not exist", async () => {
  await using server = await startServer({ args: ARGS });
  using eve = await connectFor(listenerOf(server, { host: "::1" }), "192.0.2.7");
  await eve.register("eve");
  const whois = await answersTo(eve, "WHOIS eve");
  assertStringIncludes(whois.find((line) => line.includes(" 311 "))!, " 0::1 ");
});

Deno.test("A trusted proxy that sends no header, or a wrong one, is disconnected", async () => {
  await using server = await startServer({ args: [...ARGS, "--handshake-timeout", "200ms"] });
  const place = listenerOf(server, { host: "127.0.0.1" });
  for (const text of ["", "NICK eve\r\nUSER eve 0 * :eve\r\n", "PROXY TCP4 1.2.3.4 x 1 2\r\n"]) {
    using silent = await IrcTestClient.connect(place);
    await silent.sendBytes(new TextEncoder().encode(text));
    assertEquals(await silent.feed.rest(), []);
  }
});

testWith(["openssl"], {
  name: "The header comes before the handshake of TLS",
  async fn() {
    await using certificate = await Certificate.make();
    await using server = await startServer({ args: [...ARGS, ...certificate.flags] });
    const { host, port } = listenerOf(server, { kind: "ircs", host: "127.0.0.1" });
    const tcp = await Deno.connect({ hostname: host, port });
    await tcp.write(new TextEncoder().encode(headerOf("192.0.2.7")));
    const caCerts = [await Deno.readTextFile(certificate.cert)];
    const tls = await Deno.startTls(tcp, { hostname: "localhost", caCerts });
    using alice = new IrcTestClient(tls, "alice");
    await alice.register("alice");
    const whois = await answersTo(alice, "WHOIS alice");
    assertStringIncludes(whois.find((line) => line.includes(" 311 "))!, " 192.0.2.7 ");
    assertEquals(whois.some((line) => line.includes(" 671 ")), true);
  },
});

Deno.test("With --require-tls a client on another machine is sent to the port with TLS", async () => {
  await using server = await startServer({ args: [...ARGS, "--require-tls"] });
  using far = await connectFor(listenerOf(server, { host: "127.0.0.1" }), "192.0.2.7");
  assertStringIncludes((await far.waitFor("ERROR")).params[0]!, "is entered with TLS");
  using near = await IrcTestClient.enter(listenerOf(server, { host: "::1" }), { nickname: "near" });
  assertEquals(await near.sync(), []);
});

Deno.test("REHASH changes who may connect: proxies, TLS and accounts, in both directions", async () => {
  const hosts = ["--host", "127.0.0.1", "--host", "::1"];
  await using server = await startServer({ args: hosts, settings: "[access]\n" });
  const place = listenerOf(server, { host: "127.0.0.1" });
  const near = listenerOf(server, { host: "::1" });
  const set = async (access: string) => {
    await Deno.writeTextFile(`${server.folder}/chat.toml`, `[access]\n${access}\n`);
    await server.process.type("rehash");
    const { stderr } = server.process;
    await stderr.waitFor((line) => line.includes("Settings were read again"), { what: "rehash" });
  };
  const proxies = 'trusted-proxies = ["127.0.0.1"]';

  await set(proxies);
  using alice = await connectFor(place, "192.0.2.7");
  await alice.register("alice");
  const whois = await answersTo(alice, "WHOIS alice");
  assertStringIncludes(whois.find((line) => line.includes(" 311 "))!, " 192.0.2.7 ");

  await set(`${proxies}\nrequire-tls = true`);
  using bob = await connectFor(place, "192.0.2.8");
  assertStringIncludes((await bob.waitFor("ERROR")).params[0]!, "is entered with TLS");
  assertEquals(await alice.sync(), [], "who is here stays");

  await set(`${proxies}\nrequire-account = ["plain"]`);
  using carol = await connectFor(place, "192.0.2.9");
  await carol.send("NICK carol", "USER carol 0 * :carol");
  assertEquals((await carol.waitFor("FAIL")).params.slice(0, 2), ["*", "ACCOUNT_REQUIRED"]);
  assertEquals(await alice.sync(), [], "who is here stays");

  await set("");
  using dave = await IrcTestClient.enter(near, { nickname: "dave" });
  using erin = await connectFor(place, "192.0.2.10");
  await erin.register("erin");
  const lines = await answersTo(dave, "WHOIS erin");
  assertStringIncludes(lines.find((line) => line.includes(" 311 "))!, " 127.0.0.1 ");
});
