import { sameName } from "../../../protocol/names.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** An extension of chat; its parameter guards against a slip. */
export const FORGETME: UserCommand = {
  run: forgetme,
  minParams: 1,
  usage: "FORGETME <your account>",
  description: "Removes all messages and metadata of your account.",
};

function forgetme(context: UserContext, [name = ""]: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  const { account } = user;
  const fail = (code: string, text: string) =>
    session.standard("FAIL", { command: "FORGETME", code, context: [name], text });
  if (account === undefined) return fail("ACCOUNT_REQUIRED", "Log in first");
  if (!sameName(account, name)) {
    return fail("INVALID_PARAMS", "Name the account you are logged in to");
  }
  const acknowledge = () =>
    session.standard("NOTE", {
      command: "FORGETME",
      code: "FORGETTING",
      context: [account],
      text: "Your messages are being removed from the history, and your metadata is removed",
    });
  return append(context, { type: "forget", account }, ({ ok }) => {
    if (!ok) return fail("ACCOUNT_REQUIRED", "Your account is removed");
    server.log.info("An account has its history forgotten", { account });
    const changes = [...user.metadata.keys()].map((key) => ({ key, value: undefined }));
    if (changes.length === 0) return acknowledge();
    const event = { type: "metadata", by: user.id, target: { user: user.id }, changes } as const;
    return append(context, event, acknowledge);
  });
}
