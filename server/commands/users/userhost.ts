import type { User } from "../../network/state.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { sendWords } from "../../replies/packing.ts";

/** Most nicknames that one USERHOST asks for. */
const MAX_USERHOSTS = 5;
/** Most nicknames that one ISON asks for; a line holds no more than this. */
const MAX_ISON = 256;

/** Where people are. Modern IRC, "USERHOST message". */
export const USERHOST: UserCommand = { run: userhost, min: 1, usage: "USERHOST <nickname> …" };

/** Who of these is here. RFC 2812, 4.9; MONITOR tells it without being asked again. */
export const ISON: UserCommand = { run: ison, min: 1, usage: "ISON <nickname> …" };

function userhost(context: UserContext, params: readonly string[]): void {
  const found = usersOf(context, params.slice(0, MAX_USERHOSTS)).map((user) => {
    const operator = user.operator === undefined ? "" : "*";
    const presence = user.away === undefined ? "+" : "-";
    return `${user.nickname}${operator}=${presence}${user.username}@${user.host}`;
  });
  answer(context, { name: "RPL_USERHOST", words: found });
}

function ison(context: UserContext, params: readonly string[]): void {
  const nicknames = params.flatMap((param) => param.split(" ")).slice(0, MAX_ISON);
  const words = usersOf(context, nicknames).map(({ nickname }) => nickname);
  answer(context, { name: "RPL_ISON", words });
}

function usersOf({ server }: UserContext, nicknames: readonly string[]): User[] {
  return nicknames.map((nickname) => server.network.userByNickname(nickname))
    .filter((user) => user !== undefined);
}

function answer(
  { server, session }: UserContext,
  { name, words }: { name: "RPL_USERHOST" | "RPL_ISON"; words: readonly string[] },
): void {
  if (words.length === 0) session.numeric(name, [], "");
  else sendWords(server, session, { name, words });
}
