import { assertEquals } from "@std/assert";
import type { ServerOptions } from "../options/mod.ts";
import { stsValue } from "./capabilities.ts";

const FAR = { framing: "crlf", secure: false, remoteAddress: "192.0.2.1" } as const;

function options(stsSeconds: number | undefined, port = 6697): ServerOptions {
  const tls = { listen: [{ host: "127.0.0.1", port }] };
  return { access: { stsSeconds }, tls } as unknown as ServerOptions;
}

Deno.test("STS names the port without TLS, and the duration with it", () => {
  assertEquals(stsValue(options(60), FAR), "port=6697");
  assertEquals(stsValue(options(60), { ...FAR, secure: true }), "duration=60");
  assertEquals(stsValue(options(0), { ...FAR, secure: true }), "duration=0");
});

Deno.test("STS is not listed where it is off, on this machine, on the page and without a port", () => {
  assertEquals(stsValue(options(undefined), { ...FAR, secure: true }), undefined);
  assertEquals(stsValue(options(0), FAR), undefined);
  assertEquals(stsValue(options(60), { ...FAR, remoteAddress: "127.0.0.1" }), undefined);
  assertEquals(stsValue(options(60), { ...FAR, framing: "text" }), undefined);
  assertEquals(stsValue(options(60, 0), FAR), undefined);
});
