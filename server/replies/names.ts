import { COST } from "../budgets/costs.ts";
import type { Steps } from "../io/turns.ts";
import type { Channel, User } from "../network/state.ts";
import type { Server } from "../server.ts";
import { fitBody } from "../session/event_line.ts";
import { numericBody } from "../session/lines.ts";
import type { Session } from "../session/session.ts";
import { answerLines } from "./answer_lines.ts";
import { MEMBERS_PER_STEP, NamesList, type NamesView, sharedList } from "./names_list.ts";

/**
 * Sends the members of a channel that the session's user may see (353 and 366). Changes between the
 * steps reach the session before the names that follow, which are true then.
 */
export function* names(server: Server, session: Session, channel: Channel): Steps {
  const { user } = session;
  if (user === undefined) return;
  const { network } = server;
  const view = viewOf(session, { user, channel });
  const version = network.namesVersion;
  const isTrue = () => network.namesVersion === version;
  const shared = sharedList(network, channel, view);
  if (!(yield* send(server, session, { list: shared, isTrue }))) {
    // What was sent is true, but not the rest of the list: all are listed as they are now.
    yield* send(server, session, { list: new NamesList(channel, view), isTrue: () => true });
  }
  if (session.user === user) session.numeric("RPL_ENDOFNAMES", [channel.name]);
}

/** Only members and server operators see invisible members. */
function viewOf(
  { capabilities }: Session,
  { user, channel }: { readonly user: User; readonly channel: Channel },
): NamesView {
  return {
    all: channel.members.has(user.id) || user.operator !== undefined,
    allSymbols: capabilities.has("multi-prefix"),
    fullSource: capabilities.has("userhost-in-names"),
  };
}

/** Sends a list in steps. Returns false if it is not true any more before its end. */
function* send(
  { options }: Server,
  session: Session,
  { list, isTrue }: { readonly list: NamesList; readonly isTrue: () => boolean },
): Steps<boolean> {
  const { channel } = list;
  const { user } = session;
  const params = [channel.flags.has("s") ? "@" : "=", channel.name];
  // Members who come meanwhile are at the end.
  const { size } = channel.members;
  for (let step = 0, left = size; left > 0; step++, left -= MEMBERS_PER_STEP) {
    const lines = list.step(step).map((text) => {
      const body = numericBody("RPL_NAMREPLY", { to: session.name, params, text });
      return fitBody(`:${options.name} ${body}`);
    });
    answerLines(session, lines);
    session.budget.spend(Math.min(left, MEMBERS_PER_STEP) * COST.look);
    if (left > MEMBERS_PER_STEP) yield session.drained();
    if (session.user !== user) return true;
    if (!isTrue()) return left <= MEMBERS_PER_STEP;
  }
  return true;
}
