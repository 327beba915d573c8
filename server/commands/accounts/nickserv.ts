import { accountOf, endUnauthenticated, logIn, logOut, mayLogIn } from "../../accounts/login.ts";
import { registerAccount, VERIFICATION_TEXT, verifyAccount } from "../../accounts/register.ts";
import { sourceOf } from "../../network/state.ts";
import { append } from "../../session_context.ts";
import type { UserCommand } from "../context.ts";
import { checkPassword } from "./check_password.ts";
import { GHOST, RECOVER, REGAIN } from "./regain.ts";
import { type Service, type ServiceContext, serviceRun } from "./service.ts";
import { SESSIONS } from "./sessions.ts";

/**
 * The service for accounts, for clients without SASL and REGISTER. Its passwords have no space
 * in them.
 */
export const NICKSERV_SERVICE: Service = {
  name: "NickServ",
  commands: {
    REGISTER: {
      run: register,
      minWords: 1,
      usage: "REGISTER <password> [<e-mail address>]",
      description: "creates an account with your nickname as its name",
    },
    VERIFY: {
      run: verify,
      minWords: 2,
      usage: "VERIFY <account> <code>",
      description: "confirms the e-mail address of your account",
    },
    IDENTIFY: {
      run: identify,
      minWords: 1,
      usage: "IDENTIFY [<account>] <password>",
      description: "logs you in",
    },
    LOGOUT: {
      run: logout,
      usage: "LOGOUT",
      description: "logs you out, and revokes the login token of this connection",
    },
    GHOST,
    RECOVER,
    REGAIN,
    PASSWD: {
      run: passwd,
      minWords: 2,
      usage: "PASSWD <password> <new password>",
      description: "changes your password, ends your other connections, revokes all login tokens",
    },
    SESSIONS,
    UNREGISTER: {
      run: unregister,
      minWords: 1,
      usage: "UNREGISTER <password>",
      description: "removes your account, for good",
    },
  },
};

/** NickServ as a command, for clients without `/msg NickServ`. */
export const NICKSERV: UserCommand = {
  run: serviceRun(NICKSERV_SERVICE),
  usage: "NICKSERV <command, or HELP>",
  description: "Manages your account; NICKSERV HELP lists its commands.",
};

/** Short for {@linkcode NICKSERV}. */
export const NS: UserCommand = { ...NICKSERV, usage: "NS <command, or HELP>" };

async function register(
  { server, session, answer }: ServiceContext,
  [password = "", email]: readonly string[],
): Promise<void> {
  const result = await registerAccount(server, session, { name: "*", email, password });
  if (result.status === "failed") return answer(`No account was made: ${result.text}`);
  if (result.status === "pending") return answer(VERIFICATION_TEXT);
  answer("Account created");
  await logIn(server, session, { account: result.account });
}

async function verify(
  { server, session, answer }: ServiceContext,
  [name = "", code = ""]: readonly string[],
): Promise<void> {
  const result = await verifyAccount(server, session, { name, code });
  if (result.status === "failed") return answer(result.text);
  answer("Account verified");
  await logIn(server, session, { account: result.account });
}

async function identify(context: ServiceContext, words: readonly string[]): Promise<void> {
  const { server, session, user, answer } = context;
  const [name = "", password = ""] = words.length > 1 ? words : [user.nickname, ...words];
  const account = await checkPassword(context, { name, password });
  if (account === undefined) return;
  if (!mayLogIn(server, session, account)) {
    return answer("Other connections share your nickname and account; they would lose it");
  }
  answer(`You are logged in as ${account}`);
  await logIn(server, session, { account });
}

async function logout({ server, session, answer }: ServiceContext): Promise<void> {
  const account = accountOf(session);
  if (account === undefined) return answer("You are not logged in");
  const id = session.loginToken?.id;
  if (id !== undefined) await append({ server, session }, { type: "token-removed", account, id });
  answer("You are logged out");
  await logOut(server, session);
}

async function passwd(
  context: ServiceContext,
  [password = "", newPassword = ""]: readonly string[],
): Promise<void> {
  const { server, session, answer } = context;
  const name = accountOf(session);
  if (name === undefined) return answer("Log in first");
  const account = await checkPassword(context, { name, password });
  if (account === undefined) return;
  const refusal = await server.accounts.setPassword(account, newPassword, { by: session.id });
  if (refusal !== undefined) return answer(refusal);
  server.log.info("Password changed", { account, address: session.address });
  answer("Password changed; your other connections are ended, and all login tokens are revoked");
}

async function unregister(
  context: ServiceContext,
  [password = ""]: readonly string[],
): Promise<void> {
  const { server, session, user, answer } = context;
  const name = accountOf(session);
  if (name === undefined) return answer("Log in first");
  const account = await checkPassword(context, { name, password });
  if (account === undefined) return;
  await append(context, { type: "account-gone", account }, ({ ok }) => {
    if (!ok) return answer(`There is no account "${account}"`);
    server.log.info("Account removed", { account });
    session.numeric("RPL_LOGGEDOUT", [sourceOf(user)]);
    answer(`The account ${account} is removed`);
    endUnauthenticated(server, user);
  });
}
