import type { SharedParts } from "../cluster/peers/mod.ts";
import type { Server } from "../server.ts";

/** What a server shares with the other nodes of a cluster. */
export function sharedPartsOf(server: Server): SharedParts {
  const { budgets, accounts, passwords, sessions } = server;
  return {
    limits: {
      summed: { ...budgets.counted },
      single: {
        logins: accounts.attempts.shared,
        passwords: passwords.shared,
        registrations: accounts.registrations,
      },
      open: () => sessions.byAddress,
    },
    answerers: {},
  };
}
