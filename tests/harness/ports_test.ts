import { assert, assertNotEquals } from "@std/assert";

import { freePort } from "./ports.ts";

Deno.test("A free port is given once, and passed over while somebody listens on it", () => {
  const port = freePort();
  const next = freePort();
  assertNotEquals(port, next);
  using listener = Deno.listen({ hostname: "127.0.0.1", port: next + 1 });
  assertNotEquals(freePort(), listener.addr.port);
  assert(port >= 10_000 && next < 32_768);
});
