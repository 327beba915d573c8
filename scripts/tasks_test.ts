/** Tests of the tasks of deno.json that people start chat with, on a machine without a cache. */

import { assertEquals, assertMatch } from "@std/assert";

import { InProcessServer } from "../tests/harness/in_process.ts";
import { pathOf, testOrFailInCi } from "../tests/harness/peers.ts";
import { TestTerminal } from "../tests/harness/terminal.ts";

/** Milliseconds in which a registry answers that is far away. */
const FAR_AWAY = 500;

/** The registry that packages come from here. */
const registry = await npmRegistry();
const problem = pathOf("tmux") === undefined
  ? "tmux not installed"
  : await isReachable(registry)
  ? undefined
  : `no packages from ${JSON.stringify(registry)}`;

async function npmRegistry(): Promise<string> {
  if (pathOf("npm") === undefined) return "";
  const npm = new Deno.Command("npm", { args: ["config", "get", "registry"], stderr: "null" });
  return new TextDecoder().decode((await npm.output()).stdout).trim();
}

async function isReachable(address: string): Promise<boolean> {
  try {
    const response = await fetch(new URL("gemoji", address));
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

testOrFailInCi(problem, {
  name: "task serve shows its first lines on a machine that has no packages yet",
  fn: async () => {
    await using machine = await NewMachine.start();
    await using terminal = await machine.run("serve", "--port", "0", "--no-web");
    await terminal.until((line) => line.startsWith("listening on"));
    await machine.hasAllPackages();
    await terminal.enter("quit");
    const lines = await terminal.until((line) => line === "exit 0");
    const task = lines.findIndex((line) => line.startsWith("Task serve"));
    assertMatch(lines[task + 1] ?? "", /info {2}Serving/);
    assertMatch(lines[task + 2] ?? "", /^listening on 127\.0\.0\.1:\d+ \(irc\)$/);
    assertMatch(lines[task + 3] ?? "", /^chat join --user YOU --room 1/);
  },
});

testOrFailInCi(problem, {
  name: "task join shows its first lines on a machine that has no packages yet",
  fn: async () => {
    await using server = await InProcessServer.start();
    await using machine = await NewMachine.start();
    const port = String(server.port);
    const options = ["--user", "bob", "--room", "1", "--line", "--port", port];
    await using terminal = await machine.run("join", ...options);
    await terminal.until((line) => line.endsWith("In 1: @bob"));
    await machine.hasAllPackages();
    await terminal.enter("/quit");
    const lines = await terminal.until((line) => line === "exit 0");
    const task = lines.findIndex((line) => line.startsWith("Task join"));
    assertEquals(lines.slice(task + 1, task + 4).map((line) => line.replace(/^[\d:]+ /, "")), [
      "Connected as bob",
      "* bob joined 1",
      "* In 1: @bob",
    ]);
  },
});

/** An empty home and cache of Deno, and a registry that takes its time for each answer. */
class NewMachine implements AsyncDisposable {
  readonly #home: string;
  readonly #registry: Deno.HttpServer<Deno.NetAddr>;
  #pending = 0;
  #idle = Promise.withResolvers<void>();

  constructor(home: string) {
    this.#home = home;
    this.#registry = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#pass(new URL(request.url)),
    );
  }

  static async start(): Promise<NewMachine> {
    return new NewMachine(await Deno.makeTempDir({ prefix: "chat-test-" }));
  }

  /** Runs a task of this repository on a terminal of the machine. */
  run(...task: string[]): Promise<TestTerminal> {
    const home = this.#home;
    const variables = [
      `HOME=${home}`,
      `DENO_DIR=${home}/deno`,
      `XDG_CONFIG_HOME=${home}`,
      `XDG_DATA_HOME=${home}`,
      `NPM_CONFIG_REGISTRY=http://127.0.0.1:${this.#registry.addr.port}/`,
    ];
    const command = ["env", ...variables, Deno.execPath(), "task", ...task];
    return TestTerminal.start(command, { columns: 200, rows: 40 });
  }

  /** Resolves when the registry has answered all that Deno has asked it for. */
  async hasAllPackages(): Promise<void> {
    while (this.#pending > 0) await this.#idle.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#registry.shutdown();
    await Deno.remove(this.#home, { recursive: true });
  }

  async #pass({ pathname }: URL): Promise<Response> {
    this.#pending += 1;
    try {
      await new Promise((resolve) => setTimeout(resolve, FAR_AWAY));
      const { status, body } = await fetch(new URL(pathname.slice(1), registry));
      return new Response(body, { status });
    } finally {
      this.#pending -= 1;
      if (this.#pending === 0) {
        this.#idle.resolve();
        this.#idle = Promise.withResolvers();
      }
    }
  }
}
