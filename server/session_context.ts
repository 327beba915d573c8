import type { IrcMessage } from "../protocol/message.ts";
import { andThen, type MaybePromise } from "./maybe_promise.ts";
import type { NetworkEvent } from "./network/events.ts";
import type { Outcome } from "./network/outcome.ts";
import type { Server } from "./server.ts";
import type { Session } from "./session/session.ts";
import { costOf } from "./budgets/costs.ts";

/** A session and the server that it is connected to. */
export interface SessionContext {
  readonly server: Server;
  readonly session: Session;
  /** The line that is being run. */
  readonly message?: IrcMessage;
}

/**
 * Appends an event on behalf of a session, which pays for it; `use` gets its outcome once that is
 * known.
 */
export function append<E extends NetworkEvent>(
  context: SessionContext,
  event: E,
  use: (outcome: Outcome<E["type"]>) => MaybePromise = ignore,
): MaybePromise {
  const { server, session } = context;
  return andThen(server.journal.append(event, session.id), (outcome) => {
    if (outcome.ok) session.budget.spend(costOf(event, outcome));
    else if (outcome.refusal === "unavailable") return refuse(context, event);
    return use(outcome);
  });
}

/** Answers that the journal takes no events at the moment. */
function refuse({ session, message }: SessionContext, { type }: NetworkEvent): void {
  const text = "The network cannot take this at the moment; try again later";
  const command = (message?.command ?? type).toUpperCase();
  session.standard("FAIL", { command, code: "NETWORK_UNAVAILABLE", text });
  if (session.user === undefined) session.end("The network takes nobody at the moment");
}

function ignore(): void {}
