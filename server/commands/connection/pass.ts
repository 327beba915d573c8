import { sameSecret } from "../../permissions/same_secret.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "PASS message". */
export const PASS: EarlyCommand = {
  run: pass,
  beforeRegistration: true,
  minParams: 1,
  usage: "PASS <password>",
  description: "Gives the server's password; comes before NICK and USER.",
};

function pass({ server, session }: Context, [given = ""]: readonly string[]): void {
  if (session.registration === undefined) return session.numeric("ERR_ALREADYREGISTERED");
  const { password } = server.options;
  session.registration.passwordGiven = password === undefined || sameSecret(given, password);
}
