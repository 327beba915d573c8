import { assert, assertEquals } from "@std/assert";

import { untimed } from "../harness/join.ts";
import { runChat, startChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";

Deno.test("A script delivers ten thousand lines once each and in order", async () => {
  await using server = await startServer();
  const join = ["join", ...server.address, "--room", "1", "--user"];
  await using alice = startChat([...join, "alice"]);
  await alice.stdout.waitFor((line) => untimed(line) === "* alice joined 1");
  const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index + 1}`);
  const { code } = await runChat([...join, "bot"], { input: lines.join("\n") + "\n" });
  assertEquals(code, 0);
  await alice.stdout.waitFor((line) => untimed(line) === "bot: line 10000");
  const heard = alice.stdout.items.map(untimed).filter((line) => line.startsWith("bot: "));
  assertEquals(heard, lines.map((line) => `bot: ${line}`));
});

Deno.test("A script that is faster than the server's limit is slowed down and not disconnected", async () => {
  await using server = await startServer({
    args: ["--lines-per-second", "200"],
    defaultLimits: true,
  });
  const join = ["join", ...server.address, "--room", "1", "--user"];
  const input = Array.from({ length: 300 }, (_, index) => `line ${index}\n`).join("");
  const { code, stdout } = await runChat([...join, "bot"], { input });
  assertEquals(code, 0);
  assertEquals(stdout.split("\n").filter((line) => untimed(line).startsWith("bot: ")).length, 300);
});

Deno.test("--json prints one object per line for each event", async () => {
  await using server = await startServer();
  const join = ["join", ...server.address, "--room", "1", "--user"];
  await using listener = startChat([...join, "ear", "--json"]);
  await listener.stdout.waitFor((line) => line.includes('"join"'));
  assertEquals((await runChat([...join, "bot"], { input: "hello\n/me waves\n" })).code, 0);
  const object = JSON.parse(await listener.stdout.waitFor((line) => line.includes("hello")));
  assertEquals(object.type, "message");
  assertEquals([object.from, object.room, object.to, object.own], ["bot", "1", null, false]);
  assert(!Number.isNaN(Date.parse(object.time)));
  assert(typeof object.id === "string");
  await listener.stdout.waitFor((line) => line.includes('"kind":"action"'));
  await listener.stdout.waitFor((line) => line.includes('"type":"quit"'));
  listener.kill("SIGTERM");
  assertEquals(await listener.finished(), 0);
});

Deno.test("The first line of a script may be /history", async () => {
  await using server = await startServer();
  const join = ["join", ...server.address, "--room", "1", "--history", "0", "--user"];
  await using alice = startChat([...join, "alice"]);
  await alice.stdout.waitFor((line) => untimed(line) === "* alice joined 1");
  assertEquals((await runChat([...join, "bot"], { input: "one\ntwo\nthree\n" })).code, 0);
  await alice.stdout.waitFor((line) => untimed(line) === "bot: three");
  const { code, stdout } = await runChat([...join, "ear"], { input: "/history 2\n/search one\n" });
  assertEquals(code, 0);
  const found = stdout.split("\n").filter((line) => line.startsWith("  ")).map((line) =>
    untimed(line.trim())
  );
  assertEquals(found, ["bot: two", "bot: three", "bot: one"]);
});

Deno.test("A server that does not run exits with 1, with the address and a hint", async () => {
  const { code, stderr } = await runChat(["join", "--port", "1"]);
  assertEquals(code, 1);
  assertEquals(
    stderr,
    "Cannot connect to 127.0.0.1:1: nobody listens there; " +
      "start a server there with: chat serve --port 1",
  );
});
