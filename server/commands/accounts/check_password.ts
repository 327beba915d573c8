import { logRefusedLogin, waitText } from "../../accounts/login.ts";
import type { ServiceContext } from "./service.ts";

/** The name of the account if the password is right; otherwise undefined, and answered. */
export async function checkPassword(
  { server, session, answer }: ServiceContext,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<string | undefined> {
  const result = await server.accounts.check({ name, password, address: session.address });
  if ("found" in result && result.found !== undefined) return result.found;
  logRefusedLogin(server, session);
  answer("found" in result ? "Wrong account or password" : waitText(result.retryAfterMs));
}
