import { waitText } from "../../accounts/login.ts";
import { networkPrefix } from "../../io/network_prefix.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Modern IRC, "OPER message". */
export const OPER: UserCommand = {
  run: oper,
  minParams: 2,
  usage: "OPER <name> <password>",
  description: "Makes you an operator of this server.",
};

async function oper(
  context: UserContext,
  [name = "", given = ""]: readonly string[],
): Promise<void> {
  const { server, session } = context;
  const { operators } = server.options;
  const operator = operators.find((operator) => operator.name === name);
  // An unknown name is checked, too, so that the time does not reveal the names.
  const expected = (operator ?? operators[0])?.password;
  if (expected === undefined) return session.numeric("ERR_NOOPERHOST");
  const { address } = session;
  const result = await server.passwords.check({
    command: "OPER",
    given: operator === undefined ? "" : given,
    expected,
    address,
  });
  if (!("found" in result)) return refuse(context, operator?.name, waitText(result.retryAfterMs));
  if (operator === undefined || result.found === undefined) return refuse(context, operator?.name);
  await makeOperator(context, operator.name);
}

function makeOperator(context: UserContext, name: string): MaybePromise {
  const { server, session, user } = context;
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

/** Refuses; the name is undefined if there is no such operator, as it may be a password. */
function refuse(
  { server, session, user }: UserContext,
  name: string | undefined,
  why?: string,
): void {
  const { address } = session;
  const kind = networkPrefix(address);
  server.summedLog.warn("Operator refused", { name, nickname: user.nickname, address }, { kind });
  session.numeric("ERR_PASSWDMISMATCH", [], why);
}
