import { sameName } from "../../../protocol/names.ts";
import { sourceOf } from "../../network/state.ts";
import { accountOf, logIn, logOut, mayLogIn, showOut, waitText } from "../../accounts/login.ts";
import { registerAccount, VERIFICATION_TEXT, verifyAccount } from "../../accounts/register.ts";
import type { ServiceCommands, ServiceContext } from "./service.ts";

/** Accounts for clients that know nothing better. A password given here has no space in it. */
export const NICKSERV: ServiceCommands = {
  REGISTER: {
    run: register,
    min: 1,
    usage: "REGISTER <password> [<e-mail address>]",
    description: "makes an account of your nickname",
  },
  VERIFY: {
    run: verify,
    min: 2,
    usage: "VERIFY <account> <code>",
    description: "proves the address you registered with",
  },
  IDENTIFY: {
    run: identify,
    min: 1,
    usage: "IDENTIFY [<account>] <password>",
    description: "logs you in",
  },
  LOGOUT: { run: logout, min: 0, usage: "LOGOUT", description: "logs you out" },
  PASSWD: {
    run: passwd,
    min: 2,
    usage: "PASSWD <password> <new password>",
    description: "changes your password",
  },
  UNREGISTER: {
    run: unregister,
    min: 1,
    usage: "UNREGISTER <password>",
    description: "removes your account, for good",
  },
};

async function register(
  { server, session, tell }: ServiceContext,
  [password = "", email]: readonly string[],
): Promise<void> {
  const result = await registerAccount(server, session, { name: "*", email, password });
  if (result.status === "failed") return tell(`No account was made: ${result.text}`);
  if (result.status === "pending") return tell(VERIFICATION_TEXT);
  tell("Account created");
  await logIn(server, session, { account: result.account });
}

async function verify(
  { server, session, tell }: ServiceContext,
  [name = "", code = ""]: readonly string[],
): Promise<void> {
  const result = await verifyAccount(server, session, { name, code });
  if (result.status === "failed") return tell(result.text);
  tell("Account verified");
  await logIn(server, session, { account: result.account });
}

async function identify(context: ServiceContext, words: readonly string[]): Promise<void> {
  const { server, session, user, tell } = context;
  const [name, password = ""] = words.length > 1
    ? [words[0] as string, words[1]]
    : [user.nickname, words[0]];
  const account = await checked(context, { name, password });
  if (account === undefined) return;
  if (!mayLogIn(server, session, account)) {
    return tell("Other connections share your nickname and account; they would lose it");
  }
  tell(`You are logged in as ${account}`);
  await logIn(server, session, { account });
}

async function logout({ server, session, tell }: ServiceContext): Promise<void> {
  if (accountOf(session) === undefined) return tell("You are not logged in");
  tell("You are logged out");
  await logOut(server, session);
}

async function passwd(
  context: ServiceContext,
  [old = "", password = ""]: readonly string[],
): Promise<void> {
  const { server, session, tell } = context;
  const name = accountOf(session);
  if (name === undefined) return tell("Log in first");
  const account = await checked(context, { name, password: old });
  if (account === undefined) return;
  tell(await server.accounts.setPassword(account, password) ?? "Password changed");
}

async function unregister(
  context: ServiceContext,
  [password = ""]: readonly string[],
): Promise<void> {
  const { server, session, user, tell } = context;
  const name = accountOf(session);
  if (name === undefined) return tell("Log in first");
  const account = await checked(context, { name, password });
  if (account === undefined) return;
  server.accounts.remove(account);
  server.history.markers.forget(account);
  const event = { type: "account-gone", account } as const;
  const gone = await server.journal.append(event, session.id);
  for (const other of server.sessions.all) {
    // Who takes the name later shares nothing with connections that had it before.
    if (sameName(other.account, account)) {
      other.account = undefined;
    }
  }
  session.numeric("RPL_LOGGEDOUT", [sourceOf(user)]);
  tell(`The account ${account} is removed`);
  for (const user of gone.ok ? gone.users : []) showOut(server, user);
}

/** Checks a password; says so where it is wrong. */
async function checked(
  { server, session, tell }: ServiceContext,
  { name, password }: { name: string; password: string },
): Promise<string | undefined> {
  const result = await server.accounts.check({ name, password, address: session.address });
  if (!("found" in result)) tell(waitText(result.retryAfterMs));
  else if (result.found === undefined) tell("Wrong account or password");
  else return result.found;
}
