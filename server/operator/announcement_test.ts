import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { loadServerOptions } from "../options/mod.ts";
import type { BoundAddress } from "../running.ts";
import { joinCommand, listeningLine, startLines, welcomeLines } from "./announcement.ts";

const at = (host: string, port = 6667, kind: BoundAddress["kind"] = "irc") => ({
  host,
  port,
  kind,
});

Deno.test("The line of a listener has brackets around an IPv6 address", () => {
  assertEquals(listeningLine(at("127.0.0.1")), "listening on 127.0.0.1:6667 (irc)");
  assertEquals(listeningLine(at("::1", 6697, "ircs")), "listening on [::1]:6697 (ircs)");
});

Deno.test("The first lines have the address of the page, and no command joins by it", () => {
  const addresses = [at("127.0.0.1"), at("::", 8067, "http"), at("::1", 443, "https")];
  const start = { options: options(), networkAddress: undefined, isFirstStart: false };
  assertEquals(startLines({ ...start, addresses }), [
    "listening on 127.0.0.1:6667 (irc)",
    "open http://127.0.0.1:8067/ in a browser",
    "open http://this-machine:8067/ on other machines",
    "open https://[::1]/ in a browser",
    "chat join --user YOU --room 1",
  ]);
  const addressed = { ...start, addresses, networkAddress: "192.168.1.7" };
  assertStringIncludes(
    startLines(addressed).join("\n"),
    "open http://192.168.1.7:8067/ on other machines",
  );
});

Deno.test("The joining command leaves out defaults", () => {
  const command = "chat join --user YOU --room 1";
  assertEquals(joinCommand([at("127.0.0.1")]), command);
  assertEquals(joinCommand([at("0.0.0.0")]), command);
  assertEquals(joinCommand([at("127.0.0.1", 7000)]), `${command} --port 7000`);
  assertEquals(joinCommand([at("::1")]), `${command} --host ::1`);
  assertEquals(
    joinCommand([at("10.0.0.1", 6697, "ircs")]),
    `${command} --host 10.0.0.1 --port 6697 --tls`,
  );
});

function options(...args: string[]) {
  return loadServerOptions(["--data", ":memory:", ...args], {
    env: {},
    readFile: (path) => path === "pw" ? "sesame" : "",
    isWorldReadable: () => false,
    dataFolder: "/data",
    warn: () => {},
  });
}

function welcome(addresses: BoundAddress[], networkAddress?: string): string {
  return welcomeLines({ options: options(), addresses, networkAddress }).join("\n");
}

Deno.test("The first lines say that only this machine can connect", () => {
  assertStringIncludes(welcome([at("127.0.0.1"), at("::1")]), "from this machine only");
});

Deno.test("The first lines have the command for other machines", () => {
  assertStringIncludes(
    welcome([at("0.0.0.0", 7000)], "192.168.1.7"),
    "on another machine: chat join --user YOU --room 1 --host 192.168.1.7 --port 7000",
  );
});

Deno.test("The joining command asks for a required password or account", () => {
  const addresses = [at("127.0.0.1")];
  assertEquals(
    joinCommand(addresses, options("--password-file", "pw")),
    "chat join --user YOU --room 1 --password-file FILE",
  );
  assertEquals(
    joinCommand(addresses, options("--accounts", "required")),
    "chat join --account YOU --room 1 --password-file FILE",
  );
});

function start(addresses: BoundAddress[], { isFirstStart = false, args = [] as string[] } = {}) {
  const networkAddress = "192.168.1.7";
  return startLines({ options: options(...args), addresses, networkAddress, isFirstStart });
}

Deno.test("A start prints the listeners and the commands to join, none of them twice", () => {
  const join = "chat join --user YOU --room 1";
  assertEquals(start([at("127.0.0.1")]), ["listening on 127.0.0.1:6667 (irc)", join]);
  assertEquals(start([at("0.0.0.0")]), [
    "listening on 0.0.0.0:6667 (irc)",
    join,
    `${join} --host 192.168.1.7`,
  ]);
  assertEquals(start([at("10.0.0.1")]), [
    "listening on 10.0.0.1:6667 (irc)",
    `${join} --host 10.0.0.1`,
  ]);
});

Deno.test("Only a first start prints the welcome, unless the log is JSON or has only warnings", () => {
  const addresses = [at("127.0.0.1")];
  const isWelcome = (...args: string[]) =>
    start(addresses, { isFirstStart: true, args }).join("\n").includes("Console");
  assert(isWelcome());
  assert(isWelcome("--log-level", "debug"));
  assert(!isWelcome("--log-level", "warn"));
  assert(!isWelcome("--log-format", "json"));
  assert(!start(addresses).join("\n").includes("Console"));
});
