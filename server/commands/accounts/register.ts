import type { Server } from "../../server.ts";
import type { Session } from "../../session/session.ts";
import { accountOf, logIn, waitText } from "../../accounts/login.ts";
import { completeRegistration } from "../../registration/complete.ts";
import type { Context, EarlyCommand, Handled } from "../context.ts";

/** Makes an account. IRCv3, "draft/account-registration". */
export const REGISTER: EarlyCommand = {
  runAnytime: register,
  min: 3,
  usage: "REGISTER <account or *> <e-mail address or *> <password>",
};

/** Proves the address that an account was registered with. */
export const VERIFY: EarlyCommand = {
  runAnytime: verify,
  min: 2,
  usage: "VERIFY <account> <code>",
};

/** A refusal, as `FAIL` says it. */
export interface Failure {
  readonly code: string;
  readonly account: string;
  readonly text: string;
}

/** What came of a wish for an account, and what is left to do. */
export type Registered =
  | { readonly status: "registered" | "pending"; readonly account: string }
  | ({ readonly status: "failed" } & Failure);

async function register(
  { server, session }: Context,
  [name = "", email = "", password = ""]: readonly string[],
): Promise<void> {
  const wish = { name, email: email === "*" || email === "" ? undefined : email, password };
  const result = await registerAccount(server, session, wish);
  if (result.status === "failed") return fail(session, "REGISTER", result);
  const { account } = result;
  if (result.status === "pending") {
    session.reply(`REGISTER VERIFICATION_REQUIRED ${account} :${PENDING}`);
    return;
  }
  session.reply(`REGISTER SUCCESS ${account} :Account created`);
  await logIn(server, session, { account });
  await completeRegistration(server, session);
}

/** What one is told whose address is to be proved. */
export const PENDING =
  "Account created; who runs this server sends a code to your address, give it with VERIFY";

/** Makes an account for a session if it may have it; `*` is its nickname's. */
export async function registerAccount(
  server: Server,
  session: Session,
  wish: { name: string; email: string | undefined; password: string },
): Promise<Registered> {
  const nickname = session.user?.nickname ?? session.registration?.nickname ??
    session.registration?.wanted;
  const name = wish.name === "*" ? nickname ?? "*" : wish.name;
  const failure = obstacle(server, session, { name, nickname });
  if (failure !== undefined) {
    return { status: "failed", account: nickname === undefined ? "*" : name, ...failure };
  }
  const { address } = session;
  const result = await server.accounts.register({ ...wish, name, address });
  if (result.status !== "refused") return result;
  return { status: "failed", code: result.code, text: result.text, account: name };
}

function obstacle(
  server: Server,
  session: Session,
  { name, nickname }: { name: string; nickname: string | undefined },
): { code: string; text: string } | undefined {
  const early = earlyObstacle(server, session);
  if (early !== undefined) return early;
  if (nickname === undefined) return { code: "NEED_NICK", text: "Choose a nickname first" };
  const account = accountOf(session);
  if (account !== undefined) {
    return { code: "ALREADY_AUTHENTICATED", text: `You are logged in as ${account}` };
  }
  const holder = server.network.userByNickname(name);
  if (holder !== undefined && holder !== session.user) {
    return { code: "ACCOUNT_EXISTS", text: "Somebody else uses this name as a nickname" };
  }
}

/** What stands in the way of one who is not registered yet. */
function earlyObstacle(
  { options }: Server,
  { registration }: Session,
): { code: string; text: string } | undefined {
  if (registration === undefined) return undefined;
  if (!options.accounts.registerBeforeConnect) {
    return { code: "COMPLETE_CONNECTION_REQUIRED", text: "Enter first, then register" };
  }
  if (options.password !== undefined && !registration.passwordGiven) {
    return { code: "TEMPORARILY_UNAVAILABLE", text: "Give the server's password first, with PASS" };
  }
}

async function verify(
  { server, session }: Context,
  [name = "", code = ""]: readonly string[],
): Promise<void> {
  const result = await verifyAccount(server, session, { name, code });
  if ("code" in result) return fail(session, "VERIFY", result);
  session.reply(`VERIFY SUCCESS ${result.account} :Account verified`);
  await logIn(server, session, result);
  await completeRegistration(server, session);
}

/** Proves an account's address with a code. */
export async function verifyAccount(
  server: Server,
  session: Session,
  { name, code }: { name: string; code: string },
): Promise<{ readonly account: string } | Failure> {
  const failed = (code: string, text: string) => ({ code, text, account: name });
  const early = earlyObstacle(server, session);
  if (early !== undefined) return failed(early.code, early.text);
  const account = accountOf(session);
  if (account !== undefined) {
    return failed("ALREADY_AUTHENTICATED", `You are logged in as ${account}`);
  }
  const { address } = session;
  const result = await server.accounts.verify({ name, code, address });
  if (!("found" in result)) return failed("TEMPORARILY_UNAVAILABLE", waitText(result.retryAfterMs));
  if (result.found !== undefined) return { account: result.found };
  return failed("INVALID_CODE", "This code is wrong or too old");
}

function fail(session: Session, command: string, { code, account, text }: Failure): Handled {
  session.standard("FAIL", { command, code, context: [account], text });
}
