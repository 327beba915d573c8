import { sameName } from "../../protocol/names.ts";
import { EventLine } from "../session/event_line.ts";
import type { User } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import type { Handled } from "../commands/context.ts";
import { settled } from "../maybe_promise.ts";

/** Times that a free guest's name is looked for. */
const GUEST_TRIES = 20;
const MOST_GUESTS = 100_000;

/** Whether someone may have a nickname, and what has to be done about it first. */
export type Claim =
  | { readonly kind: "free" }
  /** Held by a user of the same account: whoever connects becomes one of their sessions. */
  | { readonly kind: "attach"; readonly holder: User }
  /** Held by someone else, though it is kept for the claimer's account. */
  | { readonly kind: "displace"; readonly holder: User }
  | { readonly kind: "taken"; readonly holder: User }
  /** Nobody has it; it is kept for an account that is not the claimer's. */
  | { readonly kind: "kept" };

/** What a nickname is to someone of an account, or of none. */
export function claimOf(server: Server, nickname: string, account: string | undefined): Claim {
  const holder = server.network.userByNickname(nickname);
  const owner = server.accounts.owner(nickname);
  const owned = owner !== undefined && sameName(owner, account);
  if (holder === undefined) return { kind: owner === undefined || owned ? "free" : "kept" };
  if (account !== undefined && sameName(holder.account, account)) return { kind: "attach", holder };
  return { kind: owned ? "displace" : "taken", holder };
}

/** Whether logging in could give a nickname to one who may not have it as things are. */
export function loginMayHelp(server: Server, nickname: string, claim: Claim): boolean {
  if (claim.kind === "kept") return true;
  if (claim.kind !== "taken") return false;
  return claim.holder.account !== undefined || server.accounts.owner(nickname) !== undefined;
}

/** Tells a session that it may not have a nickname. */
export function refuseNickname(session: Session, nickname: string, claim: Claim): void {
  const text = "This nickname belongs to an account; log in to that to use it";
  session.numeric("ERR_NICKNAMEINUSE", [nickname], claim.kind === "kept" ? text : undefined);
}

/** Gives who holds a nickname another one, since its account's owner wants it. */
export function displace(server: Server, holder: User): Handled {
  const nickname = guestName(server);
  const { name } = server.options;
  for (const session of server.sessions.of(holder.id)) {
    session.push(
      new EventLine(
        `:${name} NOTE NICK OWNER_CAME_BACK ${holder.nickname} ${nickname} ` +
          ":The account that this nickname belongs to has logged in; you have another one now",
      ),
    );
  }
  server.log.info("User renamed", { nickname: holder.nickname, to: nickname });
  const event = { type: "nick", user: holder.id, nickname } as const;
  return settled(server.journal.append(event));
}

function guestName(server: Server): string {
  let name = "Guest";
  for (let i = 0; i < GUEST_TRIES; i++) {
    name = `Guest${Math.floor(Math.random() * MOST_GUESTS)}`;
    if (claimOf(server, name, undefined).kind === "free") return name;
  }
  return name;
}
