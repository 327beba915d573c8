import { CHANNEL_MODES, USER_MODES } from "../../protocol/modes.ts";
import { answerBatch } from "../session/answer_batch.ts";
import { numericLine } from "../session/lines.ts";
import { sourceOf } from "../network/state.ts";
import { isupportLines } from "./isupport.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { VERSION } from "../version.ts";
import { sendLusers } from "./lusers.ts";
import { sendMarkers } from "./markers.ts";
import { sendOwnMetadata } from "../metadata/sync.ts";
import { sendMotd } from "./motd.ts";

/** Greets a session that has just registered. Modern IRC, "Connection Registration". */
export function welcome(server: Server, session: Session): void {
  const { user } = session;
  if (user === undefined) return;
  const { name, network } = server.options;
  server.log.info("User joined", { nickname: user.nickname, address: session.address });
  const letters = CHANNEL_MODES.map(({ letter }) => letter).join("");
  const withParameter = CHANNEL_MODES.filter(({ kind }) => kind !== "flag")
    .map(({ letter }) => letter).join("");
  const own = USER_MODES.map(({ letter }) => letter).join("");
  session.numeric("RPL_WELCOME", [], `Welcome to the ${network} network, ${sourceOf(user)}`);
  session.numeric("RPL_YOURHOST", [], `Your host is ${name}, running version ${VERSION}`);
  const started = new Date(server.startedAt).toISOString();
  session.numeric("RPL_CREATED", [], `This server was started ${started}`);
  session.numeric("RPL_MYINFO", [name, VERSION, own, letters, withParameter]);
  sendIsupport(server, session);
  sendLusers(server, session);
  sendOwnMetadata(server, session);
  sendMotd(server, session);
  if (user.modes !== "") session.reply(`MODE ${user.nickname} +${user.modes}`);
  sendMarkers(server, session);
}

/** Sends what this server supports (005). IRCv3, "draft/extended-isupport". */
export function sendIsupport(server: Server, session: Session): void {
  const lines = isupportLines(server.options);
  if (!session.capabilities.has("draft/extended-isupport")) {
    for (const tokens of lines) session.numeric("RPL_ISUPPORT", tokens);
    return;
  }
  const head = { serverName: server.options.name, to: session.name };
  answerBatch(server, session, {
    type: "draft/isupport",
    lines: (batch) =>
      lines.map((params) => numericLine("RPL_ISUPPORT", { ...head, params, batch })),
  });
}
