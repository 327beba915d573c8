import type { User } from "../../network/state.ts";
import { sendWords } from "../../replies/long_replies.ts";
import { COST } from "../../budgets/costs.ts";
import type { UserContext } from "../context.ts";

/** An answer that has a word for each online user. */
export interface OnlineUsersReply {
  readonly name: "RPL_USERHOST" | "RPL_ISON";
  readonly wordFor: (user: User) => string;
}

/** Answers with the users that are online of some nicknames; with an empty text if none is. */
export function sendOnlineUsers(
  { server, session }: UserContext,
  nicknames: readonly string[],
  { name, wordFor }: OnlineUsersReply,
): void {
  session.budget.spend(nicknames.length * COST.look);
  const words = nicknames.map((nickname) => server.network.userByNickname(nickname))
    .filter((user) => user !== undefined)
    .map(wordFor);
  if (words.length === 0) session.numeric(name, [], "");
  else sendWords(server, session, { name, words });
}
