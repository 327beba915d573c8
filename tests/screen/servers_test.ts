import { chatCommand } from "../harness/program.ts";
import { testWith } from "../harness/peers.ts";
import { startServer } from "../harness/server.ts";
import { TestTerminal } from "../harness/terminal.ts";

testWith(["tmux"], {
  name: "The first page takes several servers, and the status line says with which the person is",
  async fn() {
    await using one = await startServer();
    await using two = await startServer();
    const [first, second] = [one, two].map(({ host, port }) => `${host}:${port}`);
    const settings = `XDG_CONFIG_HOME=/tmp/chat-test-${crypto.randomUUID()}`;
    const command = ["env", settings, "LANG=C.UTF-8", ...chatCommand(["join"])];
    await using bob = await TestTerminal.start(command, { columns: 120, rows: 30 });
    await bob.until((line) => line.includes("Your name"));
    await bob.enter("bob");
    await bob.until((line) => line.includes("several with commas"));
    await bob.press("C-u");
    await bob.enter(`${first}, ${second}`);
    await bob.press("C-u");
    await bob.enter("1");
    await bob.until((line) => line.includes(`chat (${first}): connected`));
    one.process.kill("SIGTERM");
    await bob.until((line) => line.includes(`chat (${second}): connected`));
  },
});
