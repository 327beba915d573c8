import { waitText } from "../../accounts/login.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { refusePassword } from "../../registration/refuse_password.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "PASS message". */
export const PASS: EarlyCommand = {
  run: pass,
  beforeRegistration: true,
  minParams: 1,
  usage: "PASS <password>",
  description: "Gives the server's password; comes before NICK and USER.",
};

function pass({ server, session }: Context, [given = ""]: readonly string[]): MaybePromise {
  const { registration, address } = session;
  if (registration === undefined) return session.numeric("ERR_ALREADYREGISTERED");
  const expected = server.options.password;
  if (expected === undefined) return;
  return server.passwords.check({ command: "PASS", given, expected, address }).then((result) => {
    if ("found" in result) registration.passwordGiven = result.found === true;
    else refusePassword(server, session, waitText(result.retryAfterMs));
  });
}
