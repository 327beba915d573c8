import { assert, assertEquals, assertMatch } from "@std/assert";

import { answers, InProcessServer } from "../harness/in_process.ts";
import { startServer } from "../harness/server.ts";
import { IrcTestClient } from "../harness/irc_client.ts";

function settings(accounts = ""): string {
  return `name = "irc.test"\n[limits]\nlines-per-second = 0\n[accounts]\n${accounts}\n`;
}

/** Sends a line and returns the parameters of the FAIL that answers it, without the text. */
async function failure(client: IrcTestClient, line: string): Promise<string> {
  await client.send(line);
  return (await client.waitFor("FAIL")).params.slice(0, -1).join(" ");
}

Deno.test("REGISTER creates an account, logs in to it, and notifies the members of shared channels", async () => {
  await using server = await InProcessServer.start(settings());
  const watcher = await server.enter("watcher", {
    capabilities: ["account-notify"],
    channels: ["#1"],
  });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const replies = await answers(bob, "REGISTER * * :correct horse");
  assertEquals(replies.map((line) => line.replace(/~\S+/, "…")), [
    "REGISTER SUCCESS bob Account created",
    "900 bob bob!… bob You are logged in as bob",
    "MODE bob +r",
  ]);
  assertEquals((await watcher.waitFor("ACCOUNT")).params, ["bob"]);
  assertEquals(
    await failure(bob, "REGISTER * * :correct horse"),
    "REGISTER ALREADY_AUTHENTICATED bob",
  );
});

Deno.test("An account can be registered before the connection is, if the settings allow it", async () => {
  await using server = await InProcessServer.start(settings());
  const bob = await server.connect();
  assertEquals(await failure(bob, "REGISTER * * :correct horse"), "REGISTER NEED_NICK *");
  await bob.send("NICK bob", "REGISTER other * :correct horse", "USER b 0 * :b");
  await bob.waitFor("900");
  await bob.waitFor("001");
  assert((await answers(bob, "WHOIS bob")).includes("330 bob bob other is logged in as"));
});

Deno.test("With register-before-connect off an account can be registered only after the connection is", async () => {
  await using server = await InProcessServer.start(settings("register-before-connect = false"));
  const bob = await server.connect();
  const offer = (await answers(bob, "CAP LS 302")).join(" ");
  assert(offer.split(" ").includes("draft/account-registration=custom-account-name"), offer);
  await bob.send("NICK bob");
  const refused = "REGISTER COMPLETE_CONNECTION_REQUIRED bob";
  assertEquals(await failure(bob, "REGISTER * * :correct horse"), refused);
  await bob.send("USER b 0 * :b", "CAP END", "REGISTER * * :correct horse");
  await bob.waitFor("REGISTER");
});

Deno.test("Names in use, weak passwords, invalid names and invalid addresses are refused with their codes", async () => {
  await using server = await InProcessServer.start(settings());
  await server.enter("root");
  const bob = await server.enter("bob");
  const code = async (words: string) => {
    return (await failure(bob, `REGISTER ${words}`)).replace("REGISTER ", "");
  };
  assertEquals(await code("root * :correct horse"), "ACCOUNT_EXISTS root");
  assertEquals(await code("* * short"), "WEAK_PASSWORD bob");
  assertEquals(await code("b@d * :correct horse"), "BAD_ACCOUNT_NAME b@d");
  assertEquals(await code("* nonsense :correct horse"), "INVALID_EMAIL bob");
  const grabber = await server.connect();
  await grabber.send("NICK root");
  assertEquals(
    await failure(grabber, "REGISTER * * :correct horse"),
    "REGISTER ACCOUNT_EXISTS root",
  );
});

Deno.test("An account that needs an email address waits for the code from the server's log", async () => {
  await using server = await startServer({ settings: settings("require-email = true") });
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  await bob.send("REGISTER * bob@example.org :correct horse");
  assertEquals((await bob.waitFor("REGISTER")).params.slice(0, 2), [
    "VERIFICATION_REQUIRED",
    "bob",
  ]);
  const line = await server.process.stderr.waitFor((line) => line.includes("code="));
  const code = /code=(\w+)/.exec(line)?.[1];
  assertEquals(await failure(bob, "VERIFY bob 123456"), "VERIFY INVALID_CODE bob");
  await bob.send(`VERIFY bob ${code}`);
  assertEquals((await bob.waitFor("VERIFY")).params.slice(0, 2), ["SUCCESS", "bob"]);
  await bob.waitFor("900");
});

