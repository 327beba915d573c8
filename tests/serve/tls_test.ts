import { assertEquals, assertStringIncludes } from "@std/assert";

import { Certificate } from "./certificate.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { enterChat, hear } from "../harness/join.ts";
import { testWith } from "../harness/peers.ts";
import { runChat, startChat } from "../harness/program.ts";
import { type Listener, listenerOf, startServer } from "../harness/server.ts";
import { answersTo } from "../harness/wire.ts";

testWith(["openssl"], {
  name: "With a certificate the page is served by HTTPS, also after the certificate was renewed",
  async fn() {
    await using certificate = await Certificate.make();
    await using server = await startServer({ args: [...certificate.flags, "--web-port", "0"] });
    const { port } = listenerOf(server, { kind: "https" });
    const url = `https://localhost:${port}/healthz`;
    const ask = async () => {
      using client = Deno.createHttpClient({
        caCerts: [await Deno.readTextFile(certificate.cert)],
      });
      return await (await fetch(url, { client })).text();
    };
    assertEquals(await ask(), "ready\n");
    await certificate.renew();
    await server.process.type("rehash");
    await server.process.stderr.waitFor((line) => line.includes("certificate was read again"));
    assertEquals(await ask(), "ready\n");
  },
});

testWith(["openssl"], {
  name: "Clients with and without TLS, over IPv4 and IPv6, share one network",
  async fn() {
    await using certificate = await Certificate.make();
    const hosts = ["--host", "127.0.0.1", "--host", "::1"];
    await using server = await startServer({ args: [...hosts, ...certificate.flags] });
    const caCerts = [await Deno.readTextFile(certificate.cert)];
    const enter = (nickname: string, place: Listener) =>
      IrcTestClient.enter(place, {
        nickname,
        channels: ["#1"],
        ...(place.kind === "ircs" && { caCerts }),
      });
    using plain = await enter("plain", listenerOf(server, { kind: "irc", host: "127.0.0.1" }));
    using six = await enter("six", listenerOf(server, { kind: "irc", host: "::1" }));
    using secure = await enter("secure", listenerOf(server, { kind: "ircs", host: "127.0.0.1" }));
    using both = await enter("both", listenerOf(server, { kind: "ircs", host: "::1" }));
    const all = [plain, six, secure, both];
    await secure.send("PRIVMSG #1 :to all, 世界");
    for (const client of all.filter((client) => client !== secure)) {
      assertEquals((await client.waitFor("PRIVMSG")).params, ["#1", "to all, 世界"]);
    }
    const whois = await answersTo(plain, "WHOIS secure", "WHOIS six");
    assertEquals(whois.filter((line) => line.split(" ")[1] === "671").length, 1);
    assertStringIncludes(whois.find((line) => line.includes(" 311 plain six "))!, " 0::1 ");
  },
});

testWith(["openssl"], {
  name: "A long conversation over TLS loses nothing",
  async fn() {
    await using certificate = await Certificate.make();
    await using server = await startServer({ args: certificate.flags });
    const caCerts = [await Deno.readTextFile(certificate.cert)];
    const place = listenerOf(server, { kind: "ircs" });
    using alice = await IrcTestClient.enter(place, {
      nickname: "alice",
      channels: ["#1"],
      caCerts,
    });
    using bob = await IrcTestClient.enter(place, { nickname: "bob", channels: ["#1"], caCerts });
    const lines = Array.from({ length: 2000 }, (_, index) => `${index} ${"x".repeat(300)}`);
    await alice.send(...lines.map((line) => `PRIVMSG #1 :${line}`));
    const heard: string[] = [];
    while (heard.length < lines.length) heard.push((await bob.waitFor("PRIVMSG")).params[1]!);
    assertEquals(heard, lines);
  },
});

testWith(["openssl"], {
  name: "`chat join --tls` enters if it trusts the certificate, and reports it if it does not",
  async fn() {
    await using certificate = await Certificate.make();
    await using server = await startServer({ args: certificate.flags });
    await using alice = await enterChat(server, "alice");
    const { port } = listenerOf(server, { kind: "ircs" });
    const join = ["join", "--tls", "--port", String(port), "--user", "bob", "--room", "1"];
    const env = { DENO_CERT: certificate.cert };
    await using bob = startChat(join, { env });
    await bob.stderr.waitFor((line) => line === "Connected as bob");
    await bob.type("over TLS");
    await hear(alice, "bob: over TLS");
    const distrusting = await runChat(join.with(5, "eve"));
    assertEquals(distrusting.code, 1);
    assertStringIncludes(distrusting.stderr, "certificate");
  },
});

testWith(["openssl"], {
  name: "A client without TLS on a TLS port disturbs nobody",
  async fn() {
    await using certificate = await Certificate.make();
    await using server = await startServer({ args: certificate.flags });
    const place = listenerOf(server, { kind: "ircs" });
    using lost = await IrcTestClient.connect(place);
    await lost.send("NICK lost", "USER lost 0 * :lost");
    await lost.feed.rest();
    const caCerts = [await Deno.readTextFile(certificate.cert)];
    using alice = await IrcTestClient.enter(place, { nickname: "alice", caCerts });
    assertEquals(await alice.sync(), []);
  },
});

