import type { AccountFailure } from "../../accounts/register.ts";
import type { Session } from "../../session/session.ts";

/** Answers REGISTER or VERIFY with a failure. */
export function sendAccountFailure(
  session: Session,
  command: "REGISTER" | "VERIFY",
  { code, account, text }: AccountFailure,
): void {
  session.standard("FAIL", { command, code, context: [account], text });
}
