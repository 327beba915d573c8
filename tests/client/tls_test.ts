import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

import { enterChat, hear } from "../harness/join.ts";
import { pathOf, testUnless } from "../harness/peers.ts";
import { BINARY, runChat, startChat } from "../harness/program.ts";
import { listenerOf, startServer } from "../harness/server.ts";
import { Certificate } from "../serve/certificate.ts";

/** Not the address of this machine by its name, but a connection to it comes here. */
const HOST = "0.0.0.0";

const noOpenssl = pathOf("openssl") === undefined ? "openssl not installed" : undefined;

/** Why fingerprints cannot be tested; undefined if they can. */
async function whyNoFingerprints(): Promise<string | undefined> {
  if (BINARY === undefined) return noOpenssl;
  const flags = ["--port", "1", "--tls-fingerprint", "0".repeat(64)];
  const { stderr } = await runChat(["join", ...flags]);
  return /built with Deno [\d.]+/.exec(stderr)?.[0] ?? noOpenssl;
}

const noFingerprints = await whyNoFingerprints();

/** The SHA-256 fingerprint of a certificate, as openssl writes it. */
async function fingerprintOf({ cert }: Certificate): Promise<string> {
  const args = ["x509", "-in", cert, "-noout", "-fingerprint", "-sha256"];
  const { stdout } = await new Deno.Command("openssl", { args }).output();
  return new TextDecoder().decode(stdout).trim().split("=")[1]!;
}

testUnless(noFingerprints, {
  name: "A certificate with the fingerprint is trusted without an authority, and any other is not",
  async fn() {
    await using certificate = await Certificate.make();
    await using other = await Certificate.make();
    await using server = await startServer({ args: certificate.flags });
    await using alice = await enterChat(server, "alice");
    const { port } = listenerOf(server, { kind: "ircs" });
    const flags = ["join", "--port", String(port), "--user", "bob", "--room", "1"];
    const fingerprint = await fingerprintOf(certificate);
    await using bob = startChat([...flags, "--tls-fingerprint", fingerprint]);
    await bob.stderr.waitFor((line) => line === "Connected as bob");
    const text = "x".repeat(10_000);
    await bob.type(text);
    for (let heard = ""; heard.length < text.length;) {
      const line = await alice.stdout.waitFor((one) => /x{100}/.test(one));
      heard += line.replace(/[^x]/g, "");
    }
    await alice.type("over TLS");
    await hear(bob, "alice: over TLS");
    bob.kill("SIGTERM");
    const args = [...flags, "--tls-fingerprint", await fingerprintOf(other)];
    const distrusting = await runChat(args);
    assertEquals(distrusting.code, 1);
    const shown = fingerprint.replaceAll(":", "").toLowerCase();
    assertStringIncludes(distrusting.stderr, `its certificate has another fingerprint, ${shown}`);
  },
});

testUnless(noFingerprints, {
  name: "A server that is not there, or speaks no TLS, is reported with a fingerprint too",
  async fn() {
    await using server = await startServer();
    const flags = ["join", "--tls-fingerprint", "0".repeat(64), "--port"];
    const absent = await runChat([...flags, "1"]);
    assertEquals(absent.code, 1);
    assertStringIncludes(absent.stderr, "Cannot connect to 127.0.0.1:1: nobody listens there");
    const { port } = listenerOf(server, { kind: "irc" });
    const plain = await runChat([...flags, String(port)]);
    assertEquals(plain.code, 1);
    assertMatch(plain.stderr, /^Cannot connect to 127\.0\.0\.1:\d+: /);
  },
});

/** A server that says something of TLS, and lets everybody in. */
class StsServer implements Disposable {
  readonly port: number;
  /** The lines of each connection. */
  readonly received: string[][] = [];
  readonly #listener: Deno.Listener<Deno.Conn>;
  readonly #sts: string;

  constructor(listener: Deno.Listener<Deno.Conn>, sts: string) {
    this.port = (listener.addr as Deno.NetAddr).port;
    this.#listener = listener;
    this.#sts = sts;
    void this.#accept();
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      const lines: string[] = [];
      this.received.push(lines);
      void this.#talk(connection, lines).catch(() => {});
    }
  }

  async #talk(connection: Deno.Conn, lines: string[]): Promise<void> {
    const send = (line: string) => connection.write(new TextEncoder().encode(`:s ${line}\r\n`));
    let text = "";
    for await (const chunk of connection.readable.pipeThrough(new TextDecoderStream())) {
      const parts = (text + chunk).split("\r\n");
      text = parts.pop() ?? "";
      for (const line of parts) {
        lines.push(line);
        if (line.startsWith("CAP LS")) await send(`CAP * LS :sts=${this.#sts}`);
        if (line === "CAP END") await send("001 bob :Welcome\r\n:s 422 bob :No motd");
        if (line.startsWith("PING")) await send(`PONG s ${line.slice(5)}`);
        if (line.startsWith("QUIT")) return connection.close();
      }
    }
  }

  [Symbol.dispose](): void {
    this.#listener.close();
  }
}

testUnless(noOpenssl, {
  name: "A server that asks for TLS gets TLS, at the next start from the beginning, and never less",
  async fn() {
    await using certificate = await Certificate.make();
    const [cert, key] = await Promise.all(
      [certificate.cert, `${certificate.folder}/key.pem`].map((path) => Deno.readTextFile(path)),
    );
    const tls = { hostname: "127.0.0.1", port: 0, cert: cert!, key: key! };
    using secure = new StsServer(Deno.listenTls(tls), "duration=600");
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    using plain = new StsServer(listener, `port=${secure.port},duration=600`);
    const flags = ["join", "--host", HOST, "--port", String(plain.port), "--user", "bob"];
    const env = { CHAT_SETTINGS: `${certificate.folder}/settings.toml` };
    const trusting = [...flags, "--no-tls", "--tls-ca", certificate.cert];
    const first = await runChat(trusting, { env });
    assertEquals([first.code, plain.received.length, secure.received.length], [0, 1, 1]);
    assertStringIncludes(
      first.stdout + first.stderr,
      `The server asks for TLS: connecting to ${HOST}:${secure.port}`,
    );
    assertEquals(plain.received[0]?.at(-1), "QUIT");
    const second = await runChat(trusting, { env });
    assertEquals([second.code, plain.received.length, secure.received.length], [0, 1, 2]);
    const distrusting = await runChat(flags, { env });
    assertEquals([distrusting.code, plain.received.length], [1, 1]);
    assertStringIncludes(distrusting.stderr, "asked to be reached with TLS only");
  },
});
