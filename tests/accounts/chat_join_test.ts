import { assert, assertEquals } from "@std/assert";

import { runChat, startChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";

Deno.test("/sessions shows where one stays logged in, and ends it, with chat join", async () => {
  await using server = await startServer();
  await using bob = startChat(["join", ...server.address, "--room", "1", "--user", "bob"]);
  await bob.stdout.waitFor((line) => line.endsWith("* bob joined 1"));
  const steps: readonly (readonly [string, "stdout" | "stderr", RegExp])[] = [
    ["/sessions", "stderr", /Log in first/],
    ["/register correct-horse", "stdout", /Account created/],
    ["/sessions", "stderr", /^Connections of bob now: 1$/],
    ["/raw LOGINTOKEN CREATE :My page\n/whois nobody", "stderr", /nobody/],
    ["/sessions", "stderr", /My page {2}since .* \(this one\)$/],
    ["/sessions revoke ffff", "stderr", /has no login token with this id/],
    ["/sessions revoke all", "stderr", /^You stay logged in nowhere now$/],
  ];
  for (const [typed, stream, answer] of steps) {
    await bob.type(typed);
    await bob[stream].waitFor((line) => answer.test(line), { what: String(answer) });
  }
  assert(!bob.stdout.items.join("\n").includes("chat_login_"));
});

Deno.test("A person registers, logs out and in, and changes the password with chat join", async () => {
  await using server = await startServer();
  await using bob = startChat(["join", ...server.address, "--room", "1", "--user", "bob"]);
  await bob.stdout.waitFor((line) => line.endsWith("* bob joined 1"));
  const steps: readonly (readonly [string, string])[] = [
    ["/register correct-horse", "Account created"],
    ["/logout", "You are logged out"],
    ["/login wrong-horse", "Wrong account or password"],
    ["/login bob correct-horse", "You are logged in as bob"],
    [
      "/password correct-horse battery-staple",
      "your other connections are ended, and all login tokens are revoked",
    ],
  ];
  for (const [typed, answer] of steps) {
    await bob.type(typed);
    await bob.stdout.waitFor((line) => line.endsWith(answer), { what: answer });
  }
  const file = `${server.folder}/password`;
  await Deno.writeTextFile(file, "battery-staple\n", { mode: 0o600 });
  const join = ["join", ...server.address, "--account", "bob", "--password-file", file];
  const second = await runChat([...join, "--room", "1"], { input: "said from the phone\n" });
  assertEquals(second.code, 0);
  await bob.stdout.waitFor((line) => line.endsWith("bob: said from the phone"));
  await Deno.writeTextFile(file, "correct-horse\n");
  assertEquals((await runChat(join)).code, 4);
});
