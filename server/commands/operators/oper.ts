import type { MaybePromise } from "../../maybe_promise.ts";
import { sameSecret } from "../../permissions/same_secret.ts";
import type { Server } from "../../server.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** The delay of the answer to a wrong password, in milliseconds. */
const WRONG_PASSWORD_DELAY_MS = 1000;

/** Modern IRC, "OPER message". */
export const OPER: UserCommand = {
  run: oper,
  minParams: 2,
  usage: "OPER <name> <password>",
  description: "Makes you an operator of this server.",
};

function oper(context: UserContext, [name = "", password = ""]: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  if (server.options.operators.length === 0) return session.numeric("ERR_NOOPERHOST");
  if (!isRight(server, { name, password })) return refuse(context, name);
  server.log.info("Operator", { name, nickname: user.nickname, address: session.address });
  const event = {
    type: "user-mode",
    user: user.id,
    changes: [{ adding: true, mode: "o" }],
    operator: name,
  } as const;
  return append(context, event, (outcome) => {
    if (outcome.ok || outcome.refusal === "no-change") session.numeric("RPL_YOUREOPER");
  });
}

/** Compares a password even for an unknown name, so that the time does not reveal the names. */
function isRight(
  server: Server,
  { name, password }: { readonly name: string; readonly password: string },
): boolean {
  const operator = server.options.operators.find((operator) => operator.name === name);
  const same = sameSecret(password, operator?.password ?? "");
  return operator !== undefined && same;
}

/** Refuses after a delay, during which the session's next line waits. */
async function refuse({ server, session, user }: UserContext, name: string): Promise<void> {
  const { nickname } = user;
  server.log.warn("Operator refused", { name, nickname, address: session.address });
  await new Promise<void>((resolve) => setTimeout(resolve, WRONG_PASSWORD_DELAY_MS));
  session.numeric("ERR_PASSWDMISMATCH");
}
