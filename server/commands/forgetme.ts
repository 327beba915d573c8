import { casefold } from "../../protocol/names.ts";
import type { UserCommand, UserContext } from "./context.ts";

/** Removes all that one's account has said; naming it guards against a slip. */
export const FORGETME: UserCommand = {
  run: forgetme,
  min: 1,
  usage: "FORGETME <your account>",
};

function forgetme({ server, session, user }: UserContext, [name = ""]: readonly string[]): void {
  const { account } = user;
  if (account === undefined || casefold(account) !== casefold(name)) {
    session.standard("FAIL", {
      command: "FORGETME",
      code: account === undefined ? "ACCOUNT_REQUIRED" : "INVALID_PARAMS",
      context: [name],
      text: account === undefined ? "Log in first" : "Name the account you are logged in to",
    });
    return;
  }
  server.history.forget(account);
  server.log.info("An account has its history forgotten", { account });
  session.standard("NOTE", {
    command: "FORGETME",
    code: "FORGETTING",
    context: [account],
    text: "What you have said is being removed from the history",
  });
}
