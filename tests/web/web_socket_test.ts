import { assertEquals } from "@std/assert";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";
import { connectWebSocket } from "./web_socket_client.ts";
import { received } from "../harness/wire.ts";

const WITH_PAGE = ["--web-port", "0"];

for (const protocol of ["text.ircv3.net", "binary.ircv3.net"]) {
  Deno.test(`A client over WebSocket with ${protocol} and one over TCP talk`, async () => {
    await using server = await startServer({ args: WITH_PAGE });
    using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
    const bob = await connectWebSocket(server.page, { protocols: [protocol] });
    await bob.register("bob");
    await bob.join("#1");
    await alice.sync();
    await alice.send("PRIVMSG #1 :grüezi 😀", "PRIVMSG #1 :two");
    await alice.sync();
    assertEquals(await received(bob), ["alice PRIVMSG #1 grüezi 😀", "alice PRIVMSG #1 two"]);
    await bob.send("PRIVMSG #1 :salut ça va");
    await bob.sync();
    assertEquals(await received(alice), ["bob PRIVMSG #1 salut ça va"]);
    await bob.send("QUIT :bye");
    await bob.closed();
    assertEquals((await alice.waitFor("QUIT")).params, ["Quit: bye"]);
  });
}
