import { assertEquals, assertStringIncludes } from "@std/assert";

import { Feed, feedLines } from "../harness/feed.ts";
import { hear, untimed } from "../harness/join.ts";
import { pathOf, testWith } from "../harness/peers.ts";
import { freePort } from "../harness/ports.ts";
import { runChat, startChat } from "../harness/program.ts";

const MODULES = [
  ...["banexception", "cap", "ircv3", "ircv3_batch", "ircv3_echomessage", "ircv3_invitenotify"],
  ...["ircv3_labeledresponse", "ircv3_msgid", "ircv3_servertime"],
];

/** A running InspIRCd, on a free port. */
class Inspircd implements AsyncDisposable {
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

  static async start({ password }: { readonly password?: string } = {}): Promise<Inspircd> {
    const folder = await Deno.makeTempDir({ prefix: "chat-inspircd-" });
    const port = freePort();
    const config = `
<server name="irc.insp.test" description="A server for tests" network="TestNet" id="1AA">
<admin name="a" nick="a" email="a@example.org">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" ${password === undefined ? "" : `password="${password}"`} timeout="60"
  threshold="1000" fakelag="off" localmax="300" globalmax="300" resolvehostnames="no">
${MODULES.map((name) => `<module name="${name}">`).join("\n")}
<pid file="${folder}/pid">
`;
    await Deno.writeTextFile(`${folder}/inspircd.conf`, config);
    const child = new Deno.Command(pathOf("inspircd") ?? "inspircd", {
      args: ["--config", `${folder}/inspircd.conf`, "--nofork", "--nolog", "--runasroot"],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const lines = new Feed<string>("inspircd");
    const log = Promise.all([feedLines(child.stdout, lines), feedLines(child.stderr, lines)]);
    await lines.waitFor((line) => line.includes("is now running"), { what: "running" });
    return new Inspircd(child, { port, folder, log });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
    await this.#log;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

testWith(["inspircd"], {
  name: "On InspIRCd an invitation is told once, and lists, modes and /whois are sentences",
  async fn() {
    await using server = await Inspircd.start();
    const join = ["join", ...server.address, "--room", "1", "--user"];
    await using bob = startChat([...join, "bob"]);
    await hear(bob, "* bob joined 1");
    await using alice = startChat([...join, "alice"]);
    await hear(alice, "* alice joined 1");
    await hear(bob, "* alice joined 1");
    await bob.type("/join 2", "/invite alice 2", "/invite alice 1", "/mode", "/mode bob");
    await bob.stderr.waitFor((line) =>
      line === "alice is in 1 already (not done: /invite alice 1)"
    );
    await hear(bob, "* bob has no modes");
    await bob.type("/ban #1 eve", "/ban #1", "/raw MODE #1 e", "/whois bob", "/names #1");
    for (const line of ["Kept out of 1:", "The bans of 1 have no exceptions"]) {
      await bob.stdout.waitFor((one) => one === line);
    }
    await bob.stdout.waitFor((line) => line.trim() === "connects from bob@127.0.0.1 127.0.0.1");
    await bob.stdout.waitFor((line) => /\* In 1: (@bob, alice|alice, @bob)$/.test(line));
    const told = bob.stdout.items.map(untimed).filter((line) => line.includes("invited"));
    assertEquals(told, ["* bob invited alice to 2"]);
  },
});

testWith(["inspircd"], {
  name: "On InspIRCd a wrong password exits with 4, and a missing one says what helps",
  async fn() {
    await using server = await Inspircd.start({ password: "sesame" });
    const join = ["join", ...server.address, "--user", "bob"];
    assertEquals((await runChat(join, { env: { CHAT_PASSWORD: "sesame" } })).code, 0);
    assertEquals((await runChat(join, { env: { CHAT_PASSWORD: "guess" } })).code, 4);
    const { code, stderr } = await runChat(join);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "give it with --password-file FILE or CHAT_PASSWORD");
  },
});
