import {
  AUTHENTICATE_PIECE_BYTES,
  encodeAuthenticate,
  isSaslMechanism,
} from "../../../protocol/sasl/mod.ts";
import { OFFERED_MECHANISMS, SaslExchange } from "../../accounts/exchange.ts";
import type { Server } from "../../server.ts";
import type { Session } from "../../session/session.ts";
import { logIn, mayLogIn, waitText } from "../../accounts/login.ts";
import type { Context, EarlyCommand, Handled } from "../context.ts";

/** Logs in. IRCv3, "SASL 3.1" and "SASL 3.2". */
export const AUTHENTICATE: EarlyCommand = {
  runAnytime: authenticate,
  min: 1,
  usage: "AUTHENTICATE <mechanism, message in base64, or *>",
};

function authenticate({ server, session }: Context, [piece = ""]: readonly string[]): Handled {
  const { exchange } = session;
  if (piece === "*") {
    session.exchange = undefined;
    session.numeric("ERR_SASLABORTED");
    return;
  }
  if (exchange === undefined) return begin(server, session, piece);
  const message = exchange.decoder.push(piece);
  if (message === "more") return;
  if (message instanceof Uint8Array) return proceed(server, session, { exchange, message });
  session.exchange = undefined;
  // A piece that is too long and a whole that is too long are told apart.
  if (piece.length > AUTHENTICATE_PIECE_BYTES) session.numeric("ERR_SASLTOOLONG");
  else session.numeric("ERR_SASLFAIL");
}

function begin(server: Server, session: Session, name: string): void {
  const { accounts } = server;
  if (!accounts.enabled) {
    session.numeric("ERR_SASLFAIL", [], "There are no accounts on this server");
    return;
  }
  const mechanism = name.toUpperCase();
  if (!isSaslMechanism(mechanism) || !OFFERED_MECHANISMS.includes(mechanism)) {
    session.numeric("RPL_SASLMECHS", [OFFERED_MECHANISMS.join(",")]);
    session.numeric("ERR_SASLFAIL");
    return;
  }
  session.exchange = new SaslExchange(mechanism, { accounts, address: session.address });
  session.reply("AUTHENTICATE +");
}

async function proceed(
  server: Server,
  session: Session,
  { exchange, message }: { exchange: SaslExchange; message: Uint8Array },
): Promise<void> {
  const step = await exchange.step(message);
  if (session.connection.closing || session.exchange !== exchange) return;
  if (step.status === "challenge") {
    for (const piece of encodeAuthenticate(step.data)) session.reply(`AUTHENTICATE ${piece}`);
    return;
  }
  session.exchange = undefined;
  if (step.status === "success") {
    await succeed(server, session, step.account);
    return;
  }
  const { retryAfterMs } = exchange;
  server.log.info("Login refused", { nickname: session.name, address: session.address });
  session.numeric(
    "ERR_SASLFAIL",
    [],
    retryAfterMs === undefined ? undefined : waitText(retryAfterMs),
  );
}

function succeed(server: Server, session: Session, account: string): Handled {
  if (!mayLogIn(server, session, account)) {
    session.numeric("ERR_SASLFAIL", [], "Other connections share your nickname and account");
    return;
  }
  const after = () => session.numeric("RPL_SASLSUCCESS");
  return logIn(server, session, { account, after });
}
