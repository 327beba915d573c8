import { assertEquals } from "@std/assert";

import { Feed, feedLines } from "../harness/feed.ts";
import { enterChat, hear } from "../harness/join.ts";
import { testWith } from "../harness/peers.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/** A WeeChat without a screen: it reads commands from its pipe and writes its buffers to logs. */
class WeeChat implements AsyncDisposable {
  readonly #folder: string;
  readonly #child: Deno.ChildProcess;
  readonly #tails: Deno.ChildProcess[] = [];

  private constructor(folder: string, child: Deno.ChildProcess) {
    this.#folder = folder;
    this.#child = child;
  }

  static async start(server: TestServer, nickname: string): Promise<WeeChat> {
    const folder = `${server.folder}/weechat`;
    const settings = [
      `/set fifo.file.path ${folder}/pipe`,
      "/fifo disable",
      "/fifo enable",
      "/set logger.file.flush_delay 0",
      // By default it waits 2 seconds between two lines, for servers that disconnect fast clients.
      "/set irc.server_default.anti_flood_prio_high 0",
      `/set irc.server_default.nicks ${nickname}`,
      `/server add chat ${server.host}/${server.port} -notls`,
      "/connect chat",
    ];
    const child = new Deno.Command("weechat-headless", {
      args: ["--dir", folder, ...settings.flatMap((line) => ["--run-command", line])],
      env: { LC_ALL: "C.UTF-8" },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const weechat = new WeeChat(folder, child);
    const log = weechat.log("server.chat");
    await log.waitFor((line) => line.includes("Welcome to the"), { what: "greeting" });
    return weechat;
  }

  /** The lines of a buffer: that of the server, of a room or of a person. */
  log(buffer: string): Feed<string> {
    const feed = new Feed<string>(`WeeChat's ${buffer}`);
    const tail = new Deno.Command("tail", {
      args: ["-n", "+1", "-F", `${this.#folder}/logs/irc.${buffer}.weechatlog`],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#tails.push(tail);
    void feedLines(tail.stdout, feed);
    return feed;
  }

  /** Types into a buffer. */
  async type(buffer: string, text: string): Promise<void> {
    await Deno.writeTextFile(`${this.#folder}/pipe`, `irc.${buffer} *${text}\n`, {
      append: true,
      create: false,
    });
  }

  get ended(): Promise<Deno.CommandStatus> {
    return this.#child.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const process of [this.#child, ...this.#tails]) {
      try {
        process.kill("SIGKILL");
      } catch {
        // It has ended already.
      }
      await process.status;
    }
  }
}

testWith(["weechat-headless", "tail"], {
  name: "A person at WeeChat and one at `chat join` talk in a room and to each other",
  async fn() {
    await using server = await startServer();
    await using alice = await enterChat(server, "alice");
    await using weechat = await WeeChat.start(server, "wendy");
    await weechat.type("server.chat", "/join #1");
    await hear(alice, "* wendy joined 1");
    const room = weechat.log("chat.#1");

    await alice.type("hello wendy, 你好", "/me waves", "/topic 茶 and coffee");
    await room.waitFor((line) => line.endsWith("\t@alice\thello wendy, 你好"));
    await room.waitFor((line) => line.endsWith("\talice waves"));
    await room.waitFor((line) => line.includes("茶 and coffee"));
    await weechat.type("chat.#1", "hello alice, 世界");
    await hear(alice, "wendy: hello alice, 世界");
    await room.waitFor((line) => line.endsWith("\twendy\thello alice, 世界"));
    await weechat.type("chat.#1", "/me nods");
    await hear(alice, "* wendy nods");

    await weechat.type("server.chat", "/msg alice psst");
    await hear(alice, "wendy → you: psst");
    await alice.type("/msg wendy 秘密");
    await weechat.log("chat.alice").waitFor((line) => line.endsWith("\talice\t秘密"));
    await weechat.type("server.chat", "/nick willow");
    await hear(alice, "* wendy is now willow");
    await weechat.type("server.chat", "/quit Good night");
    await alice.stdout.waitFor((line) => /\* willow went offline \(.*Good night\)/.test(line));
    assertEquals((await weechat.ended).code, 0);
    await alice.endInput();
    assertEquals(await alice.finished(), 0);
  },
});