testWith(["openssl"], {
  name: "SIGHUP reads the certificate again, and open connections stay",
  async fn() {
    await using certificate = await Certificate.make();
    await using server = await startServer({ args: certificate.flags });
    const place = listenerOf(server, { kind: "ircs" });
    const enter = async (nickname: string) =>
      await IrcTestClient.enter(place, {
        nickname,
        channels: ["#1"],
        caCerts: [await Deno.readTextFile(certificate.cert)],
      });
    using early = await enter("early");
    await certificate.renew();
    server.process.kill("SIGHUP");
    await server.process.stderr.waitFor((line) => line.includes("certificate was read again"));
    using late = await enter("late");
    await late.send("PRIVMSG #1 :renewed");
    assertEquals((await early.waitFor("PRIVMSG")).params, ["#1", "renewed"]);
    await Deno.writeTextFile(certificate.cert, "-----BEGIN CERTIFICATE-----\nno\n");
    server.process.kill("SIGHUP");
    await server.process.stderr.waitFor((line) => line.includes("cannot be renewed"));
    await late.send("PRIVMSG #1 :still here");
    assertEquals((await early.waitFor("PRIVMSG")).params, ["#1", "still here"]);
    using plain = await IrcTestClient.enter(listenerOf(server, { kind: "irc" }), {
      nickname: "plain",
    });
    assertEquals(await plain.sync(), []);
  },
});

testWith(["openssl"], {
  name: "A key that does not match the certificate is reported in one line",
  async fn() {
    await using certificate = await Certificate.make();
    await using other = await Certificate.make();
    const args = ["serve", "--port", "0", "--no-web", "--data", ":memory:", ...certificate.flags];
    const { code, stderr } = await runChat(args.with(-1, `${other.folder}/key.pem`));
    assertEquals([code, stderr.split("\n").length], [1, 1]);
    assertStringIncludes(stderr, `Cannot use ${other.folder}/key.pem with the TLS certificate`);
  },
});

Deno.test("A missing certificate is reported in one line, with exit code 2", async () => {
  const args = [
    "serve",
    "--port",
    "0",
    "--no-web",
    "--data",
    ":memory:",
    "--tls-cert",
    "/no/cert.pem",
  ];
  const { code, stderr } = await runChat([...args, "--tls-key", "/no/key.pem"]);
  assertEquals([code, stderr.split("\n").length], [2, 1]);
  assertStringIncludes(stderr, "/no/cert.pem");
});

testWith(["openssl"], {
  name: "With TLS only there is no plain port, and clients are told to come back with TLS",
  async fn() {
    await using certificate = await Certificate.make();
    const args = [...certificate.flags, "--no-plain", "--sts-days", "7"];
    await using server = await startServer({ args });
    assertEquals(server.listeners.map(({ kind }) => kind), ["ircs"]);
    using client = await IrcTestClient.connect(listenerOf(server, { kind: "ircs" }), {
      caCerts: [await Deno.readTextFile(certificate.cert)],
    });
    await client.send("CAP LS 302");
    const words = (await client.waitFor("CAP")).params.at(-1) ?? "";
    assertEquals(words.split(" ").filter((word) => word.startsWith("sts")), [
      "sts=duration=604800",
    ]);
    await client.send("CAP REQ :sts");
    assertEquals((await client.waitFor("NAK", ({ params }) => params[1] === "NAK")).params, [
      "*",
      "NAK",
      "sts",
    ]);
  },
});

testWith(["openssl"], {
  name:
    "REHASH tells connected clients how long to come back only with TLS, and never takes sts back",
  async fn() {
    await using certificate = await Certificate.make();
    const settings = "[tls]\nsts-days = 7\n";
    await using server = await startServer({ args: certificate.flags, settings });
    const caCerts = [await Deno.readTextFile(certificate.cert)];
    const place = listenerOf(server, { kind: "ircs" });
    const enter = async (nickname: string, negotiate: string) => {
      const client = await IrcTestClient.connect(place, { caCerts });
      await client.send(negotiate, `NICK ${nickname}`, `USER ${nickname} 0 * :x`, "CAP END");
      await client.waitFor("001");
      return client;
    };
    using client = await enter("new", "CAP LS 302");
    using old = await enter("old", "CAP REQ :cap-notify");
    for (const days of [2, 0]) {
      await Deno.writeTextFile(`${server.folder}/chat.toml`, `[tls]\nsts-days = ${days}\n`);
      await server.process.type("rehash");
      const { params } = await client.waitFor("NEW", ({ params }) => params[1] === "NEW");
      assertEquals(params, ["new", "NEW", `sts=duration=${days * 86_400}`]);
    }
    await Deno.writeTextFile(`${server.folder}/chat.toml`, 'motd = "no sts"\n');
    await server.process.type("rehash");
    await server.process.stderr.waitFor((line) => line.includes("Settings were read again"));
    const sent = [...await client.sync(), ...await old.sync()];
    assertEquals(sent.filter(({ command }) => command === "CAP"), []);
  },
});

testWith(["openssl"], {
  name: "A TLS port in use is reported with the flag that chooses another",
  async fn() {
    await using certificate = await Certificate.make();
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const [flag = "", , ...files] = certificate.flags;
    const port = [flag, String(taken.addr.port)];
    const args = ["serve", "--port", "0", "--no-web", "--data", ":memory:", ...port, ...files];
    const { code, stderr } = await runChat(args);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "the port is in use; choose another with --tls-port");
  },
});
