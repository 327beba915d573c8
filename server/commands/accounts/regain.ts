import { sameName } from "../../../protocol/names.ts";
import { accountOf, logIn, mayLogIn } from "../../accounts/login.ts";
import type { User } from "../../network/state.ts";
import { removeUser } from "../../operator/remove_user.ts";
import { change } from "../connection/nick.ts";
import { checkPassword } from "./check_password.ts";
import type { ServiceCommand, ServiceContext } from "./service.ts";

/** Ends the connections of whoever has a nickname of one's account. */
export const GHOST: ServiceCommand = {
  run: ghost,
  minWords: 1,
  usage: "GHOST <nickname> [<password>]",
  description: "disconnects whoever uses a nickname of your account",
};

/** Takes a nickname of one's account from whoever has it. */
export const RECOVER: ServiceCommand = {
  run: regain,
  minWords: 1,
  usage: "RECOVER <nickname> [<password>]",
  description: "disconnects whoever uses a nickname of your account, and gives it to you",
};

/** The other usual name of {@linkcode RECOVER}. */
export const REGAIN: ServiceCommand = {
  ...RECOVER,
  usage: "REGAIN <nickname> [<password>]",
  description: "the same as RECOVER",
};

async function ghost(context: ServiceContext, words: readonly string[]): Promise<void> {
  const { server, user, answer } = context;
  const [nickname = ""] = words;
  const account = await ownerOf(context, words);
  if (account === undefined) return;
  const holder = server.network.userByNickname(nickname);
  if (holder === undefined) return answer(`Nobody is called ${nickname}`);
  if (holder === user) return answer("You are called so yourself");
  await disconnect(context, holder);
  answer(`${nickname} is disconnected`);
}

async function regain(context: ServiceContext, words: readonly string[]): Promise<void> {
  const { server, session, user, answer } = context;
  const [nickname = ""] = words;
  const account = await ownerOf(context, words);
  if (account === undefined) return;
  if (!sameName(accountOf(session), account)) {
    if (!mayLogIn(server, session, account)) {
      return answer("Other connections share your nickname and account; they would lose it");
    }
    await logIn(server, session, { account });
  }
  if (session.user !== user) return;
  const holder = server.network.userByNickname(nickname);
  if (holder !== undefined && holder !== user) await disconnect(context, holder);
  await change(context, user, nickname);
}

/**
 * The account that a nickname belongs to, if it is the asker's or they give its password; otherwise
 * undefined, and answered.
 */
async function ownerOf(
  context: ServiceContext,
  [nickname = "", password]: readonly string[],
): Promise<string | undefined> {
  const { server, session, answer } = context;
  // A user of the account may have another nickname, which nobody owns.
  const owner = server.accounts.owner(nickname) ??
    server.network.userByNickname(nickname)?.account;
  if (owner === undefined) return void answer(`${nickname} belongs to no account`);
  if (sameName(accountOf(session), owner)) return owner;
  if (password !== undefined) return await checkPassword(context, { name: owner, password });
  answer(`${nickname} belongs to another account; add the password of that`);
}

async function disconnect({ server, user: by }: ServiceContext, holder: User): Promise<void> {
  await removeUser(server, holder, {
    reason: `Disconnected by ${by.nickname}, who owns the nickname`,
  });
}
