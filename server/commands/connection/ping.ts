import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "PING message". */
export const PING: EarlyCommand = {
  run: ping,
  beforeRegistration: true,
  minParams: 1,
  usage: "PING <token>",
  description: "Asks for a sign of life; the answer is PONG.",
};

/** Modern IRC, "PONG message". Any line is a sign of life, so there is nothing left to do. */
export const PONG: EarlyCommand = {
  run: () => {},
  beforeRegistration: true,
  usage: "PONG <token>",
  description: "Answers PING.",
};

function ping({ server, session }: Context, [token = ""]: readonly string[]): void {
  if (token === "") return session.numeric("ERR_NOORIGIN");
  session.reply(`PONG ${server.options.name} :${token}`);
}
