import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

import metadata from "../../deno.json" with { type: "json" };
import { testUnless } from "../harness/peers.ts";
import { BINARY, runChat } from "../harness/program.ts";

Deno.test("The version is that of deno.json, by command and by flag", async () => {
  for (const word of ["version", "--version"]) {
    assertEquals(await runChat([word]), {
      code: 0,
      stdout: `chat ${metadata.version}`,
      stderr: "",
    });
  }
});

Deno.test("Help lists the commands on standard output", async () => {
  const help = await runChat(["help"]);
  assertEquals([help.code, help.stderr], [0, ""]);
  for (const command of ["serve", "join", "version"]) {
    assertStringIncludes(help.stdout, `chat ${command}`);
  }
  assertEquals((await runChat(["--help"])).stdout, help.stdout);
});

Deno.test("Without a command the help is shown and the exit code is 2", async () => {
  const { code, stdout } = await runChat([]);
  assertEquals(code, 2);
  assertStringIncludes(stdout, "chat serve");
});

Deno.test("An unknown command is refused with exit code 2, in one line", async () => {
  for (const word of ["srve", "constructor", "__proto__", ""]) {
    const { code, stdout, stderr } = await runChat([word]);
    assertEquals([code, stdout], [2, ""]);
    assertEquals(stderr, `Unknown command "${word}"; chat help lists the commands`);
  }
});

Deno.test("`chat serve --help` shows the flags, whatever other arguments there are", async () => {
  const { code, stdout } = await runChat(["serve", "--port", "x", "--help"]);
  assertEquals(code, 0);
  for (const flag of ["--host ADDRESS", "--tls-cert FILE", "--send-queue SIZE", "--config FILE"]) {
    assertStringIncludes(stdout, flag);
  }
  assertEquals((await runChat(["help", "serve"])).stdout, stdout);
});

Deno.test("An error is one line, and has a stack only with --debug", async () => {
  const plain = await runChat(["serve", "--port", "x"]);
  assertEquals(plain, {
    code: 2,
    stdout: "",
    stderr: "Cannot use --port x: a whole number is expected",
  });
  const debug = await runChat(["serve", "--port", "x", "--debug"]);
  assertEquals(debug.code, 2);
  assertMatch(debug.stderr, /\n\s+at /);
});

testUnless(BINARY === undefined ? undefined : "an executable does not tell what it loads", {
  name: "Serving loads nothing of the client",
  fn: async () => {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "server/cli.ts"],
      cwd: new URL("../..", import.meta.url),
      stderr: "null",
    }).output();
    const graph = JSON.parse(new TextDecoder().decode(stdout));
    const paths: string[] = graph.modules.map((module: { specifier: string }) => module.specifier);
    assertEquals(paths.filter((path) => path.includes("/client/")), []);
    assert(paths.some((path) => path.endsWith("/server/mod.ts")));
  },
});
