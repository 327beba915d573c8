import { sameName } from "../../../protocol/names.ts";
import { andThen } from "../../maybe_promise.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

/** Removes all that one's account has said, and says of itself; naming it guards against a slip. */
export const FORGETME: UserCommand = {
  run: forgetme,
  min: 1,
  usage: "FORGETME <your account>",
};

function forgetme({ server, session, user }: UserContext, [name = ""]: readonly string[]): Handled {
  const { account } = user;
  if (account === undefined || !sameName(account, name)) {
    session.standard("FAIL", {
      command: "FORGETME",
      code: account === undefined ? "ACCOUNT_REQUIRED" : "INVALID_PARAMS",
      context: [name],
      text: account === undefined ? "Log in first" : "Name the account you are logged in to",
    });
    return;
  }
  server.history.forget(account, server.accounts.creationTime(account) ?? server.now());
  server.log.info("An account has its history forgotten", { account });
  const tell = () =>
    session.standard("NOTE", {
      command: "FORGETME",
      code: "FORGETTING",
      context: [account],
      text: "What you have said is being removed from the history, and your metadata is",
    });
  const changes = [...user.metadata.keys()].map((key) => ({ key, value: undefined }));
  if (changes.length === 0) return tell();
  const event = { type: "metadata", by: user.id, target: { user: user.id }, changes } as const;
  return andThen(server.journal.append(event, session.id), tell);
}
