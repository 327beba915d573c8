import { assertEquals } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";

Deno.test("--json says why a connection was refused", async () => {
  const io = new FakeIo({ connect: () => Promise.reject(new Error("Cannot connect to x:1: no")) });
  assertEquals(await join(["--json"], io), 1);
  const last = JSON.parse(io.stdout.text.trim().split("\n").at(-1) ?? "");
  assertEquals([last.status, last.reason], ["closed", "Cannot connect to x:1: no"]);
});

Deno.test("--json gives the rooms of a person by their names, and what they are there beside", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("/whois al\n");
  io.endInput();
  const ended = join(["--json", "--user", "bob"], io);
  const peer = await server.accept();
  peer.answer((line) => {
    if (line !== "WHOIS al") return;
    peer.send(":s 319 bob al :@#1 #tea @+##x &local", ":s 318 bob al :End");
  });
  await welcome(peer);
  assertEquals(await ended, 0);
  const events = io.stdout.text.trim().split("\n").map((line) => JSON.parse(line));
  const whois = events.find(({ type }) => type === "whois");
  assertEquals(whois.rooms, ["1", "tea", "##x", "&local"]);
});

Deno.test("Being away is told once, whether the server says it by a numeric, by AWAY or by both", async () => {
  const [numeric, line] = [":s 306 bob :You are away", ":bob!u@h AWAY :tea"];
  for (const answers of [[numeric], [line], [numeric, line], [line, numeric]]) {
    const server = new FakeServer();
    const io = new FakeIo(server);
    const ended = join(["--json", "--user", "bob"], io);
    const peer = await server.accept();
    peer.answer((sent) => sent === "AWAY tea" && peer.send(...answers));
    await welcome(peer);
    await io.stdout.seen('"online"');
    io.type("/away tea\n/away tea\n");
    io.endInput();
    assertEquals(await ended, 0);
    const events = io.stdout.text.trim().split("\n").map((text) => JSON.parse(text));
    assertEquals(events.filter(({ type }) => type === "away").length, 2);
  }
});
