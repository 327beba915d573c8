import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { freePort } from "../harness/ports.ts";
import { runChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";
import { answersTo } from "../harness/wire.ts";

Deno.test("A chat.toml in the current folder sets name, motd, password, operators and limits", async () => {
  await using server = await startServer({
    settings: `
      name = "irc.example.org"
      network = "Example"
      motd = "Be kind."
      password = "sesame"
      [[operator]]
      name = "root"
      password = "let me"
      [limits]
      channels-per-user = 2`,
  });
  using refused = await IrcTestClient.connect(server);
  await refused.send("NICK eve", "USER eve 0 * :eve");
  await refused.waitFor("464");
  await refused.closed();

  using client = await IrcTestClient.connect(server, { name: "alice" });
  await client.send("PASS sesame", "NICK alice", "USER alice 0 * :Alice");
  const welcome = await client.waitFor("001");
  assertEquals(welcome.source, "irc.example.org");
  assertStringIncludes(welcome.params[1]!, "Example");
  const support = await client.waitFor(
    "NETWORK",
    ({ params }) => params.includes("NETWORK=Example"),
  );
  assertEquals(support.command, "005");
  assertStringIncludes((await client.waitFor("372")).params[1]!, "Be kind.");

  await client.send("OPER root wrong");
  await client.waitFor("464");
  await client.send("OPER root :let me");
  await client.waitFor("381");
  await client.send("JOIN #a,#b,#c");
  await client.waitFor("405");
});

Deno.test("A flag wins over a variable, a variable over the file", async () => {
  const settings = 'name = "file.example"';
  const nameOf = async (args: string[], env: Record<string, string>) => {
    await using server = await startServer({ settings, args, env });
    using client = await IrcTestClient.connect(server);
    await client.send("NICK a", "USER a 0 * :a");
    return (await client.waitFor("001")).source;
  };
  assertEquals(await nameOf([], {}), "file.example");
  assertEquals(await nameOf([], { CHAT_NAME: "variable.example" }), "variable.example");
  assertEquals(
    await nameOf(["--name", "flag.example"], { CHAT_NAME: "variable.example" }),
    "flag.example",
  );
});

Deno.test("Errors in a settings file are reported with file and key, with exit code 2", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/my.toml`;
  const cases: [string, string][] = [
    ['colour = "red"', `Unknown key "colour" in ${file}`],
    [
      '[limits]\nburst = "many"',
      `Cannot use limits.burst = "many" from ${file}: a whole number is expected`,
    ],
    ["name = ", `Cannot read ${file}: `],
  ];
  for (const [text, expected] of cases) {
    await Deno.writeTextFile(file, text);
    const { code, stdout, stderr } = await runChat(["serve", "--config", file]);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, expected);
    assertEquals(stderr.split("\n").length, 1);
  }
  await Deno.remove(folder, { recursive: true });
  const gone = await runChat(["serve", "--config", file]);
  assertEquals(gone.stderr, `Cannot read the settings file ${file}: there is no such file`);
});

Deno.test("A password given as a flag is refused and not printed", async () => {
  const { code, stderr } = await runChat(["serve", "--password", "sesame"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "--password-file");
  assert(!stderr.includes("sesame"));
});

Deno.test("REHASH reads the settings again, and keeps the old ones if the new are invalid", async () => {
  const operator = '[[operator]]\nname = "root"\npassword = "secret"';
  await using server = await startServer({ settings: `motd = "Old"\n${operator}` });
  using client = await IrcTestClient.enter(server, { nickname: "alice" });
  await client.send("OPER root secret");
  await client.waitFor("381");
  await Deno.writeTextFile(`${server.folder}/chat.toml`, `motd = "New"\n${operator}`);
  await client.send("REHASH");
  await client.waitFor("382");
  await client.sync();
  await client.send("MOTD");
  assertStringIncludes((await client.waitFor("372")).params[1]!, "New");

  await Deno.writeTextFile(`${server.folder}/chat.toml`, `colour = "red"\n${operator}`);
  await client.send("REHASH");
  await client.waitFor("the refusal", ({ params }) => params.join(" ").includes('"colour"'));
  await client.send("MOTD");
  assertStringIncludes((await client.waitFor("372")).params[1]!, "New");
});

Deno.test("A server listens on 0.0.0.0 and :: at one port, and knows people by their own addresses", async () => {
  const settings = '[listen]\nhost = ["0.0.0.0", "::"]';
  const port = freePort();
  await using _server = await startServer({ settings, args: ["--port", String(port)] });
  const expected = [["127.0.0.1", "four", " 127.0.0.1 "], ["::1", "six", " 0::1 "]] as const;
  for (const [host, nickname, shown] of expected) {
    using client = await IrcTestClient.enter({ host, port }, { nickname });
    const whois = await answersTo(client, `WHOIS ${nickname}`);
    assertStringIncludes(whois.find((line) => line.includes(" 311 "))!, shown);
  }
});

Deno.test("Without a home the data folder has to be given, and none is made where one stands", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "chat-test-" });
  for (const home of ["", "relative/home"]) {
    const env = {
      HOME: home,
      XDG_DATA_HOME: home,
      DENO_DIR: Deno.env.get("DENO_DIR") ?? denoFolder(),
    };
    const { code, stderr } = await runChat(["serve", "--port", "0", "--no-web"], { cwd, env });
    assertEquals(code, 2);
    assertStringIncludes(stderr, "choose a folder with --data");
  }
  assertEquals([...Deno.readDirSync(cwd)], []);
  await Deno.remove(cwd);
});

/** Where Deno keeps packages for a program that runs from source, which it looks for in the home. */
function denoFolder(): string {
  return `${Deno.env.get("HOME")}/.cache/deno`;
}
