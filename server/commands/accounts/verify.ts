import { logIn } from "../../accounts/login.ts";
import { verifyAccount } from "../../accounts/register.ts";
import { completeRegistration } from "../../registration/complete.ts";
import type { Context, EarlyCommand } from "../context.ts";
import { sendAccountFailure } from "./failure.ts";

/** IRCv3, "draft/account-registration". */
export const VERIFY: EarlyCommand = {
  run: verify,
  beforeRegistration: true,
  minParams: 2,
  usage: "VERIFY <account> <code>",
  description: "Confirms an account with the code that was sent.",
};

async function verify(
  { server, session }: Context,
  [name = "", code = ""]: readonly string[],
): Promise<void> {
  const result = await verifyAccount(server, session, { name, code });
  if (result.status === "failed") return sendAccountFailure(session, "VERIFY", result);
  const { account } = result;
  session.reply(`VERIFY SUCCESS ${account} :Account verified`);
  await logIn(server, session, { account });
  await completeRegistration(server, session);
}
