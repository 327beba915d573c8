import { assertEquals } from "@std/assert";

import { ORIGIN, RELAY, type ServerKind, startServer } from "../servers.ts";
import { formatMessage } from "../../../protocol/message.ts";
import { IrcTestClient } from "../../../tests/harness/irc_client.ts";
import { pathOf, testUnless } from "../../../tests/harness/peers.ts";

function testPeer(kind: ServerKind, unless?: string): void {
  testUnless(unless, {
    name: `The ${kind.name} passes lines to a nickname and to the others in a room`,
    async fn() {
      const server = await startServer(kind);
      const address = { host: "127.0.0.1", port: server.port };
      try {
        using alice = await IrcTestClient.enter(address, { nickname: "alice" });
        using bob = await IrcTestClient.enter(address, { nickname: "bob" });
        using carol = await IrcTestClient.enter(address, { nickname: "carol" });
        await alice.join("#room");
        await bob.join("#room");
        await alice.send("PRIVMSG bob :Hello there", "PRIVMSG #room :One, two");

        const received = [await bob.waitFor("PRIVMSG"), await bob.waitFor("PRIVMSG")];
        assertEquals(received.map(formatMessage), [
          ":alice!u@127.0.0.1 PRIVMSG bob :Hello there",
          ":alice!u@127.0.0.1 PRIVMSG #room :One, two",
        ]);
        const isSaid = ({ command }: { command: string }) => command === "PRIVMSG";
        assertEquals((await alice.sync()).filter(isSaid), []);
        assertEquals((await carol.sync()).filter(isSaid), []);
      } finally {
        await server.stop();
      }
    },
  });
}

testPeer(RELAY);
testPeer(ORIGIN, pathOf("python3") === undefined ? "python3 is not installed" : undefined);
