import { logIn, logRefusedLogin, waitText } from "../../accounts/login.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { refusePassword } from "../../registration/refuse_password.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "PASS message". */
export const PASS: EarlyCommand = {
  run: pass,
  beforeRegistration: true,
  minParams: 1,
  usage: "PASS <password, or account:password>",
  description: "Gives the server's password, or logs in to an account; comes before NICK and USER.",
};

function pass({ server, session }: Context, [given = ""]: readonly string[]): MaybePromise {
  const { registration, address } = session;
  if (registration === undefined) return session.numeric("ERR_ALREADYREGISTERED");
  const expected = server.options.password;
  if (expected === undefined) return logInBy({ server, session }, given);
  return server.passwords.check({ command: "PASS", given, expected, address }).then((result) => {
    if (!("found" in result)) refusePassword(server, session, waitText(result.retryAfterMs));
    else if (result.found === true) registration.passwordGiven = true;
    else return logInBy({ server, session }, given);
  });
}

/**
 * Logs in by `account:password`, for clients without SASL; any other text does nothing. A server
 * with a password of its own needs another PASS for that.
 */
async function logInBy(
  { server, session }: Pick<Context, "server" | "session">,
  given: string,
): Promise<void> {
  const at = given.indexOf(":");
  if (at < 1 || !server.accounts.enabled || session.account !== undefined) return;
  const [name, password] = [given.slice(0, at), given.slice(at + 1)];
  const result = await server.accounts.check({ name, password, address: session.address });
  if (session.connection.closing) return;
  if ("found" in result && result.found !== undefined) {
    return void await logIn(server, session, { account: result.found });
  }
  logRefusedLogin(server, session);
  const why = "found" in result ? "Wrong account or password" : waitText(result.retryAfterMs);
  session.numeric("ERR_PASSWDMISMATCH", [], why);
  session.end(why);
}
