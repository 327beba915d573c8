import { CHANNEL_MODES, USER_MODES } from "../../protocol/modes.ts";
import { answerBatch } from "../session/answer_batch.ts";
import { EventLine, fitBody } from "../session/event_line.ts";
import { numericBody } from "../session/lines.ts";
import { sourceOf, type User } from "../network/state.ts";
import { answerLines } from "./answer_lines.ts";
import { isupportLines } from "./isupport.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { VERSION } from "../version.ts";
import { sendLusers } from "./lusers.ts";
import { sendMarkers } from "./markers.ts";
import { sendOwnMetadata } from "../metadata/sync.ts";
import { sendMotd } from "./motd.ts";

const CHANNEL_LETTERS = lettersOf(CHANNEL_MODES);
const LETTERS_WITH_PARAMETER = lettersOf(CHANNEL_MODES.filter(({ kind }) => kind !== "flag"));
const USER_LETTERS = lettersOf(USER_MODES);

function lettersOf(modes: readonly { readonly letter: string }[]): string {
  return modes.map(({ letter }) => letter).join("");
}

/** Greets a session that has just registered. Modern IRC, "Connection Registration". */
export function welcome(server: Server, session: Session): void {
  const { user } = session;
  if (user === undefined) return;
  server.log.info("User joined", { nickname: user.nickname, address: session.address });
  answerLines(session, introduction(server, user));
  sendIsupport(server, session);
  sendLusers(server, session);
  sendOwnMetadata(server, session);
  sendMotd(server, session);
  if (user.modes !== "") session.reply(`MODE ${user.nickname} +${user.modes}`);
  sendMarkers(server, session);
}

/** The first lines (001 to 004). */
function introduction({ options, startedAt }: Server, user: User): string[] {
  const { name, network } = options;
  const to = user.nickname;
  const welcome = `Welcome to the ${network} network, ${sourceOf(user)}`;
  const host = `Your host is ${name}, running version ${VERSION}`;
  const created = `This server was started ${new Date(startedAt).toISOString()}`;
  const letters = [USER_LETTERS, CHANNEL_LETTERS, LETTERS_WITH_PARAMETER];
  return [
    numericBody("RPL_WELCOME", { to, text: welcome }),
    numericBody("RPL_YOURHOST", { to, text: host }),
    numericBody("RPL_CREATED", { to, text: created }),
    numericBody("RPL_MYINFO", { to, params: [name, VERSION, ...letters] }),
  ].map((body) => fitBody(`:${name} ${body}`));
}

/** Sends what this server supports (005). IRCv3, "draft/extended-isupport". */
export function sendIsupport(server: Server, session: Session): void {
  const lines = isupportLines(server.options, session.name);
  if (!session.capabilities.has("draft/extended-isupport")) return answerLines(session, lines);
  answerBatch(server, session, {
    type: "draft/isupport",
    lines: (batch) => lines.map((line) => new EventLine(line, { batch })),
  });
}