Deno.test("If accounts are required, a user without one is told how to register", async () => {
  await using server = await InProcessServer.start(settings('mode = "required"'));
  const bob = await server.connect();
  await bob.send("NICK bob", "USER b 0 * :b");
  const refusal = await bob.waitFor("FAIL");
  assertEquals(refusal.params.slice(0, 2), ["*", "ACCOUNT_REQUIRED"]);
  assertMatch(refusal.params[2] ?? "", /REGISTER <account> \* <password>/);
  await bob.send("REGISTER * * :correct horse");
  await bob.waitFor("001");
  await bob.waitFor("ACCOUNTREQUIRED", ({ command, params }) => {
    return command === "005" && params.includes("draft/ACCOUNTREQUIRED");
  });
});

Deno.test("If accounts are required, logging out disconnects the user", async () => {
  await using server = await InProcessServer.start(
    `name = "irc.test"\n[accounts]\nmode = "required"`,
  );
  const client = await server.connect();
  await client.send("NICK bob", "USER bob 0 * :b", "REGISTER * * :correct-horse");
  await client.waitFor("001");
  await client.send("NS LOGOUT");
  assertMatch((await client.waitFor("ERROR")).params[0] ?? "", /An account is needed/);
});

Deno.test("If accounts are required and cannot be registered, a user without one is disconnected", async () => {
  const accounts = 'mode = "required"\nregister-before-connect = false';
  await using server = await InProcessServer.start(settings(accounts));
  const bob = await server.connect();
  await bob.send("NICK bob", "USER b 0 * :b");
  await bob.waitFor("FAIL");
  await bob.waitFor("ERROR");
  await bob.closed();
});

Deno.test("NickServ registers, logs in and out, changes passwords and removes accounts", async () => {
  await using server = await InProcessServer.start(settings());
  const bob = await server.enter("bob");
  assert((await answers(bob, "NS REGISTER correct-horse")).includes("NOTICE bob Account created"));
  const said = async (line: string) =>
    (await answers(bob, line)).filter((line) => line.startsWith("NOTICE ")).join("\n");
  assertEquals(await said("NS PASSWD wrong-horse x"), "NOTICE bob Wrong account or password");
  assertEquals(
    await said("PRIVMSG NickServ :passwd correct-horse battery-staple"),
    "NOTICE bob Password changed; your other connections are ended, and all login tokens are revoked",
  );
  assertEquals(await said("NICKSERV logout"), "NOTICE bob You are logged out");
  assertEquals(await said("NS IDENTIFY correct-horse"), "NOTICE bob Wrong account or password");
  assertEquals(await said("NS IDENTIFY bob battery-staple"), "NOTICE bob You are logged in as bob");
  assertEquals(await said("NS UNREGISTER battery-staple"), "NOTICE bob The account bob is removed");
  assertEquals(await said("NS IDENTIFY battery-staple"), "NOTICE bob Wrong account or password");
  assertMatch(await said("NS HELP"), /IDENTIFY \[<account>\] <password>: logs you in/);
  assertMatch(await said("NS NONSENSE"), /There is no such command/);
});

Deno.test("The nickname NickServ is reserved, and messages to it are not echoed", async () => {
  await using server = await InProcessServer.start(settings());
  const bob = await server.enter("bob", { capabilities: ["echo-message"] });
  assertEquals((await answers(bob, "NICK nickserv"))[0]?.slice(0, 3), "432");
  const replies = await answers(bob, "PRIVMSG NickServ :identify my-secret-password");
  assertEquals(replies, ["NOTICE bob Wrong account or password"]);
});

Deno.test("Accounts survive a restart of the server", async () => {
  const data = await Deno.makeTempDir({ prefix: "chat-test-" });
  try {
    for (const command of ["REGISTER correct-horse", "IDENTIFY correct-horse"]) {
      await using server = await startServer({ args: ["--data", data] });
      using bob = await IrcTestClient.connect(server);
      const before = command.startsWith("REGISTER") ? "bob" : "guest";
      await bob.register(before);
      await bob.send(before === "bob" ? `NS ${command}` : "NS IDENTIFY bob correct-horse");
      assertEquals((await bob.waitFor("900")).params[2], "bob");
    }
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});
