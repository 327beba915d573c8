import { assertEquals } from "@std/assert";

import type { AccountLogins } from "../session/accounts/login_tokens.ts";
import { ACCOUNT_COMMANDS } from "./accounts.ts";
import { type Actions, parseArguments } from "./command.ts";

const DAY = { createdAt: Date.UTC(2026, 0, 2, 9), usedAt: Date.UTC(2026, 1, 3, 4) };
const LOGINS: AccountLogins = {
  account: "bob",
  connections: 3,
  tokens: [
    { id: "5f0c", label: "My page", ...DAY, connections: 1, current: true },
    { id: "6a1d", label: "phone", ...DAY, connections: 2, current: false },
    { id: "7b2e", label: "", ...DAY, connections: 0, current: false },
  ],
};

/** Runs /sessions with these words; returns what the person sees. */
async function sessions(words: string, logins: AccountLogins | Error = LOGINS): Promise<string> {
  const command = ACCOUNT_COMMANDS.find(({ name }) => name === "sessions");
  const answer = <T>(value: T) =>
    logins instanceof Error ? Promise.reject(logins) : Promise.resolve(value);
  const revoked: string[] = [];
  const shown = await new Promise<string>((resolve) => {
    const actions = {
      tell: resolve,
      refuse: (reason: string) => resolve(`refused: ${reason}`),
      loginTokens: {
        list: () => answer(logins as AccountLogins),
        revoke: (id: string) => answer(void revoked.push(id)),
      },
    };
    command?.execute(actions as unknown as Actions, parseArguments(words));
  });
  return [...revoked, shown].join(" | ");
}

Deno.test("/sessions lists where the account is logged in", async () => {
  assertEquals((await sessions("")).split("\n"), [
    "Connections of bob now: 3",
    "5f0c  My page  since 2026-01-02, last used 2026-02-03 (this one)",
    "6a1d  phone  since 2026-01-02, last used 2026-02-03 (connected)",
    "7b2e    since 2026-01-02, last used 2026-02-03",
    "/sessions revoke ID ends a login, /sessions revoke all ends every one",
  ]);
  assertEquals((await sessions("", { ...LOGINS, tokens: [] })).split("\n"), [
    "Connections of bob now: 3",
    "It stays logged in nowhere without its password",
  ]);
});

Deno.test("/sessions revoke ends one login or all, and says why it cannot", async () => {
  assertEquals(await sessions("revoke 5f0c"), "5f0c | The login 5f0c is ended");
  assertEquals(await sessions("REVOKE ALL"), "* | You stay logged in nowhere now");
  assertEquals(
    await sessions("revoke x", new Error("There is none")),
    "x | refused: There is none",
  );
  for (const wrong of ["revoke", "revoke a b", "end x"]) {
    assertEquals(
      await sessions(wrong),
      "refused: Usage: /sessions [revoke ID | revoke all]",
    );
  }
});

Deno.test("/password and /logout say where they work, and what to do elsewhere", () => {
  const run = (
    name: string,
    { isOnline, isOffered }: { isOnline: boolean; isOffered: boolean },
  ) => {
    const done: string[] = [];
    const actions = {
      isOnline,
      loginTokens: { isOffered },
      refuse: (reason: string) => done.push(reason),
      send: (command: string, params: readonly string[]) =>
        done.push([command, ...params].join(" ")),
    };
    ACCOUNT_COMMANDS.find((one) => one.name === name)
      ?.execute(actions as unknown as Actions, parseArguments("old new"));
    return done.join();
  };
  for (const name of ["password", "logout"]) {
    const sent = name === "password" ? "NS PASSWD old new" : "NS LOGOUT";
    assertEquals(run(name, { isOnline: true, isOffered: true }), sent);
    // The server is not known yet.
    assertEquals(run(name, { isOnline: false, isOffered: false }), sent);
    assertEquals(
      run(name, { isOnline: true, isOffered: false }),
      `This server has no /${name}: ask its services what they have, by /msg NickServ HELP`,
    );
  }
});
