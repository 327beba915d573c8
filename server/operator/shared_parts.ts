import { loginLines } from "../accounts/logins.ts";
import type { SharedParts } from "../cluster/peers/mod.ts";
import { addressesOf } from "../replies/presence.ts";
import type { Server } from "../server.ts";
import { VERSION } from "../version.ts";

/** What a server shares with the other nodes of a cluster. */
export function sharedPartsOf(server: Server): SharedParts {
  const { budgets, accounts, passwords, sessions, startedAt } = server;
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
    about: () => ({ people: sessions.users, version: VERSION, startedAt }),
    answerers: {
      rehash: () => [server.rehash()],
      addresses: (user) => addressesOf(server, { id: user }),
      logins: (account) => loginLines(server, account),
      operators: () => server.options.operators.map(({ name }) => name),
    },
  };
}
