import { assertEquals } from "@std/assert";

import { PendingSockets } from "../../server/listeners/pending_sockets.ts";
import { listenTlsByForwarding } from "../../server/listeners/tls_forwarding.ts";
import type { Transport } from "../../server/io/transport.ts";
import { testWith } from "../harness/peers.ts";
import { Certificate } from "./certificate.ts";

testWith(["openssl"], {
  name: "A forwarded connection of TLS that the server closes ends for the client, too",
  async fn() {
    await using certificate = await Certificate.make();
    const [cert, key] = await Promise.all(
      [certificate.cert, certificate.key].map((path) => Deno.readTextFile(path)),
    ) as [string, string];
    const listener = listenTlsByForwarding({ host: "127.0.0.1", port: 0 }, {
      pending: new PendingSockets({ sessionsFrom: () => 0, perAddress: () => 0 }),
      mayConnect: () => true,
      isProxy: () => false,
      handshakeTimeout: () => 10_000,
      report: () => {},
      certificate: { cert, key },
      check: () => {},
    });
    const { promise: accepted, resolve } = Promise.withResolvers<Transport>();
    const running = listener.run(resolve);
    using client = await Deno.connectTls({
      hostname: "localhost",
      port: listener.port,
      caCerts: [cert],
    });
    const transport = await accepted;
    transport.close();
    await transport.released;
    const read = await client.read(new Uint8Array(1)).catch(() => null);
    assertEquals(read, null);
    listener.close();
    await running;
  },
});
