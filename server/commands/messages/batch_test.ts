import { assert, assertEquals } from "@std/assert";
import { InProcessServer } from "../../../tests/harness/in_process.ts";
import type { IrcTestClient } from "../../../tests/harness/irc_client.ts";

const CAPABILITIES = ["batch", "draft/multiline", "message-tags", "labeled-response"];

/** The answers to a client's lines, without tags, sources and the names of batches. */
async function answersTo(client: IrcTestClient, ...lines: string[]): Promise<string[]> {
  await client.sync();
  await client.send(...lines);
  return (await client.sync()).map(({ command, params }) => {
    const [first = "", ...rest] = params;
    if (command === "BATCH") return ["BATCH", first.slice(0, 1), ...rest].join(" ");
    return [command, ...params].join(" ");
  });
}

Deno.test("A refused batch is answered once, and its other lines are dropped", async () => {
  await using server = await InProcessServer.start();
  const capabilities = [...CAPABILITIES, "echo-message"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1"] });
  const answers = await answersTo(
    alice,
    "BATCH +a draft/multiline #1",
    "@batch=a PRIVMSG #1 :one",
    "@batch=a PRIVMSG #2 :two",
    "@batch=a PRIVMSG #1 :three",
    "BATCH -a",
    "PRIVMSG #1 :after",
  );
  assertEquals(answers, [
    "FAIL BATCH MULTILINE_INVALID_TARGET #1 #2 A line has another target than its batch",
    "PRIVMSG #1 after",
  ]);
});

Deno.test("Each mistake in a batch has its own answer", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const code = async (...lines: string[]) => {
    const answers = await answersTo(alice, ...lines);
    return answers.map((answer) => answer.split(" :")[0]?.split(" ").slice(0, 5).join(" "));
  };
  assertEquals(await code("BATCH a"), ["FAIL BATCH INVALID_REFTAG * A"]);
  assertEquals(await code("BATCH +a_b draft/multiline #1"), ["FAIL BATCH INVALID_REFTAG a_b A"]);
  assertEquals(await code("BATCH +a netsplit x y"), ["FAIL BATCH UNKNOWN_TYPE a netsplit"]);
  assertEquals(await code("@batch=a PRIVMSG #1 :hi", "BATCH -a"), []);
  assertEquals(await code("BATCH -a"), ["FAIL BATCH MULTILINE_INVALID No batch"]);
  assertEquals(await code("BATCH +b draft/multiline"), [
    "FAIL BATCH MULTILINE_INVALID A multi-line",
  ]);
  assertEquals(await code("BATCH +c draft/multiline #1", "@batch=d PRIVMSG #1 :x", "BATCH -c"), [
    "FAIL BATCH MULTILINE_INVALID No batch",
  ]);
  assertEquals(await code("BATCH +e draft/multiline #1", "BATCH -e"), [
    "FAIL BATCH MULTILINE_INVALID The batch",
  ]);
  assertEquals(await code("BATCH +f draft/multiline #1", "@batch=f BATCH +g draft/multiline #1"), [
    "FAIL BATCH MULTILINE_INVALID Only PRIVMSG",
  ]);
});

Deno.test("The batch tag of a client that has neither the capability nor sent a batch is ignored", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["batch", "echo-message", "message-tags"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1"] });
  assertEquals(await answersTo(alice, "@batch=a PRIVMSG #1 :hi"), ["PRIVMSG #1 hi"]);
});

Deno.test("A batch that is open is completed after the client has given up the capability", async () => {
  await using server = await InProcessServer.start();
  const capabilities = [...CAPABILITIES, "echo-message"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1"] });
  const answers = await answersTo(
    alice,
    "BATCH +a draft/multiline #1",
    "CAP REQ -draft/multiline",
    "@batch=a PRIVMSG #1 :one",
    "@batch=a PRIVMSG #1 :two",
    "BATCH -a",
  );
  assertEquals(answers, [
    "CAP alice ACK -draft/multiline",
    "PRIVMSG #1 one",
    "PRIVMSG #1 two",
  ]);
});

Deno.test("Batches are limited as the capability's value states", async () => {
  await using server = await InProcessServer.start(`
    [limits]
    multiline-bytes = 600
    multiline-lines = 3
    lines-per-second = 0
    connections-per-address = 0
  `);
  const client = await server.connect();
  await client.send("CAP LS 302");
  const offer = await client.waitFor("the offer", (message) => {
    return message.params.at(-1)?.includes("draft/multiline=max-bytes=600,max-lines=3") === true;
  });
  assertEquals(offer.command, "CAP");
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const line = `@batch=a PRIVMSG #1 :${"x".repeat(400)}`;
  assertEquals(await answersTo(alice, "BATCH +a draft/multiline #1", line, line), [
    "FAIL BATCH MULTILINE_MAX_BYTES 600 The message is too long",
  ]);
  const short = "@batch=b PRIVMSG #1 :x";
  assertEquals(await answersTo(alice, "BATCH +b draft/multiline #1", short, short, short, short), [
    "FAIL BATCH MULTILINE_MAX_LINES 3 The message has too many lines",
  ]);
});

Deno.test("A label belongs to the answer to the whole batch", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  await alice.send(
    "@label=one BATCH +a draft/multiline #1",
    "@label=two PING between",
    "@batch=a PRIVMSG #1 :hi",
    "BATCH -a",
    "@label=three BATCH +b draft/multiline #1",
    "@batch=b PRIVMSG #1 :",
    "BATCH -b",
    "@label=four BATCH +c draft/multiline #nowhere",
    "@batch=c PRIVMSG #nowhere :hi",
    "BATCH -c",
  );
  const answers = (await alice.sync()).map(({ tags, command }) => [tags.get("label"), command]);
  assertEquals(answers, [["two", "PONG"], ["one", "ACK"], ["three", "FAIL"], ["four", "403"]]);
});

Deno.test("No interleaving of batches makes a command fail", async () => {
  await using server = await InProcessServer.start();
  const capabilities = [...CAPABILITIES, "echo-message"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1"] });
  const parts = [
    ["", "@batch=a ", "@batch=b ", "@batch= ", "@label=l ", "@label=l;batch=a ", "@batch=a;x=y "],
    ["BATCH +a", "BATCH -a", "BATCH +b", "BATCH -b", "BATCH", "BATCH +", "PRIVMSG", "NOTICE"],
    ["", " draft/multiline", " #1", " alice", " draft/multiline #1", " draft/multiline alice"],
    ["", " :", " :text", " :\x01VERSION\x01"],
  ];
  let seed = 1;
  const pick = (choices: readonly string[] = []) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return choices[seed % choices.length] ?? "";
  };
  for (let round = 0; round < 40; round++) {
    const lines = Array.from({ length: 50 }, () => parts.map(pick).join(""));
    await alice.send(...lines);
    const answers = await alice.sync();
    assert(answers.every(({ command }) => command !== "400"), lines.join("\n"));
  }
});
