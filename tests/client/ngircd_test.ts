import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { Feed, feedLines } from "../harness/feed.ts";
import { untimed } from "../harness/join.ts";
import { pathOf, testWith } from "../harness/peers.ts";
import { freePort } from "../harness/ports.ts";
import { runChat, startChat } from "../harness/program.ts";

/** A running ngircd, on a free port if none is given. */
class Ngircd implements AsyncDisposable {
  readonly address: readonly string[];
  readonly #child: Deno.ChildProcess;
  readonly #folder: string;
  readonly #log: Promise<unknown>;

  private constructor(
    child: Deno.ChildProcess,
    { port, folder, log }: { port: number; folder: string; log: Promise<unknown> },
  ) {
    this.#child = child;
    this.#folder = folder;
    this.#log = log;
    this.address = ["--port", String(port)];
  }

  static async start(
    options: { port?: number; password?: string; penalties?: boolean } = {},
  ): Promise<Ngircd> {
    const folder = await Deno.makeTempDir({ prefix: "chat-ngircd-" });
    const port = options.port ?? freePort();
    const config = `[Global]
Name = irc.example.net
Info = A server for tests
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = Hello
${options.password === undefined ? "" : `Password = ${options.password}`}
[Options]
DNS = no
Ident = no
PAM = no
[Limits]
MaxConnectionsIP = 0
${options.penalties === true ? "" : "MaxPenaltyTime = 0"}
`;
    await Deno.writeTextFile(`${folder}/ngircd.conf`, config);
    const child = new Deno.Command(pathOf("ngircd") ?? "ngircd", {
      args: ["-n", "-f", `${folder}/ngircd.conf`],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const lines = new Feed<string>("ngircd");
    const log = Promise.all([feedLines(child.stdout, lines), feedLines(child.stderr, lines)]);
    await lines.waitFor((line) => line.includes("ready."), { what: "ready" });
    return new Ngircd(child, { port, folder, log });
  }

  get port(): number {
    return Number(this.address[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
    await this.#log;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

testWith(["ngircd"], {
  name: "On ngircd two people talk in a room and to each other",
  async fn() {
    await using server = await Ngircd.start();
    const join = ["join", ...server.address, "--room", "1", "--user"];
    await using alice = startChat([...join, "alice"]);
    await alice.stdout.waitFor((line) => untimed(line) === "* alice joined 1");
    await using bob = startChat([...join, "bob"]);
    await alice.stdout.waitFor((line) => untimed(line) === "* bob joined 1");
    await bob.stdout.waitFor((line) => untimed(line) === "* bob joined 1");
    await alice.type("hi bob", "/to bob", "psst", "/to 1", "/me waves", "/topic Tea, 日本茶");
    await bob.stdout.waitFor((line) => untimed(line) === "alice: hi bob");
    await bob.stdout.waitFor((line) => untimed(line) === "alice → you: psst");
    await bob.stdout.waitFor((line) => untimed(line) === "* alice waves");
    await bob.stdout.waitFor((line) => untimed(line) === "* alice set the topic of 1: Tea, 日本茶");
    await alice.endInput();
    assertEquals(await alice.finished(), 0);
    await bob.stdout.waitFor((line) => untimed(line).startsWith("* alice went offline"));
    assert(alice.stdout.items.some((line) => untimed(line) === "you → bob: psst"));
  },
});

testWith(["ngircd"], {
  name: "On ngircd a script delivers one line, and a thousand lines in order",
  async fn() {
    await using server = await Ngircd.start();
    const join = ["join", ...server.address, "--room", "1", "--user"];
    await using alice = startChat([...join, "alice"]);
    await alice.stdout.waitFor((line) => untimed(line) === "* alice joined 1");
    assertEquals((await runChat([...join, "bot"], { input: "hello\n" })).code, 0);
    await alice.stdout.waitFor((line) => untimed(line) === "bot: hello");
    const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index + 1}`);
    assertEquals((await runChat([...join, "many"], { input: lines.join("\n") + "\n" })).code, 0);
    await alice.stdout.waitFor((line) => untimed(line) === "many: line 1000");
    const heard = alice.stdout.items.map(untimed).filter((line) => line.startsWith("many: "));
    assertEquals(heard, lines.map((line) => `many: ${line}`));
  },
});

testWith(["ngircd"], {
  name: "The penalties of ngircd for fast clients lose no line and do not disconnect",
  async fn() {
    await using server = await Ngircd.start({ penalties: true });
    const join = ["join", ...server.address, "--room", "1", "--user"];
    await using alice = startChat([...join, "alice"]);
    await alice.stdout.waitFor((line) => untimed(line) === "* alice joined 1");
    const text = "x".repeat(300);
    const input = Array.from({ length: 12 }, (_, index) => `${index} ${text}\n`).join("");
    const { code, stderr } = await runChat([...join, "bot"], { input });
    assertEquals(code, 0);
    assertEquals(stderr, "Connected as bot");
    await alice.stdout.waitFor((line) => untimed(line).startsWith("bot: 11 "));
    assertEquals(alice.stdout.items.filter((line) => untimed(line).startsWith("bot: ")).length, 12);
  },
});

testWith(["ngircd"], {
  name: "On ngircd a name in use, a wrong password and a refused message have their exit codes",
  async fn() {
    await using server = await Ngircd.start({ password: "sesame" });
    const join = ["join", ...server.address, "--user"];
    const wrong = await runChat([...join, "bob"], { env: { CHAT_PASSWORD: "guess" } });
    assertEquals(wrong.code, 4);
    assertStringIncludes(wrong.stderr, "Wrong password");
    const env = { CHAT_PASSWORD: "sesame" };
    await using bob = startChat([...join, "bob"], { env });
    await bob.stderr.waitFor((line) => line === "Connected as bob");
    const taken = await runChat([...join, "bob"], { env });
    assertEquals(taken.code, 3);
    assertEquals(taken.stderr, 'The name "bob" is already in use');
    const lost = await runChat([...join, "eve"], { env, input: "/msg nobody hello\n" });
    assertEquals(lost.code, 1);
    assertStringIncludes(lost.stderr, "(not sent: hello)");
  },
});

testWith(["ngircd"], {
  name: "When ngircd is killed and restarted, rooms are joined again and typed lines are sent",
  async fn() {
    const port = freePort();
    const join = ["join", "--port", String(port), "--room", "1", "--user"];
    const first = await Ngircd.start({ port });
    await using alice = startChat([...join, "alice"]);
    await using bob = startChat([...join, "bob"]);
    await alice.stdout.waitFor((line) => untimed(line) === "* alice joined 1");
    await bob.stdout.waitFor((line) => untimed(line) === "* bob joined 1");
    await first[Symbol.asyncDispose]();
    await bob.stderr.waitFor((line) => line.startsWith("Connection lost"));
    await bob.type("typed meanwhile");
    await using _second = await Ngircd.start({ port });
    await alice.stderr.waitFor((line) => line === "Connected again as alice");
    await bob.stdout.waitFor((line) => untimed(line) === "bob: typed meanwhile");
    await bob.endInput();
    assertEquals(await bob.finished(), 0);
  },
});
