import { assertEquals, assertMatch } from "@std/assert";
import { runChat } from "../harness/program.ts";
import { testWith } from "../harness/peers.ts";
import { Certificate } from "../serve/certificate.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { makeAccess } from "./nats_access.ts";
import { enterNode, startNode, waitForText } from "./node.ts";

const ALONE = ["serve", "--port", "0", "--no-web", "--accounts", "off", "--data", ":memory:"];

testWith([NATS_SERVER, "openssl"], {
  name:
    "Nodes talk over TLS with a NATS server whose certificate --cluster-ca trusts, and no other",
  fn: async () => {
    await using certificate = await Certificate.make();
    const { cert, key } = certificate;
    await using nats = await NatsServer.start(["--tls", "--tlscert", cert, "--tlskey", key]);
    const address = nats.address.replace("nats:", "tls:");
    const args = ["--cluster-ca", cert];
    await using a = await startNode({ address }, "a", { args });
    await using b = await startNode({ address }, "b", { args });
    using alice = await enterNode(a, "alice");
    using bob = await enterNode(b, "bob");
    await alice.send("PRIVMSG #1 :over TLS");
    await waitForText(bob, "over TLS");
    const untrusting = await runChat([...ALONE, "--cluster", address, "--node", "c"]);
    assertEquals(untrusting.code, 1);
    assertMatch(untrusting.stderr, /Cannot use NATS at tls:.*--cluster-ca/);
  },
});

testWith([NATS_SERVER], {
  name: "A node enters NATS with --cluster-credentials, and is refused without them",
  fn: async () => {
    const { settings, credentials } = await makeAccess();
    const folder = await Deno.makeTempDir({ prefix: "chat-access-" });
    const [config, file] = [`${folder}/nats.conf`, `${folder}/chat.creds`];
    await Deno.writeTextFile(config, settings);
    await Deno.writeTextFile(file, credentials, { mode: 0o600 });
    await using nats = await NatsServer.start(["--config", config]);
    const args = ["--cluster-credentials", file];
    await using a = await startNode(nats, "a", { args });
    using alice = await enterNode(a, "alice");
    await alice.send("PRIVMSG #1 :let in");
    await waitForText(alice, "let in");
    const stranger = await runChat([...ALONE, "--cluster", nats.address, "--node", "b"]);
    assertEquals(stranger.code, 1);
    assertMatch(stranger.stderr, /Cannot use NATS at .*--cluster-credentials/);
    await Deno.remove(folder, { recursive: true });
  },
});
