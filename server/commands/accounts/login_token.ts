import { accountOf } from "../../accounts/login.ts";
import { loginsOf, revokeLogin } from "../../accounts/logins.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { formatTime } from "../../session/event_line.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** An extension of chat, which RPL_ISUPPORT announces with `LOGINTOKENS`. */
export const LOGINTOKEN: UserCommand = {
  run: loginToken,
  minParams: 1,
  usage: "LOGINTOKEN <CREATE [<label>], LIST, or REVOKE <id or *>>",
  description: "Makes, lists and revokes tokens that log in to your account without its password.",
};

/** The arguments of a subcommand. */
interface TokenContext extends UserContext {
  readonly account: string;
  readonly fail: (code: string, context: readonly string[], text: string) => void;
}

const SUBCOMMANDS: Readonly<
  Record<string, (context: TokenContext, words: readonly string[]) => MaybePromise>
> = { CREATE: create, LIST: list, REVOKE: revoke };

function loginToken(context: UserContext, [word = "", ...words]: readonly string[]): MaybePromise {
  const { session } = context;
  const fail: TokenContext["fail"] = (code, context, text) =>
    session.standard("FAIL", { command: "LOGINTOKEN", code, context, text });
  const name = word.toUpperCase();
  const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (subcommand === undefined) {
    return fail("INVALID_PARAMS", [word], "The subcommands are CREATE, LIST and REVOKE");
  }
  const account = accountOf(session);
  if (account === undefined || !context.server.accounts.enabled) {
    return fail("ACCOUNT_REQUIRED", [name], "Log in first");
  }
  return subcommand({ ...context, account, fail }, words);
}

/** A stolen token must not make more of them, which would outlive it. */
async function create(
  { server, session, account, fail }: TokenContext,
  [label = ""]: readonly string[],
): Promise<void> {
  if (session.loginToken?.made === false) {
    const text = "Log in with your password to make a login token";
    return fail("PASSWORD_REQUIRED", ["CREATE"], text);
  }
  const made = await server.accounts.tokens.create(account, label);
  if (made === undefined) {
    const text = "No login token can be made at the moment; try again later";
    return fail("TEMPORARILY_UNAVAILABLE", ["CREATE"], text);
  }
  const { id, token } = made;
  session.loginToken = { id, made: true };
  server.log.info("Login token made", { account, id, address: session.address });
  session.reply(`LOGINTOKEN CREATED ${account} ${id} ${token}`);
}

async function list({ server, session, account }: TokenContext): Promise<void> {
  const { tokens, sessions } = await loginsOf(server, account);
  for (const { id, label, createdAt, usedAt, sessions } of tokens) {
    const times = `${formatTime(createdAt)} ${formatTime(usedAt)}`;
    const own = sessions.some((one) => one.session === session.id) ? "current" : "*";
    session.reply(`LOGINTOKEN ENTRY ${id} ${times} ${sessions.length} ${own} :${label}`);
  }
  session.reply(`LOGINTOKEN END ${account} ${sessions.length}`);
}

function revoke(context: TokenContext, [id = ""]: readonly string[]): MaybePromise {
  const { session, account, fail } = context;
  const isAll = id === "*";
  const after = (revoked: boolean) => {
    if (revoked || isAll) session.reply(`LOGINTOKEN REVOKED ${id}`);
    else fail("NO_SUCH_TOKEN", ["REVOKE", id], "Your account has no login token with this id");
  };
  return revokeLogin(context, { account, id: isAll ? undefined : id, after });
}
