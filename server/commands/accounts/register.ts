import { registerAccount, VERIFICATION_TEXT, verifyAccount } from "../../accounts/register.ts";
import type { AccountFailure } from "../../accounts/register.ts";
import { logIn } from "../../accounts/login.ts";
import { completeRegistration } from "../../registration/complete.ts";
import type { Session } from "../../session/session.ts";
import type { Context, EarlyCommand } from "../context.ts";

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

async function register(
  { server, session }: Context,
  [name = "", email = "", password = ""]: readonly string[],
): Promise<void> {
  const request = { name, email: email === "*" || email === "" ? undefined : email, password };
  const result = await registerAccount(server, session, request);
  if (result.status === "failed") return sendFailure(session, "REGISTER", result);
  const { account } = result;
  if (result.status === "pending") {
    session.reply(`REGISTER VERIFICATION_REQUIRED ${account} :${VERIFICATION_TEXT}`);
    return;
  }
  session.reply(`REGISTER SUCCESS ${account} :Account created`);
  await logIn(server, session, { account });
  await completeRegistration(server, session);
}

async function verify(
  { server, session }: Context,
  [name = "", code = ""]: readonly string[],
): Promise<void> {
  const result = await verifyAccount(server, session, { name, code });
  if (result.status === "failed") return sendFailure(session, "VERIFY", result);
  const { account } = result;
  session.reply(`VERIFY SUCCESS ${account} :Account verified`);
  await logIn(server, session, { account });
  await completeRegistration(server, session);
}

function sendFailure(session: Session, command: string, failure: AccountFailure): void {
  const { code, account, text } = failure;
  session.standard("FAIL", { command, code, context: [account], text });
}
