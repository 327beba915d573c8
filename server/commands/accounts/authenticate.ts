import {
  AUTHENTICATE_PIECE_BYTES,
  encodeAuthenticate,
  isSaslMechanism,
} from "../../../protocol/sasl/mod.ts";
import { OFFERED_MECHANISMS, SaslExchange } from "../../accounts/exchange.ts";
import { logIn, logRefusedLogin, mayLogIn, waitText } from "../../accounts/login.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { Server } from "../../server.ts";
import type { Session } from "../../session/session.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** IRCv3, "SASL 3.1" and "SASL 3.2". */
export const AUTHENTICATE: EarlyCommand = {
  run: authenticate,
  beforeRegistration: true,
  minParams: 1,
  usage: "AUTHENTICATE <mechanism, message in base64, or *>",
  description: "Logs in to an account, by SASL.",
};

function authenticate(
  { server, session }: Context,
  [piece = ""]: readonly string[],
): MaybePromise {
  const { exchange } = session;
  if (piece === "*") {
    session.exchange = undefined;
    return session.numeric("ERR_SASLABORTED");
  }
  if (exchange === undefined) return begin(server, session, piece);
  const message = exchange.decoder.push(piece);
  if (message === "more") return;
  if (message instanceof Uint8Array) return proceed(server, session, { exchange, message });
  session.exchange = undefined;
  // Only a single piece that is too long has a numeric of its own.
  session.numeric(piece.length > AUTHENTICATE_PIECE_BYTES ? "ERR_SASLTOOLONG" : "ERR_SASLFAIL");
}

function begin(server: Server, session: Session, name: string): void {
  const { accounts } = server;
  if (!accounts.enabled) {
    return session.numeric("ERR_SASLFAIL", [], "There are no accounts on this server");
  }
  const mechanism = name.toUpperCase();
  if (!isSaslMechanism(mechanism) || !OFFERED_MECHANISMS.includes(mechanism)) {
    session.numeric("RPL_SASLMECHS", [OFFERED_MECHANISMS.join(",")]);
    return session.numeric("ERR_SASLFAIL");
  }
  session.exchange = new SaslExchange(mechanism, { accounts, address: session.address });
  session.reply("AUTHENTICATE +");
}

async function proceed(
  server: Server,
  session: Session,
  { exchange, message }: { readonly exchange: SaslExchange; readonly message: Uint8Array },
): Promise<void> {
  const step = await exchange.step(message);
  if (session.connection.closing || session.exchange !== exchange) return;
  if (step.status === "challenge") {
    for (const piece of encodeAuthenticate(step.data)) session.reply(`AUTHENTICATE ${piece}`);
    return;
  }
  session.exchange = undefined;
  if (step.status === "success") {
    const { account } = step;
    await succeed(server, session, { account, tokenId: exchange.tokenId });
    return;
  }
  const { retryAfterMs } = exchange;
  logRefusedLogin(server, session);
  const text = retryAfterMs === undefined ? undefined : waitText(retryAfterMs);
  session.numeric("ERR_SASLFAIL", [], text);
}

function succeed(
  server: Server,
  session: Session,
  { account, tokenId }: { readonly account: string; readonly tokenId: string | undefined },
): MaybePromise {
  if (!mayLogIn(server, session, account)) {
    const text = "Other connections share your nickname and account";
    return session.numeric("ERR_SASLFAIL", [], text);
  }
  const after = () => session.numeric("RPL_SASLSUCCESS");
  return logIn(server, session, { account, tokenId, after });
}
