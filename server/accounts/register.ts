import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { accountOf, waitText } from "./login.ts";

/** Shown after registration of an account whose address has to be verified. */
export const VERIFICATION_TEXT =
  "Account created; the server's operator sends a code to your address, give it with VERIFY";

/** A refusal, as a FAIL states it. */
export interface AccountFailure {
  readonly status: "failed";
  readonly code: string;
  readonly account: string;
  readonly text: string;
}

/** The result of {@linkcode registerAccount}; a pending account waits for VERIFY. */
export type RegisterAccountResult =
  | { readonly status: "registered" | "pending"; readonly account: string }
  | AccountFailure;

/** The result of {@linkcode verifyAccount}. */
export type VerifyAccountResult =
  | { readonly status: "verified"; readonly account: string }
  | AccountFailure;

/** An account as a client asks for it. */
export interface AccountRequest {
  /** `*` for the session's nickname. */
  readonly name: string;
  readonly email: string | undefined;
  readonly password: string;
}

interface Refusal {
  readonly code: string;
  readonly text: string;
}

/** Registers an account for a session. IRCv3, "draft/account-registration". */
export async function registerAccount(
  server: Server,
  session: Session,
  request: AccountRequest,
): Promise<RegisterAccountResult> {
  const nickname = session.user?.nickname ?? session.registration?.nickname ??
    session.registration?.wanted;
  const name = request.name === "*" ? nickname ?? "*" : request.name;
  const refusal = registerRefusal(server, session, { name, nickname });
  if (refusal !== undefined) {
    return { status: "failed", account: nickname === undefined ? "*" : name, ...refusal };
  }
  const { address } = session;
  const result = await server.accounts.register({ ...request, name, address });
  if (result.status !== "refused") return result;
  return { status: "failed", code: result.code, text: result.text, account: name };
}

/** Verifies the e-mail address of an account with a code. */
export async function verifyAccount(
  server: Server,
  session: Session,
  { name, code }: { readonly name: string; readonly code: string },
): Promise<VerifyAccountResult> {
  const failed = (refusal: Refusal) => ({ status: "failed", account: name, ...refusal }) as const;
  const refusal = refusalBeforeRegistration(server, session) ?? refusalLoggedIn(session);
  if (refusal !== undefined) return failed(refusal);
  const { address } = session;
  const result = await server.accounts.verify({ name, code, address });
  if (!("found" in result)) {
    return failed({ code: "TEMPORARILY_UNAVAILABLE", text: waitText(result.retryAfterMs) });
  }
  if (result.found !== undefined) return { status: "verified", account: result.found };
  return failed({ code: "INVALID_CODE", text: "This code is wrong or too old" });
}

function registerRefusal(
  server: Server,
  session: Session,
  { name, nickname }: { readonly name: string; readonly nickname: string | undefined },
): Refusal | undefined {
  const early = refusalBeforeRegistration(server, session);
  if (early !== undefined) return early;
  if (nickname === undefined) return { code: "NEED_NICK", text: "Choose a nickname first" };
  const loggedIn = refusalLoggedIn(session);
  if (loggedIn !== undefined) return loggedIn;
  const holder = server.network.userByNickname(name);
  if (holder !== undefined && holder !== session.user) {
    return { code: "ACCOUNT_EXISTS", text: "Somebody else uses this name as a nickname" };
  }
}

function refusalLoggedIn(session: Session): Refusal | undefined {
  const account = accountOf(session);
  if (account === undefined) return undefined;
  return { code: "ALREADY_AUTHENTICATED", text: `You are logged in as ${account}` };
}

function refusalBeforeRegistration(
  { options }: Server,
  { registration }: Session,
): Refusal | undefined {
  if (registration === undefined) return undefined;
  if (!options.accounts.registerBeforeConnect) {
    return { code: "COMPLETE_CONNECTION_REQUIRED", text: "Finish connecting first, then register" };
  }
  if (options.password !== undefined && !registration.passwordGiven) {
    return { code: "NEED_PASS", text: "Give the server's password first, with PASS" };
  }
}
