import { sameName } from "../../protocol/names.ts";
import { type MaybePromise, settled } from "../maybe_promise.ts";
import type { User } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** Attempts to find a guest name that nobody has. */
const GUEST_ATTEMPTS = 20;
/** Guest names are Guest0 up to this number, exclusive. */
const GUEST_NUMBERS = 100_000;

/** Whether a session may have a nickname, and what has to be done first. */
export type Claim =
  | { readonly kind: "free" }
  /** Held by a user of the same account: a session that connects becomes another of theirs. */
  | { readonly kind: "attach"; readonly holder: User }
  /** Held by somebody else, but reserved for the claimer's account. */
  | { readonly kind: "displace"; readonly holder: User }
  | { readonly kind: "taken"; readonly holder: User }
  /** Held by nobody, and reserved for an account that is not the claimer's. */
  | { readonly kind: "kept" }
  /** Looks like the nickname of somebody who is here, or like an account. */
  | { readonly kind: "lookalike"; readonly name: string; readonly hasAccount: boolean };

/** Who claims a nickname. */
export interface Claimer {
  readonly account: string | undefined;
  /** The user that they are already. */
  readonly user?: User | undefined;
}

/** The claim of somebody, with or without an account, to a nickname. */
export function claimOf(server: Server, nickname: string, claimer: Claimer): Claim {
  const { account } = claimer;
  const holder = server.network.userByNickname(nickname);
  const owner = server.accounts.owner(nickname);
  const isOwned = sameName(owner, account);
  if (holder === undefined) {
    if (owner !== undefined) return { kind: isOwned ? "free" : "kept" };
    return lookalikeOf(server, nickname, claimer) ?? { kind: "free" };
  }
  if (sameName(holder.account, account)) return { kind: "attach", holder };
  return { kind: isOwned ? "displace" : "taken", holder };
}

/** The claim to a nickname that looks like somebody else's; undefined if it looks like nobody's. */
function lookalikeOf(
  { network, accounts }: Server,
  nickname: string,
  { account, user }: Claimer,
): Claim | undefined {
  for (const other of network.usersWhoLookLike(nickname)) {
    if (other === user || sameName(other.account, account)) continue;
    const hasAccount = other.account !== undefined;
    return { kind: "lookalike", name: other.nickname, hasAccount };
  }
  const name = accounts.lookalikes(nickname).find((name) => !sameName(name, account));
  return name === undefined ? undefined : { kind: "lookalike", name, hasAccount: true };
}

/** Whether a session that may not have a nickname now could have it after logging in. */
export function loginMayHelp(server: Server, nickname: string, claim: Claim): boolean {
  if (claim.kind === "kept") return true;
  if (claim.kind === "lookalike") return claim.hasAccount;
  if (claim.kind !== "taken") return false;
  return claim.holder.account !== undefined || server.accounts.owner(nickname) !== undefined;
}

/** Answers that a session may not have a nickname. */
export function refuseNickname(session: Session, nickname: string, claim: Claim): void {
  if (claim.kind === "lookalike") {
    const whose = claim.hasAccount
      ? "an account; log in to that to use it"
      : "somebody who is here";
    const text = `This nickname looks like "${claim.name}", which belongs to ${whose}`;
    return session.numeric("ERR_ERRONEUSNICKNAME", [nickname], text);
  }
  const text = "This nickname belongs to an account; log in to that to use it";
  session.numeric("ERR_NICKNAMEINUSE", [nickname], claim.kind === "kept" ? text : undefined);
}

/** Renames the holder of a nickname to a guest, because the owner's account has logged in. */
export function displace(server: Server, holder: User): MaybePromise {
  const nickname = guestName(server);
  server.log.info("User renamed", { nickname: holder.nickname, to: nickname });
  return settled(server.journal.append({
    type: "nick",
    user: holder.id,
    nickname,
    displaced: true,
  }));
}

function guestName(server: Server): string {
  let name = "Guest";
  for (let attempt = 0; attempt < GUEST_ATTEMPTS; attempt++) {
    name = `Guest${Math.floor(Math.random() * GUEST_NUMBERS)}`;
    if (claimOf(server, name, { account: undefined }).kind === "free") return name;
  }
  return name;
}
