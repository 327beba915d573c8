import { openPage, testInBrowser } from "./browser.ts";
import { enterChat, hear } from "../harness/join.ts";
import { startServer } from "../harness/server.ts";

testInBrowser("Two people at browsers and one at `chat join` talk in a room", async () => {
  await using server = await startServer({ args: ["--web-port", "0"] });
  await using carol = await enterChat(server, "carol");
  await using alice = await openPage(server);
  await using bob = await openPage(server, { colours: "light" });
  await alice.enter("alice");
  await bob.enter("bob");
  await alice.say("hello everybody, 你好");
  await bob.hears("hello everybody, 你好");
  await hear(carol, "alice: hello everybody, 你好");
  await carol.type("hello browsers");
  await alice.hears("hello browsers");
  await bob.hears("hello browsers");
});
