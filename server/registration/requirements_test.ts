import { assertEquals } from "@std/assert";
import { loadServerOptions, type ServerOptions } from "../options/mod.ts";
import { lacksTls, needsAccount } from "./requirements.ts";

function options(...args: string[]): ServerOptions {
  return loadServerOptions(args, {
    env: {},
    readFile: () => {
      throw new Deno.errors.NotFound();
    },
    isWorldReadable: () => false,
    dataFolder: "/nowhere",
    warn: () => {},
  });
}

const FAR = { framing: "crlf", secure: false, remoteAddress: "192.0.2.1" } as const;

Deno.test("TLS can be required of all who are not on this machine", () => {
  const strict = options("--require-tls");
  assertEquals(lacksTls(strict, FAR), true);
  assertEquals(lacksTls(strict, { ...FAR, secure: true }), false);
  for (const remoteAddress of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
    assertEquals(lacksTls(strict, { ...FAR, remoteAddress }), false);
  }
  assertEquals(lacksTls(options(), FAR), false);
});

Deno.test("Accounts can be required by listener, or of all", () => {
  const peers = [FAR, { ...FAR, secure: true }, { ...FAR, framing: "text" as const }];
  const needs = (...args: string[]) => peers.map((peer) => needsAccount(options(...args), peer));
  assertEquals(needs(), [false, false, false]);
  assertEquals(needs("--require-account", "plain,web"), [true, false, true]);
  assertEquals(needs("--require-account", "tls"), [false, true, false]);
  assertEquals(needs("--accounts", "required"), [true, true, true]);
});
