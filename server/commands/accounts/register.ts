import { logIn } from "../../accounts/login.ts";
import { registerAccount, VERIFICATION_TEXT } from "../../accounts/register.ts";
import { completeRegistration } from "../../registration/complete.ts";
import type { Context, EarlyCommand } from "../context.ts";
import { sendAccountFailure } from "./failure.ts";

/** IRCv3, "draft/account-registration". */
export const REGISTER: EarlyCommand = {
  run: register,
  beforeRegistration: true,
  minParams: 3,
  usage: "REGISTER <account or *> <e-mail address or *> <password>",
  description: "Makes an account.",
};

async function register(
  { server, session }: Context,
  [name = "", email = "", password = ""]: readonly string[],
): Promise<void> {
  const request = { name, email: email === "*" || email === "" ? undefined : email, password };
  const result = await registerAccount(server, session, request);
  if (result.status === "failed") return sendAccountFailure(session, "REGISTER", result);
  const { account } = result;
  if (result.status === "pending") {
    session.reply(`REGISTER VERIFICATION_REQUIRED ${account} :${VERIFICATION_TEXT}`);
    return;
  }
  session.reply(`REGISTER SUCCESS ${account} :Account created`);
  await logIn(server, session, { account });
  await completeRegistration(server, session);
}
