import { useEffect, useState } from "react";

import { messageOf } from "../../../protocol/errors.ts";
import { formatDay } from "../../format/time.ts";
import { sanitize } from "../../format/sanitize.ts";
import type { AccountLogins, ListedLoginToken } from "../../session/accounts/login_tokens.ts";
import { t } from "../../texts/mod.ts";
import { Dialog } from "../dialogs/dialog.tsx";
import type { Page } from "../page.ts";
import { logOut } from "./log_out.ts";

/** Where the account of the person stays logged in, and how to end that. */
export function SessionsDialog({ page }: { readonly page: Page }) {
  const { loginTokens } = page.navigator.chat;
  const [logins, setLogins] = useState<AccountLogins>();
  const [problem, setProblem] = useState<string>();
  const load = () => loginTokens.list().then(setLogins, fail);
  const fail = (error: unknown) => setProblem(messageOf(error));
  const revoke = (ids: readonly string[]) => {
    setProblem(undefined);
    Promise.all(ids.map((id) => loginTokens.revoke(id))).then(load, fail);
  };
  useEffect(() => void load(), []);
  const { tokens = [] } = logins ?? {};
  const ownId = page.memory.login?.id;
  const others = tokens.filter(({ id }) => id !== ownId).map(({ id }) => id);
  return (
    <Dialog title={t("Where you are logged in")} close={() => page.show(undefined)}>
      <div className="dialog-content sessions">
        <p>{introduction(logins, problem)}</p>
        <ul>
          {tokens.map((token) => (
            <Login
              key={token.id}
              token={token}
              isOwn={token.id === ownId}
              end={() => revoke([token.id])}
            />
          ))}
        </ul>
        <p className="problem" role="alert">{logins === undefined ? "" : problem}</p>
        <p className="dialog-buttons">
          {others.length > 1 && (
            <button type="button" onClick={() => revoke(others)}>
              {t("Log out everywhere else")}
            </button>
          )}
          <button type="button" className="primary" onClick={() => void logOut(page)}>
            {ownId === undefined ? t("Leave and forget me here") : t("Log out of this browser")}
          </button>
        </p>
      </div>
    </Dialog>
  );
}

function introduction(logins: AccountLogins | undefined, problem: string | undefined): string {
  if (logins === undefined) {
    // A guest has no account, and some servers have no login tokens.
    return problem ?? t("Asking the server…");
  }
  const { account, connections: count, tokens } = logins;
  const now = t("Connections of {account} now: {count}", { account, count });
  return tokens.length > 0
    ? now
    : `${now}. ${t("It stays logged in nowhere without its password")}`;
}

function Login({ token, isOwn, end }: {
  readonly token: ListedLoginToken;
  readonly isOwn: boolean;
  readonly end: () => void;
}) {
  const { label, connections, createdAt, usedAt } = token;
  const name = sanitize(label) || t("Without a name");
  const state = isOwn ? t("this browser") : connections > 0 ? t("connected") : "";
  return (
    <li>
      <div>
        <strong>{name}</strong> <span className="faint">{state}</span>
        <p className="faint">
          {t("Since {made}, last used {used}", {
            made: formatDay(createdAt),
            used: formatDay(usedAt),
          })}
        </p>
      </div>
      {!isOwn && (
        <button type="button" aria-label={t("Log out {name}", { name })} onClick={end}>
          {t("Log out")}
        </button>
      )}
    </li>
  );
}
